"""The demo server as a child process that ends with its parent, however the parent ends."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

import netwrix_tui
from netwrix_tui.clock import VARIABLE
from netwrix_tui.errors import Unreachable

_NOT_ITS_OWN = "NETWRIX_API_PASSWORD"
"""A password of the user's for some server, which a demo has nothing to do with."""

_PATIENCE = 5.0
"""Seconds that a server gets to end by itself before it is made to."""

# The package that runs here runs there too, whatever the working directory holds: -P keeps the
# directory off the path, and a checkout that is not installed is put onto it.
_START = (
    "import sys; root = sys.argv.pop(1); root in sys.path or sys.path.insert(0, root); "
    "from netwrix_tui.demo.__main__ import main; sys.exit(main())"
)


class DemoAccount(msgspec.Struct, frozen=True):
    """An account that may sign in to the demo."""

    user: str
    password: str
    role: str

    def __repr__(self) -> str:
        return f"DemoAccount(user={self.user!r}, role={self.role!r})"


class Announcement(msgspec.Struct, frozen=True):
    """The first line that the server prints. The thumbprints are None without TLS."""

    url: str
    accounts: list[DemoAccount]
    sha1: str | None = None
    sha256: str | None = None


class DemoProcess:
    """A running demo server. Leaving the context, or :meth:`stop`, ends it."""

    def __init__(self, process: subprocess.Popen[bytes], announcement: Announcement) -> None:
        self._process = process
        self.pid = process.pid
        self.url = announcement.url
        self.accounts = announcement.accounts
        self.sha1 = announcement.sha1
        self.sha256 = announcement.sha256

    def account(self, role: str) -> DemoAccount:
        """The first account whose role begins like this: ``Global reviewer``, ``Reviewer`` …"""
        return next(a for a in self.accounts if a.role.startswith(role))

    @property
    def is_running(self) -> bool:
        """True until its process has ended."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Ends the server and waits for it. Does nothing where it has ended already."""
        _end(self._process)

    def kill(self) -> None:
        """Ends the server at once, in the middle of whatever it sends."""
        self._process.kill()
        _end(self._process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def start_demo(
    *,
    records: int | None = None,
    seed: int | None = None,
    live: float = 0.0,
    hostile: bool = False,
    auth: str = "",
    http: bool = False,
    clock: str | None = None,
    arguments: Sequence[str] = (),
) -> DemoProcess:
    """Starts a demo server and waits until it listens. Raises Unreachable if it does not.

    What is left out is as ``demo-server`` has it; ``arguments`` are further ones of its options.
    ``clock`` is the server's NETWRIX_TUI_CLOCK; it has this process's where there is none.
    """
    command = [sys.executable, "-P", "-c", _START, str(Path(netwrix_tui.__file__).parents[1])]
    command += ["--end-with-stdin"]
    command += ["--records", str(records)] if records is not None else []
    command += ["--seed", str(seed)] if seed is not None else []
    command += ["--live", str(live)] if live else []
    command += ["--auth", auth] if auth else []
    command += ["--hostile"] if hostile else []
    command += ["--http"] if http else []
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603  our own interpreter and our own options
            [*command, *arguments],
            env=_environment(clock),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            start_new_session=True,  # an interrupt typed at the explorer is not meant for it
        )
        try:
            return DemoProcess(process, _announcement(process))
        except msgspec.DecodeError as error:
            _end(process)
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip().splitlines()
            raise Unreachable(
                "The demo server did not start.", cause=said[-1] if said else ""
            ) from error
        except BaseException:  # interrupted while waiting: the child must not stay behind
            _end(process)
            raise


def _environment(clock: str | None) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name != _NOT_ITS_OWN}
    return own if clock is None else own | {VARIABLE: clock}


def _announcement(process: subprocess.Popen[bytes]) -> Announcement:
    line = process.stdout.readline() if process.stdout else b""
    return msgspec.json.decode(line, type=Announcement)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        with contextlib.suppress(OSError):
            process.stdin.close()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
