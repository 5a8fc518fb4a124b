"""How many records a search finds in all, by the source itself: asked once for each search."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.record_source import CountingSource, RecordSource
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

        ``changed`` is called on the worker's thread.
        """
        if not self._counts:
            return None
        if loaded is not self._of:
            self._of, self._total = loaded, None

            async def ask(source: RecordSource) -> None:
                if not isinstance(source, CountingSource):
                    return
                with suppress(NetwrixTuiError):  # the search itself says what is wrong
                    total = await source.total(loaded.parameters)
                    if loaded is self._of:
                        self._total = total
                        changed()

            self._worker.do(ask)
        return self._total
