"""Checks the records of a package against the pages: made anew from them, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from netwrix_tui import __version__
from netwrix_tui.errors import WireError
from netwrix_tui.evidence.bag import DATA
from netwrix_tui.evidence.container import BROKEN, Container, content_of, lines_of
from netwrix_tui.evidence.differences import Differences
from netwrix_tui.evidence.once import EachOnce, RawPage, page_name
from netwrix_tui.evidence.payload import in_both_forms
from netwrix_tui.evidence.watch import Watch, step
from netwrix_tui.results.export.record_fields import FIELDS
from netwrix_tui.results.export.writers import CsvWriter, NdjsonWriter
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat

_RECORDS, _SHEET, _SEARCHES = (
    f"{DATA}/{name}" for name in ("records.ndjson", "records.csv", "searches.json")
)
_WHOLE = ("all", "search")
"""Choices of all records of the pages that are there; others are some of them, in their order."""

Line = tuple[bytes, bytes]
"""A record as NDJSON and as CSV."""


class RecordCheck:
    """``package`` is what the package says of itself, empty where that cannot be read."""

    def __init__(
        self, bag: Container, found: Differences, watch: Watch, package: dict[str, Any]
    ) -> None:
        self._bag = bag
        self._found = found
        self._watch = watch
        self._package = package
        self._has_same_program = self._is_of_this_version()

    def run(self, pages: list[tuple[int, WireFormat, int]]) -> int:
        """Compare; ``pages`` are those that are there, with format and source.

        Returns how many records the package holds. Raises one of BROKEN.
        """
        told = self._told()
        if self._package.get("pseudonyms"):
            count = sum(1 for _ in told)
        elif str(self._package.get("only", "all")).split(" ")[0] in _WHOLE:
            count = self._compare_all(told, self._made(pages))
        else:
            count = self._compare_some(told, self._made(pages))
        expected = self._package.get("records")
        if expected is not None and expected != count:
            self._found.add(_RECORDS, f"it holds {count:,} records; {_SEARCHES} tells {expected:,}")
        return count

    def _told(self) -> Iterator[Line]:
        """The lines of both files; where one has more, the other's are empty."""
        if _SHEET not in self._bag.names:
            yield from ((line, b"") for line in lines_of(self._bag, _RECORDS))
            return
        sheet = lines_of(self._bag, _SHEET)
        next(sheet, b"")
        pairs = zip_longest(lines_of(self._bag, _RECORDS), sheet, fillvalue=b"")
        for number, (line, cells) in enumerate(pairs, 1):
            if not line or not cells:
                self._found.add(
                    _SHEET if line else _RECORDS, f"record {number:,} is in the other file alone"
                )
            yield line, cells

    def _made(self, pages: Iterable[tuple[int, WireFormat, int]]) -> Iterator[Line]:
        """The lines that follow from the pages."""
        once, lines, cells = EachOnce(), NdjsonWriter(None), CsvWriter(FIELDS, is_marked=True)
        for number, wire_format, source in pages:
            step(self._watch, "reading the records again", number)
            content = content_of(self._bag, f"{DATA}/{page_name(number, wire_format)}")
            for placed in once.page(RawPage(number, source, wire_format, content)):
                yield in_both_forms([placed.received], lines, cells)

    def _compare_all(self, told: Iterator[Line], made: Iterator[Line]) -> int:
        count = 0
        for count, (is_there, should_be) in enumerate(zip_longest(told, made), 1):
            if should_be is None:
                self._found.add(_RECORDS, f"record {count:,} is on no page")
            elif is_there is None:
                self._found.add(_RECORDS, f"record {count:,} of the pages is missing")
            else:
                self._compare(count, is_there, should_be)
        return count

    def _compare_some(self, told: Iterator[Line], made: Iterator[Line]) -> int:
        count = 0
        for count, is_there in enumerate(told, 1):
            match = next((line for line in made if _is_same(is_there[0], line[0])), None)
            if match is None:
                self._found.add(_RECORDS, f"record {count:,} is on no page, or not in its place")
                return count + sum(1 for _ in told)
            self._compare(count, is_there, match)
        return count

    def _compare(self, number: int, is_there: Line, should_be: Line) -> None:
        if not _is_same(is_there[0], should_be[0]):
            self._found.add(_RECORDS, f"record {number:,} is not the one of its page")
        if self._has_same_program and is_there[1] and is_there[1] != should_be[1]:
            self._found.add(_SHEET, f"record {number:,} is not the one of its page")

    def _is_of_this_version(self) -> bool:
        """Whether this very program wrote it: another one may write a spreadsheet otherwise."""
        if "bag-info.txt" not in self._bag.names:
            return False
        agent = f"\nBag-Software-Agent: netwrix-tui {__version__}\n".encode()
        try:
            return agent in content_of(self._bag, "bag-info.txt")
        except BROKEN:
            return False  # named with the hashes already


def _is_same(line: bytes, made: bytes) -> bool:
    """The same bytes, or the same record written by another version."""
    if line == made:
        return True
    try:
        decode = codec(WireFormat.JSON).decode_record
        return decode(line) == decode(made)
    except WireError:
        return False
