"""Counts of everything that matches, asked of a source that counts itself: an archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from netwrix_tui.results.summaries.of_source import MOST_GROUPS, fields_of, summary_of_source
from netwrix_tui.results.summaries.summary import Summary
from netwrix_tui.results.view.source_groups import SourceGroups
from netwrix_tui.tui.summary.summary_work import Result, Shape, Wish

_OF_GROUPS = (Shape.LIST, Shape.CROSS, Shape.BESIDE)


class CountingPlace(Protocol):
    """The source of an explorer, as far as it counts all that matches itself."""

    @property
    def is_there(self) -> bool:
        """True where it counts, and something was searched for."""

    async def groups(self, fields: Sequence[str], most: int) -> SourceGroups:
        """The groups by some fields with the most records. Raises NetwrixTuiError."""


class SourceSummary:
    """Asks the source for a summary, where it can count by the keys that are wanted."""

    def __init__(self, source: CountingPlace | None) -> None:
        self._source = source
        self._last: tuple[Summary, SourceGroups] | None = None

    def counts(self, wish: Wish) -> bool:
        """True where the source counts what is wished for, else it is counted over the loaded."""
        is_there = self._source is not None and self._source.is_there
        return is_there and wish.shape in _OF_GROUPS and fields_of(wish.keys) is not None

    async def ask(self, wish: Wish) -> Summary | None:
        """What the source has counted; None where it cannot. Raises NetwrixTuiError."""
        fields = fields_of(wish.keys)
        if self._source is None or fields is None:
            return None
        groups = await self._source.groups(fields, MOST_GROUPS)
        summary = summary_of_source(wish.keys, groups)
        self._last = summary, groups
        return summary

    def words(self, result: Result) -> str:
        """Of what a result is, where the source has counted it; else empty."""
        if self._last is None or result.summary is not self._last[0]:
            return ""
        groups = self._last[1]
        of = f"of all {groups.records:,} that match, counted by the archive"
        if groups.number > len(groups.groups):
            of += f" · the {len(groups.groups):,} largest of {groups.number:,} groups"
        return f"{result.words} · {of}"
