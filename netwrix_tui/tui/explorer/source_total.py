"""What the source says of a search as a whole: how many records match, and whence they come."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

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
    ) -> str:
        """Up to when an archive answers, and what its server adds; empty for any other source."""
        reach = self._worker.reach
        if reach is None:
            return ""
        return reach_words(reach, states, zone, trouble)


def reach_words(
    reach: Reach,
    states: tuple[ServerState, ...],
    zone: ShownZone,
    trouble: Callable[[ServerState], str],
) -> str:
    """``archive to 2026-11-30 22:41 · nwx01 since then: 12``.

    ``trouble`` says what is wrong with a server, in few words.
    """
    if reach.until is None:
        until = "archive not complete"
    else:
        until = f"archive to {reach.until.astimezone(zone.tzinfo):%Y-%m-%d %H:%M}"
    if not states:
        return until
    (state,) = states
    wrong = trouble(state)
    if wrong:
        return f"{until} · {state.name} {wrong}"
    more = "" if reach.is_whole else " and more"
    late = ", come late: r shows them" if reach.is_late else ""
    return f"{until} · {state.name} since then: {reach.newer:,}{more}{late}"
