"""Job of an evidence package: made on a thread of its own, while the screen takes keys."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.evidence.request import Made
from netwrix_tui.evidence.watch import Cancelled, Watch


@dataclass(frozen=True, slots=True)
class PackageState:
    """How far a package is; ``began`` is of :func:`time.monotonic`.

    Over, it is ``made``, or ``error`` says why not, or it was cancelled.
    """

    began: float
    doing: str = "beginning"
    done: int = 0
    total: int = 0
    is_over: bool = False
    made: Made | None = None
    error: NetwrixTuiError | None = None

    @property
    def words(self) -> str:
        """What is being done, and how much of it: ``writing records 40 %``."""
        share = f" {min(100, self.done * 100 // self.total)} %" if self.total else ""
        return f"{self.doing}{share}"


class PackageJob:
    """Makes one package; a Watch. ``make`` runs on the thread, with this job to watch it."""

    def __init__(self, name: str, make: Callable[[Watch], Made]) -> None:
        self.name = name
        self._make = make
        self._state = PackageState(time.monotonic())
        self._is_wanted = True
        self._thread = threading.Thread(target=self._run, name="netwrix-evidence", daemon=True)
        self._thread.start()

    @property
    def state(self) -> PackageState:
        """How far it is."""
        return self._state

    def cancel(self) -> None:
        """Give it up: nothing of it is kept."""
        self._is_wanted = False

    def wait(self, timeout: float) -> None:
        """Wait until it is over, and has cleared up."""
        self._thread.join(timeout)

    def tell(self, doing: str, done: int, total: int) -> None:
        """On the thread: how far it is."""
        self._state = replace(self._state, doing=doing, done=done, total=total)

    def is_wanted(self) -> bool:
        """False once it was given up."""
        return self._is_wanted

    def _run(self) -> None:
        made: Made | None = None
        error: NetwrixTuiError | None = None
        try:
            made = self._make(self)
        except Cancelled:
            pass
        except NetwrixTuiError as failed:
            error = failed
        except Exception as failed:  # noqa: BLE001 - the one who waits has to learn of it
            from netwrix_tui.results.loading.unexpected_error import as_error

            error = as_error(failed)
        self._state = replace(self._state, is_over=True, made=made, error=error)
