"""Textual's driver of a Unix terminal, with its insides by names that a subclass can use."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver


class Writes(Protocol):
    """What Textual's thread that writes asks of a file."""

    def write(self, text: str, /) -> object:
        """Take a text."""

    def flush(self) -> None:
        """Hand it on."""


class UnixDriver(LinuxDriver):
    """Leaves to a subclass what a stop, its end, and the thread that reads come to."""

    @property
    def driven(self) -> App[Any]:
        """The app."""
        return self._app

    @property
    def its_loop(self) -> asyncio.AbstractEventLoop:
        """The loop that the app runs on."""
        return self._loop

    @property
    def is_writing(self) -> bool:
        """Whether the terminal is taken, and there is a thread that writes to it."""
        return self._writer_thread is not None

    @property
    def reports_pixels(self) -> bool:
        """Whether the mouse is reported in pixels."""
        return self._mouse_pixels

    @property
    def takes_stops(self) -> bool:
        """Whether a stop from outside is to be heard; not where the app itself gave way."""
        return self._auto_restart

    def write_to(self, file: Writes) -> None:
        """Write to something else than stderr."""
        self._file = file  # type: ignore[assignment]

    def forget_writer(self) -> None:
        """There is no thread that writes any more."""
        self._writer_thread = None

    def put(self, data: str) -> None:
        """Hand over to the thread that writes; nothing where there is none."""
        if self._writer_thread is not None:
            self._writer_thread.write(data)

    def tell_when_resumed(self) -> None:
        """The next start is one after a stop, and the app is told so."""
        self._must_signal_resume = True

    def stopped(self) -> None:
        """SIGTSTP has come; in the handler of the signal."""
        raise NotImplementedError

    def continued(self) -> None:
        """SIGCONT has come; in the handler of the signal."""
        raise NotImplementedError

    def read_input(self) -> None:
        """Read until the terminal is given back, on a thread of its own. Raises nothing."""
        raise NotImplementedError

    def _sigtstp_application(self, *_: object) -> None:
        self.stopped()

    def _sigcont_application(self, *_: object) -> None:
        self.continued()

    def _run_input_thread(self) -> None:
        self.read_input()
