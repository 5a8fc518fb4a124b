"""Textual's terminal driver, made tolerant of any input and of every way to end.

Textual's own ends at the first byte that is not UTF-8, takes late answers for keys, dies with its
writer, leaves modes on after a signal or a failure, and takes a program that was continued for one
that it had stopped itself.
"""

from __future__ import annotations

import os
import selectors
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any

from textual import constants
from textual.app import App
from textual.events import Callback

from netwrix_tui.tui.terminal.drawing import forget_screen
from netwrix_tui.tui.terminal.input_events import InputEvents
from netwrix_tui.tui.terminal.input_grammar import Piece
from netwrix_tui.tui.terminal.input_splitter import InputSplitter
from netwrix_tui.tui.terminal.internals.unix_driver import UnixDriver
from netwrix_tui.tui.terminal.modes import leave_at_once
from netwrix_tui.tui.terminal.output_writer import OutputWriter
from netwrix_tui.tui.terminal.slow_line import is_eased
from netwrix_tui.tui.terminal.termination import HUNG_UP, Termination

_AT_ONCE = 4096
_SLOW_ESCAPE = 0.5
"""Seconds in which what belongs to an ESC comes over a slow line."""

_QUESTIONS = 2
"""What the terminal is asked at the start: whether it knows whole frames, and its size in band."""

_ANSWERS_COME = 1.5
"""Seconds in which it answers."""

_REMOTE = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")


class TolerantDriver(UnixDriver):
    """The driver of an explorer."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._endings = Termination(app, self.its_loop, self.restore)
        self._screen = sys.__stderr__
        if self._screen is not None:
            hung_up = partial(self._endings.leave, HUNG_UP)
            self.write_to(OutputWriter(self._screen, gone=hung_up, failed=self._endings.crash))
        self._is_on = False
        self._is_remote = any(os.environ.get(name) for name in _REMOTE)
        self._answers_until = 0.0
        self._answers = 0
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._woken, False)

    def start_application_mode(self) -> None:
        """Take the terminal; give it back where that fails in the middle."""
        self._endings.listen()
        with suppress(BlockingIOError):  # nothing of a stop before wakes what begins now
            os.read(self._woken, _AT_ONCE)
        self._answers, self._answers_until = 0, monotonic() + _ANSWERS_COME
        self._is_on = True
        forget_screen(self.driven)  # a shell has used the terminal since, or whoever else
        try:
            super().start_application_mode()  # type: ignore[no-untyped-call]
        except BaseException:
            with suppress(Exception):
                self.stop_application_mode()
            self.restore()
            raise
        # Not so where it was stopped in the background: it starts when it is continued.
        self._is_on = self.is_writing

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was, and wait until it has heard of it."""
        if not self.is_writing:
            return
        if self.reports_pixels:
            self.write("\x1b[?1016l")
        super().stop_application_mode()
        self.close()
        self._is_on = False

    def restore(self) -> None:
        """Give the terminal back without Textual, which may hang. On any thread; raises nothing."""
        if self._is_on and self._screen is not None:
            self._is_on = False
            with suppress(OSError, ValueError):
                leave_at_once(self.fileno, self.attrs_before, self._screen.fileno())

    def write(self, data: str) -> None:
        """Write to the terminal; nothing while it is given back."""
        self.put(data)

    def close(self) -> None:
        """Nobody writes any more, unless it starts again."""
        super().close()
        self.forget_writer()

    def disable_input(self) -> None:
        """Read no more; the thread that reads is told, it does not wait for a key."""
        with suppress(OSError):
            os.write(self._wake, b"\0")
        super().disable_input()

    def stopped(self) -> None:
        """Stop, from the loop."""
        # Not here, where the writer's queue may be locked by what the signal came amid.
        with suppress(RuntimeError):
            self.its_loop.call_soon_threadsafe(self._or_crash, self._stop)

    def continued(self) -> None:
        """Go on, from the loop."""
        with suppress(RuntimeError):
            self.its_loop.call_soon_threadsafe(self._or_crash, self._go_on)

    def _or_crash(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001 - the loop would only write it down
            self._endings.crash(error)

    def _stop(self) -> None:
        if self.takes_stops:
            self.tell_when_resumed()
            self.suspend_application_mode()
        os.kill(os.getpid(), signal.SIGSTOP)

    def _go_on(self) -> None:
        """Take the terminal again, also where the stop was not told: a shell has used it since."""
        if not self.takes_stops:
            return
        self.tell_when_resumed()
        self.suspend_application_mode()
        self.resume_application_mode()
        self.send_message(Callback(callback=self._draw_anew))

    def _draw_anew(self) -> None:
        self.driven.refresh(layout=True)

    def read_input(self) -> None:
        """Read, and see to it that the app hears how that ends."""
        try:
            self.run_input_thread()
        except OSError:
            self._endings.leave(HUNG_UP)
        except Exception as error:  # noqa: BLE001 - nobody else would hear of it
            self._endings.crash(error)

    def run_input_thread(self) -> None:
        """Read until the terminal is given back."""
        received, understood = InputSplitter(), InputEvents()
        with selectors.SelectSelector() as selector:
            selector.register(self._woken, selectors.EVENT_READ)
            selector.register(self.fileno, selectors.EVENT_READ)
            while True:
                ready = {key.fd for key, _ in selector.select(received.patience(self._escape))}
                if self._woken in ready:
                    os.read(self._woken, _AT_ONCE)
                    return
                if not ready:
                    self._hand_over(received.give_up(monotonic()), understood)
                    continue
                with suppress(BlockingIOError):
                    data = os.read(self.fileno, _AT_ONCE)
                    if not data:
                        self._endings.leave(HUNG_UP)
                        return
                    self._hand_over(received.feed(data, monotonic()), understood)

    @property
    def _escape(self) -> float:
        """Seconds after which an ESC by itself is the escape key."""
        is_asked = self._answers < _QUESTIONS and monotonic() < self._answers_until
        if is_asked or self._is_remote or is_eased():
            return max(_SLOW_ESCAPE, constants.ESCAPE_DELAY)
        return constants.ESCAPE_DELAY

    def _hand_over(self, pieces: Iterator[Piece], understood: InputEvents) -> None:
        for piece in pieces:
            self._answers += piece.text.endswith("$y")
            for message in understood.messages(piece):
                self.process_message(message)
            strange = understood.strange()
            if strange:
                tell = partial(self.driven.notify, strange, severity="warning", markup=False)
                self.send_message(Callback(callback=tell))
