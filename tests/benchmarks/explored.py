"""The explorer on synthetic records, for the benchmarks that press its keys in a terminal.

Run as ``python -m tests.benchmarks.explored RECORDS [--slow]``; it is of no use by itself.
"""

from __future__ import annotations

import sys

import msgspec

from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.session.session import Session
from netwrix_tui.wire import json_format
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.benchmarks.stage import page

PAGE = 25_000


class Synthetic:
    """A server that has so many records, and no line before it."""

    def __init__(self, records: int, page_size: int = PAGE) -> None:
        self._records = records
        self._page_size = page_size

    async def search(
        self,
        parameters: SearchParameters,
        mark: str | None = None,
        *,
        wire: WireFormat | None = None,
    ) -> Page:
        first = int(mark or 0)
        count = min(self._page_size, self._records - first)
        rows = page(first, count).rows
        raws = [
            json_format.encode_record(ActivityRecord(**msgspec.structs.asdict(row))) for row in rows
        ]
        after = first + count
        return Page(WireFormat.JSON, rows, raws, str(after) if after < self._records else None)

    async def record(self, rid: str, wire: WireFormat) -> Page:
        return Page(wire, [], [])

    async def aclose(self) -> None:
        return None


def main() -> None:
    """Explore them."""
    source = Synthetic(int(sys.argv[1]))
    slow = "--slow" in sys.argv
    NetwrixTui(Session("demo", "nowhere", lambda: source, page_size=PAGE, slow=slow)).run()


if __name__ == "__main__":
    main()
