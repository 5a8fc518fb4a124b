"""Source of records that answers searches from a case file; no server is asked.

Records are found over all pages of the case, each once, in the order in which they came.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.clock import epoch
from netwrix_tui.errors import UsageError, WireError
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.record_matching import RecordTest, check_answerable
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.chained_fetcher import page_subset
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat


class CaseSource:
    """A RecordSource over a case file. ``moment`` is what relative times are of, by default now.

    ``source`` is the number of the source whose records are searched; None: those of all.

    A search raises UsageError where a case cannot answer it.
    """

    def __init__(self, path: Path, moment: float | None = None, source: int | None = None) -> None:
        self._source = source
        self._path = path
        self._moment = moment
        self._scans: dict[str, _Scan] = {}
        self._numbers = count(1)

    async def search(
        self,
        parameters: SearchParameters,
        mark: str | None = None,
        *,
        wire: WireFormat | None = None,
    ) -> Page:
        """A page of what matches, in the format in which it came."""
        if mark is None:
            check_answerable(parameters, "a case")
            number, place = str(next(self._numbers)), 0
            moment = self._moment if self._moment is not None else epoch()
            test = RecordTest(parameters, int(moment))
            self._scans[number] = _Scan(self._path, test, self._source)
        else:
            number, _, at = mark.partition(" ")
            place = int(at)
        scan = self._scans.get(number)
        if scan is None:
            raise UsageError("This place in the case is not known any more.")
        is_over = threading.Event()
        try:
            page = await asyncio.to_thread(scan.page, place, is_over.is_set)
        finally:
            is_over.set()
        return page if not len(page) else replace(page, mark=f"{number} {place + 1}")

    async def record(self, rid: str, wire: WireFormat) -> Page:
        """The record with this RID, where the case has it in this format; else none.

        Raises UsageError where it has it in the other one.
        """
        by_rid = SearchParameters((Filter("RID", Operator.EQUALS, rid),))
        page = await self.search(by_rid)
        if len(page) and page.format is not wire:
            raise UsageError(
                f"The case has this record only as {page.format.value.upper()}.",
                next_step="Ask the server itself for the other format: F9.",
            )
        return page

    async def aclose(self) -> None:
        """Let go of the file."""
        scans = list(self._scans.values())
        self._scans.clear()
        for scan in scans:
            await asyncio.to_thread(scan.close)


class _Scan:
    """One search over all pages of a case, page by page of what it finds."""

    def __init__(self, path: Path, test: RecordTest, source: int | None) -> None:
        self._path = path
        self._source = source
        self._test = test
        self._lock = threading.Lock()
        self._reader: CaseReader | None = None
        self._rest: list[tuple[int, int]] = []
        self._seen: set[bytes] = set()
        self._found: list[Page] = []
        """What was found and not asked for yet; the first of it is of the place below."""
        self._place = 0

    def page(self, place: int, is_over: Callable[[], bool]) -> Page:
        """The page at a place: the next one, or the one before once more; empty at the end.

        Asked again after it was given up, it loses nothing.
        """
        with self._lock:
            if self._reader is None:
                self._reader = CaseReader(self._path)
                pages = self._reader.pages_by_source()[::-1]
                self._rest = [each for each in pages if self._source in (None, each[1])]
            if place > self._place and self._found:
                self._found.pop(0)
                self._place = place
            while not self._found and self._rest and not is_over():
                number, source = self._rest[-1]
                came = self._reader.with_origin(self._reader.decoded(number), number, source)
                page = _matching(came, self._test, self._seen, source)
                self._rest.pop()
                if len(page):
                    self._found.append(page)
            return self._found[0] if self._found else Page(WireFormat.JSON, [], [])

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()


def _matching(page: Page, test: RecordTest, seen: set[bytes], source: int) -> Page:
    chosen = []
    decode = codec(page.format).decode_record
    for index, row in enumerate(page.rows):
        if not test.row_holds(row):
            continue
        if test.needs_details:
            try:
                if not test.details_hold(decode(page.raws[index])):
                    continue
            except WireError:
                continue
        if row.rid:
            key = f"{source} {row.rid}".encode("utf-8", "surrogatepass")
            if key in seen:
                continue
            seen.add(key)
        chosen.append(index)
    return page_subset(replace(page, mark=None), chosen)
