"""Protocol of a client of the Integration API, as the results need it."""

from __future__ import annotations

from collections import Counter
from typing import Protocol, runtime_checkable

from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.view.counts import TopValues
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

    async def quarters(self, parameters: SearchParameters) -> Counter[int]:
        """How many matching records lie in each quarter of an hour, counted from 1970 on."""
