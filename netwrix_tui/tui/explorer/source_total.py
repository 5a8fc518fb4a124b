"""What the source says of a search as a whole: how many records match, and where they are from."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from netwrix_tui.clock import now
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.merged_fetcher import ServerState
from netwrix_tui.results.loading.record_source import (
    CountingSource,
    PartedSource,
    Reach,
    RecordSource,
)
from netwrix_tui.results.loading.worker import ApiWorker


@dataclass(frozen=True, slots=True)
class Whence:
    """``words`` say what answers; ``trouble`` what is wrong with the server, with its key."""

    words: str = ""
    trouble: str = ""


class SourceTotal:
    """Totals of searches, where the session's source ``counts``; ``changed`` once one is known."""

    def __init__(self, worker: ApiWorker, *, counts: bool) -> None:
        self._worker = worker
        self._counts = counts
        self._of: LoadedSearch | None = None
        self._total: int | None = None

    def of(self, loaded: LoadedSearch, changed: Callable[[], None]) -> int | None:
        """How many records there are; None as long as, or where, nobody knows.

        They are counted once the first page is there: that is what is waited for. ``changed`` is
        called on the worker's thread.
        """
        if not self._counts or loaded.hours_are_filtered:
            return None
        if loaded is not self._of and loaded.status.pages:
            self._of, self._total = loaded, None

            async def ask(source: RecordSource) -> None:
                if not isinstance(source, CountingSource):
                    return
                with suppress(NetwrixTuiError):  # the search itself says what is wrong
                    await count(source)
                    if isinstance(source, PartedSource) and await source.settled():
                        await count(source)

            async def count(source: CountingSource) -> None:
                total = await source.total(loaded.parameters)
                if loaded is self._of:
                    self._total = total
                    changed()

            self._worker.do(ask)
        return self._total if loaded is self._of else None

    def whence(
        self,
        states: tuple[ServerState, ...],
        zone: ShownZone,
        trouble: Callable[[ServerState], str],
    ) -> Whence:
        """Up to when an archive answers, and what its server adds; empty for any other source."""
        reach = self._worker.reach
        if reach is None:
            return Whence()
        wrong = next((f"{state.name} {said}" for state in states if (said := trouble(state))), "")
        return Whence(reach_words(reach, zone, asks_server=bool(states) and not wrong), wrong)


def reach_words(reach: Reach, zone: ShownZone, *, asks_server: bool) -> str:
    """``archive to 30 Nov 22:41 + 12 from the server``; of today, the time alone."""
    if reach.until is None:
        until = "archive not complete"
    else:
        until = f"archive to {_short(reach.until.astimezone(zone.tzinfo), now(zone.tzinfo))}"
    if not asks_server:
        return until
    more = "" if reach.is_whole else " and more"
    late = ", come late: r shows them" if reach.is_late else ""
    return f"{until} + {reach.newer:,}{more} from the server{late}"


def _short(moment: datetime, today: datetime) -> str:
    if moment.date() == today.date():
        return f"{moment:%H:%M}"
    year = "" if moment.year == today.year else f" {moment:%Y}"
    return f"{moment.day} {moment:%b}{year} {moment:%H:%M}"
