"""The clipboard: which way the text goes in which terminal, and that no more is said than is so."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.records.amounts import size_words
from netwrix_tui.tui.output.clipboard import BOUND, Sent, Way, run_command, send
from netwrix_tui.tui.output.private_file import remove_old_files
from tests.posix import is_private


class Terminal:
    """What was written to it, and the tmux beside it: which of its options it knows."""

    def __init__(self, *, tmux_passes: bool = True, tmux_works: bool = True) -> None:
        self.written = ""
        self.commands: list[tuple[str, ...]] = []
        self.given = b""
        self._passes = tmux_passes
        self._works = tmux_works

    def write(self, data: str) -> None:
        self.written += data

    async def run(self, command: Sequence[str], data: bytes) -> bool:
        self.commands.append(tuple(command))
        self.given = data
        return self._works and (self._passes or "-w" not in command)

    def send(
        self,
        text: str,
        environment: Mapping[str, str],
        bound: int = BOUND,
        *,
        is_windows: bool = False,
    ) -> Sent:
        return asyncio.run(
            send(
                text,
                what="3 records",
                environment=environment,
                write=self.write,
                run=self.run,
                bound=bound,
                is_windows=is_windows,
            )
        )

    @property
    def clipboard(self) -> str:
        """What a terminal with OSC 52 has taken."""
        sequence = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", self.written)
        assert sequence is not None, self.written
        return base64.b64decode(sequence[1]).decode()


def test_a_plain_terminal_gets_one_osc_52() -> None:
    terminal = Terminal()
    sent = terminal.send("é" * 600, {"TERM": "xterm-256color"})
    assert terminal.clipboard == "é" * 600
    assert sent == Sent(Way.TERMINAL, "3 records, 1.2 KB sent to the terminal.")
    assert not terminal.commands


@pytest.mark.parametrize(
    ("text", "begins"),
    [("Zoë: 7\nname → value", ""), ("x", ""), ("企业微信 中文", "\ufeff"), ("a" * 200_000, "")],
    ids=["accents", "short", "few latin", "long"],
)
def test_the_old_console_of_windows_is_served_by_its_own_clip(text: str, begins: str) -> None:
    terminal = Terminal()
    sent = terminal.send(text, {"SystemRoot": r"D:\Windows"}, is_windows=True)
    assert terminal.commands == [(r"D:\Windows\System32\clip.exe",)]
    assert terminal.given.decode("utf-16-le") == begins + text.replace("\n", "\r\n")
    assert terminal.written == ""
    assert sent.way is Way.CLIP
    assert sent.message.endswith(" put into the clipboard by clip.exe.")


def test_where_clip_does_not_take_it_there_is_a_file(tmp_path: Path) -> None:
    terminal = Terminal(tmux_works=False)
    sent = terminal.send("text", {"LOCALAPPDATA": str(tmp_path)}, is_windows=True)
    assert sent.way is Way.FILE
    assert sent.path is not None
    assert sent.path.read_text() == "text"
    assert sent.message == f"3 records, 4 bytes: clip.exe did not take it; it is in {sent.path}"


@pytest.mark.parametrize("name", ["WT_SESSION", "SSH_CONNECTION", "SSH_TTY"])
def test_windows_terminal_and_what_is_far_away_are_asked_by_osc_52(name: str) -> None:
    terminal = Terminal()
    sent = terminal.send("text", {name: "it is"}, is_windows=True)
    assert terminal.clipboard == "text"
    assert terminal.commands == []
    assert sent.way is Way.TERMINAL
    assert ("often does not" in sent.message) == (name != "WT_SESSION")


@pytest.mark.parametrize("term", ["tmux-256color", "screen-256color"])
def test_tmux_on_the_near_side_of_ssh_is_named(term: str) -> None:
    terminal = Terminal()
    sent = terminal.send("text", {"TERM": term})
    assert terminal.clipboard == "text"
    assert sent.way is Way.TERMINAL
    assert "set -s set-clipboard on" in sent.message


def test_tmux_is_asked_to_pass_it_on() -> None:
    terminal = Terminal()
    sent = terminal.send("text", {"TERM": "tmux-256color", "TMUX": "/socket,1,0"})
    assert terminal.commands == [("tmux", "load-buffer", "-w", "-")]
    assert terminal.given == b"text"
    assert terminal.written == ""
    assert sent.way is Way.TMUX
    assert "s saves a file" in sent.message


def test_an_older_tmux_keeps_it_and_that_is_said() -> None:
    terminal = Terminal(tmux_passes=False)
    sent = terminal.send("text", {"TMUX": "/socket,1,0"})
    assert terminal.commands[-1] == ("tmux", "load-buffer", "-")
    assert terminal.written == ""
    assert sent.way is Way.TMUX_BUFFER
    assert "own buffer only" in sent.message


def test_without_a_tmux_that_answers_the_terminal_is_asked() -> None:
    terminal = Terminal(tmux_works=False)
    sent = terminal.send("text", {"TMUX": "/socket,1,0"})
    assert terminal.clipboard == "text"
    assert "set -s set-clipboard on" in sent.message


def test_gnu_screen_gets_it_in_chunks_that_it_passes_on() -> None:
    terminal = Terminal()
    sent = terminal.send("x" * 5_000, {"STY": "1.pts-0", "TERM": "screen"})
    chunks = re.findall(r"\x1bP(.*?)\x1b\\", terminal.written, re.DOTALL)
    assert "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks) == terminal.written
    assert max(map(len, chunks)) <= 700
    assert "".join(chunks) == f"\x1b]52;c;{base64.b64encode(b'x' * 5_000).decode()}\x07"
    assert sent.way is Way.SCREEN


@pytest.mark.parametrize("environment", [{}, {"TMUX": "x"}, {"STY": "x"}])
def test_too_much_goes_into_a_file_of_its_owner(
    environment: dict[str, str], tmp_path: Path
) -> None:
    terminal = Terminal()
    text = "x" * BOUND
    environment = {**environment, "XDG_RUNTIME_DIR": str(tmp_path)}
    sent = terminal.send(text, environment)
    again = terminal.send(text, environment)
    assert sent.way is Way.FILE
    assert sent.path is not None
    assert sent.path.read_text() == text
    assert is_private(sent.path)
    assert is_private(sent.path.parent)
    assert str(sent.path) in sent.message
    assert again.path != sent.path
    assert terminal.written == ""
    assert terminal.commands == []


def test_the_bound_is_on_what_goes_over_the_line(tmp_path: Path) -> None:
    environment = {"XDG_RUNTIME_DIR": str(tmp_path)}
    assert Terminal().send("x" * 75, environment, bound=100).way is Way.TERMINAL
    assert Terminal().send("x" * 76, environment, bound=100).way is Way.FILE


def test_without_a_session_directory_the_file_goes_into_the_cache(tmp_path: Path) -> None:
    environment = {"XDG_RUNTIME_DIR": str(tmp_path / "gone"), "XDG_CACHE_HOME": str(tmp_path)}
    sent = Terminal().send("text", environment, bound=1)
    assert sent.path is not None
    assert sent.path.parent == tmp_path / "netwrix-tui"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    sent = Terminal().send("text", {"XDG_CACHE_HOME": str(blocked)}, bound=1)
    assert sent.way is Way.NOWHERE
    assert "no file could be written" in sent.message


@given(st.text(st.one_of(st.characters(), st.sampled_from("\x1b\x07\x9b\r\n\t\x00\x7f\ud800"))))
@settings(deadline=None)
def test_nothing_that_acts_when_pasted_is_sent(text: str) -> None:
    terminal = Terminal()
    terminal.send(text, {})
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", terminal.clipboard)


def test_tabs_and_lines_stay_and_the_rest_becomes_visible() -> None:
    terminal = Terminal()
    sent = terminal.send("a\tb\r\nc\x1b[201~", {})
    assert terminal.clipboard == "a\tb\nc␛[201~"
    assert "1 control character made visible" in sent.message


def test_a_command_that_is_missing_or_fails_is_no_success() -> None:
    assert not asyncio.run(run_command(("/nowhere/at/all",), b""))
    assert not asyncio.run(run_command((sys.executable, "-c", "raise SystemExit(1)"), b""))
    assert asyncio.run(run_command((sys.executable, "-c", ""), b""))


def test_a_command_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netwrix_tui.tui.output.clipboard.TMUX_SECONDS", 0.05)
    assert not asyncio.run(run_command((sys.executable, "-c", "import time; time.sleep(600)"), b""))


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 byte"),
        (412, "412 bytes"),
        (1_234, "1.2 KB"),
        (999_949, "999.9 KB"),
        (999_950, "1.0 MB"),
        (3_600_000, "3.6 MB"),
    ],
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert size_words(size) == words


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Path]:
    """The socket of a tmux server of this test's own."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    socket = tmp_path / "tmux"
    environment = {k: v for k, v in os.environ.items() if k != "TMUX"}
    tmux_command = ("tmux", "-S", str(socket), "-f", "/dev/null")
    subprocess.run(
        (*tmux_command, "new-session", "-d", "-x", "80", "-y", "24", "cat"),
        check=True,
        env=environment,
    )
    yield socket
    subprocess.run((*tmux_command, "kill-server"), check=True, env=environment)


def test_a_real_tmux_has_it_in_its_buffer(tmux: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", f"{tmux},1,0")
    text = "3 Einträge\tfür das Ticket\n" * 500
    written: list[str] = []
    sent = asyncio.run(send(text, what="x", environment=os.environ, write=written.append))
    assert sent.way in (Way.TMUX, Way.TMUX_BUFFER)
    assert not written
    shown = subprocess.run(
        ("tmux", "-S", str(tmux), "show-buffer"), check=True, capture_output=True
    )
    assert shown.stdout.decode() == text


@pytest.mark.parametrize("term", ["screen", "screen-256color", "screen.xterm-256color"])
def test_what_gnu_screen_would_print_goes_into_a_file(term: str, tmp_path: Path) -> None:
    environment = {"TERM": term, "XDG_RUNTIME_DIR": str(tmp_path)}
    for length in (600, 3_000, 40_000):
        terminal = Terminal()
        sent = terminal.send("x" * length, environment)
        assert terminal.written == ""
        assert sent.way is Way.FILE
        assert sent.path is not None
        assert sent.path.read_text() == "x" * length
        assert f"TERM is {term}" in sent.message
    assert Terminal().send("x" * 500, environment).way is Way.TERMINAL


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="is not root")
def test_a_session_directory_of_somebody_else_is_not_used(tmp_path: Path) -> None:
    theirs, cache = tmp_path / "theirs", tmp_path / "cache"
    theirs.mkdir(0o700)
    os.chown(theirs, 54_321, 54_321)
    environment = {"XDG_RUNTIME_DIR": str(theirs), "XDG_CACHE_HOME": str(cache)}
    sent = Terminal().send("text", environment, bound=1)
    assert sent.path is not None
    assert sent.path.parent == cache / "netwrix-tui"
    assert list(theirs.iterdir()) == []


def test_files_in_the_cache_go_after_a_day(tmp_path: Path) -> None:
    environment = {"XDG_CACHE_HOME": str(tmp_path)}
    paths = [Terminal().send("text", environment, bound=1).path for _ in range(2)]
    other = tmp_path / "netwrix-tui" / "records-of-a-search"
    other.write_text("in use")
    for old in (paths[0], other):
        assert old is not None
        os.utime(old, (0, 0))
    remove_old_files(environment)
    assert [path.exists() for path in (*paths, other) if path] == [False, True, True]
    os.utime(paths[1] or "", (0, 0))
    Terminal().send("text", environment, bound=1)
    assert not (paths[1] or other).exists()
