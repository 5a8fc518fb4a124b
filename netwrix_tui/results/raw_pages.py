"""The exact bytes of every record, a page in one piece."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate

from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat


class RawPages:
    """Records as they were received, found by row: one blob a page, four bytes a row to find them.

    Written by one thread; rows that were there before the writing began are read without a lock.
    """

    __slots__ = ("_blobs", "_declarations", "_ends", "_firsts", "_formats", "_size")

    def __init__(self) -> None:
        self._blobs: list[bytes] = []
        self._formats: list[WireFormat] = []
        self._declarations: list[str] = []
        self._firsts: list[int] = []
        self._ends: array[int] = array("I")
        self._size = 0

    def append(self, raws: list[bytes], wire_format: WireFormat, declarations: str) -> None:
        """Append one row for each of the records of a page, which must not be empty."""
        first = len(self._ends)
        self._ends.extend(accumulate(map(len, raws)))
        self._blobs.append(b"".join(raws))
        self._size += len(self._blobs[-1])
        self._formats.append(wire_format)
        self._declarations.append(declarations)
        # Last: a page is found through its first row.
        self._firsts.append(first)

    @property
    def size(self) -> int:
        """All bytes of the records together."""
        return self._size

    def raw(self, row: int) -> bytes:
        """The record's bytes, as the server sent them."""
        page = self._page(row)
        start = self._ends[row - 1] if row > self._firsts[page] else 0
        return self._blobs[page][start : self._ends[row]]

    def format(self, row: int) -> WireFormat:
        """The format that the record came in."""
        return self._formats[self._page(row)]

    def declarations(self, row: int) -> str:
        """The namespace declarations of the XML page that the record came in; empty for JSON."""
        return self._declarations[self._page(row)]

    def record(self, row: int) -> ActivityRecord:
        """The whole record, decoded. Raises WireError."""
        return codec(self.format(row)).decode_record(self.raw(row))

    def _page(self, row: int) -> int:
        return bisect_right(self._firsts, row) - 1
