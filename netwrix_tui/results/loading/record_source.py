"""Protocol of a client of the Integration API, as the results need it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from netwrix_tui.records.record import Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.merged_fetcher import ServerState
from netwrix_tui.results.view.counts import TopValues
from netwrix_tui.results.view.sorting import SortKeys
from netwrix_tui.results.view.source_groups import SourceGroups
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat


class RecordSource(Protocol):
    """Where records come from. All of it runs on the worker's loop; errors are NetwrixTuiErrors."""

    async def search(
        self,
        parameters: SearchParameters,
        mark: str | None = None,
        *,
        wire: WireFormat | None = None,
    ) -> Page:
        """A page of what matches: the first one, or the one that a continuation mark names.

        In the given format, else in the one that the connection has.
        """

    async def record(self, rid: str, wire: WireFormat) -> Page:
        """The record with this RID in the given format: a page of one, or of none."""

    async def aclose(self) -> None:
        """Let go of all connections."""


@runtime_checkable
class SideBySideSource(Protocol):
    """A source that takes several requests at a time, and gains by it."""

    @property
    def at_a_time(self) -> int:
        """How many requests can be under way at a time."""

    async def prepare(self) -> None:
        """Be ready for the next request, where that needs no proof that was not taken before."""


@runtime_checkable
class CountingSource(Protocol):
    """A source that counts everything that matches, whatever of it is loaded.

    ``parameters`` are as a person means them, with words anywhere and spans that end now.
    """

    async def total(self, parameters: SearchParameters) -> int:
        """How many records match."""

    async def top(self, parameters: SearchParameters, field: str, most: int) -> TopValues:
        """The values of a row's field that most matching records have."""

    async def groups(
        self, parameters: SearchParameters, fields: Sequence[str], most: int
    ) -> SourceGroups:
        """The groups of the values of some of a row's fields that most matching records have."""

    async def quarters(self, parameters: SearchParameters) -> Counter[int]:
        """How many matching records lie in each quarter of an hour, counted from 1970 on."""


SORTABLE = frozenset(Row.__struct_fields__) - {"server"}
"""The fields of a row that a source may sort by."""


@runtime_checkable
class SortingSource(Protocol):
    """A source that sorts everything that matches, whatever of it is loaded."""

    async def sorted_page(
        self, parameters: SearchParameters, order: SortKeys, mark: str | None
    ) -> Page:
        """A page of what matches, as a person means it, sorted by fields of SORTABLE."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Up to when an archive has all that its server had, None if unknown.

    ``newer`` is how many records came of its server beyond that; ``is_whole`` is True where these
    are all that it has, False where it was not asked, or has too many. ``is_late`` says that they
    came when the search had been answered without them.
    """

    until: datetime | None
    newer: int = 0
    is_whole: bool = False
    is_late: bool = False


@runtime_checkable
class ReachingSource(Protocol):
    """A source that answers out of what was copied, up to a time."""

    @property
    def reach(self) -> Reach:
        """How far that is. For any thread."""


@runtime_checkable
class PartedSource(ReachingSource, Protocol):
    """One that asks the server as well, for what it has got since."""

    @property
    def server_state(self) -> ServerState:
        """Where the server stands in that. For any thread."""

    async def settled(self) -> bool:
        """Wait for the server that is being asked; True where a search went on without it."""
