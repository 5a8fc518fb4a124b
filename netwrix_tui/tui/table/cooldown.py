"""Cooldown between two runs of a computation that follows the records as they stream in."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.timer import Timer

from netwrix_tui.tui.session.screen_host import ScreenHost


class Cooldown:
    """Pause of ``least`` seconds, or of thrice what a run took, before ``run`` is called again."""

    def __init__(self, host: ScreenHost, least: float, run: Callable[[], None]) -> None:
        self._host = host
        self._least = least
        self._run = run
        self._until = 0.0
        self._timer: Timer | None = None

    def begin(self, started: float) -> None:
        """Begin the pause after a run that was started at that time (:func:`time.monotonic`)."""
        now = time.monotonic()
        self._until = now + max(self._least, 3 * (now - started))

    def defers(self, *, at_once: bool = False) -> bool:
        """True where a run has to wait, and is called later; never where it is wanted at once."""
        if at_once:
            if self._timer is not None:
                self._timer.stop()
                self._timer = None
            return False
        wait = self._until - time.monotonic()
        if self._timer is None and wait > 0:
            self._timer = self._host.set_timer(wait, self._end)
        return self._timer is not None

    def _end(self) -> None:
        self._timer = None
        self._run()
