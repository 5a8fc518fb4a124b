"""Protocol of a client of the Integration API, as the results need it."""

from __future__ import annotations

from typing import Protocol

from netwrix_tui.records.search import SearchParameters
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
