"""Counts that the source itself makes of everything that matches, where it can."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from netwrix_tui.clock import now
from netwrix_tui.records.asked_hours import is_filtered_here
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.record_source import CountingSource, RecordSource
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.results.view.counts import TopValues
from netwrix_tui.results.view.source_groups import SourceGroups


@dataclass(frozen=True, slots=True)
class SourceCounted:
    """What the source has counted; None where it was not asked for."""

    top: TopValues | None
    quarters: Counter[int] | None


class SourceCounts:
    """Asks the source of an explorer for counts, if it ``counts`` at all."""

    def __init__(
        self,
        worker: ApiWorker,
        parameters: Callable[[], SearchParameters | None],
        *,
        counts: bool,
    ) -> None:
        self._worker = worker
        self._parameters = parameters
        self._counts = counts

    @property
    def is_there(self) -> bool:
        """True where the source counts, and what was searched for is what it is asked for."""
        parameters = self._parameters()
        return self._counts and parameters is not None and not is_filtered_here(parameters, now())

    async def count(self, field: str, most: int, *, times: bool) -> SourceCounted:
        """The top values of a field, none where it is empty, and the times where wanted.

        Raises NetwrixTuiError.
        """
        parameters = self._parameters() or SearchParameters()

        async def asked(source: RecordSource) -> SourceCounted:
            if not isinstance(source, CountingSource):
                return SourceCounted(None, None)
            top = await source.top(parameters, field, most) if field else None
            return SourceCounted(top, await source.quarters(parameters) if times else None)

        return await asyncio.wrap_future(self._worker.do(asked))

    async def groups(self, fields: Sequence[str], most: int) -> SourceGroups:
        """The groups by some fields that most of the matching records have.

        Raises NetwrixTuiError.
        """
        parameters = self._parameters() or SearchParameters()

        async def asked(source: RecordSource) -> SourceGroups:
            if not isinstance(source, CountingSource):
                return SourceGroups()
            return await source.groups(parameters, fields, most)

        return await asyncio.wrap_future(self._worker.do(asked))
