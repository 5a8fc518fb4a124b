"""Errors of Windows are told by what they are, and not as invalid arguments."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

from netwrix_tui import system_errors
from netwrix_tui.system_errors import is_reader_gone, number_of


class _OfWindows(OSError):
    """As Python raises them there: 22 where C has no number that fits."""

    def __init__(self, winerror: int, number: int = errno.EINVAL) -> None:
        super().__init__(number, "Invalid argument")
        self.winerror = winerror  # type: ignore[misc]


@pytest.mark.parametrize(
    ("winerror", "number"),
    [
        (1225, errno.ECONNREFUSED), (64, errno.ECONNRESET), (112, errno.ENOSPC),
        (232, errno.EPIPE), (1232, errno.EHOSTUNREACH), (87, errno.EINVAL),
    ],
)  # fmt: skip
def test_the_number_is_that_of_what_happened(winerror: int, number: int) -> None:
    assert number_of(_OfWindows(winerror)) == number


def test_elsewhere_it_is_the_systems_own() -> None:
    assert number_of(OSError(errno.EACCES, "no")) == errno.EACCES
    assert number_of(OSError("no number")) is None


def test_a_pipe_without_a_reader_is_an_invalid_argument_on_windows_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert is_reader_gone(BrokenPipeError())
    for name, gone in (("nt", True), ("posix", False)):
        with monkeypatch.context() as patch:
            patch.setattr(system_errors, "os", type("os", (), {"name": name}))
            assert is_reader_gone(OSError(errno.EINVAL, "Invalid argument")) is gone


@pytest.mark.parametrize("words", [("help", "search"), ("recipes",)])
def test_a_reader_that_goes_away_ends_a_command_quietly(words: tuple[str, ...]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [sys.executable, "-m", "netwrix_tui", *words],
        stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, b"")
