"""Exact bytes of every record: the first megabytes in memory, all others on disk."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate

from netwrix_tui.errors import StorageFull, WireError
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.results.columnstore.spill import SpillConfig, SpillFile
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat

IN_MEMORY = 4_000_000
"""Bytes up to which a disk is not worth it: a search of some thousand records never meets it."""


class RawPages:
    """Records as they were received, found by row: four bytes a row, and some for each page.

    Written by one thread; rows that were there before the writing began are read without a lock.
    """

    __slots__ = (
        "_blobs", "_declarations", "_ends", "_file", "_firsts", "_formats", "_held", "_starts",
    )  # fmt: skip

    def __init__(self, spill: SpillConfig | None = None) -> None:
        """Without a place on disk, everything stays in memory."""
        self._file = SpillFile(spill) if spill is not None else None
        self._held = 0
        self._blobs: list[bytes] = []
        """The pages in memory: the first ones, up to the first on disk."""
        self._starts: array[int] = array("q")
        """Where each of the others begins in the file."""
        self._formats: list[WireFormat] = []
        self._declarations: list[str] = []
        self._firsts: array[int] = array("I")
        self._ends: array[int] = array("I")

    def append(self, raws: list[bytes], wire_format: WireFormat, declarations: str) -> None:
        """Append one row for each of the records of a page, which must not be empty.

        Raises StorageFull, and then nothing is appended.
        """
        blob = b"".join(raws)
        if self._file is None or (not self._starts and self._held + len(blob) <= IN_MEMORY):
            self._blobs.append(blob)
            self._held += len(blob)
        else:
            self._starts.append(self._file.append(blob))
        first = len(self._ends)
        self._ends.extend(accumulate(map(len, raws)))
        self._formats.append(wire_format)
        if self._declarations and self._declarations[-1] == declarations:
            declarations = self._declarations[-1]  # one text for all pages
        self._declarations.append(declarations)
        # Last: a page is found through its first row.
        self._firsts.append(first)

    @property
    def held(self) -> int:
        """How many bytes are in memory."""
        return self._held

    def raw(self, row: int) -> bytes:
        """The record's bytes, as the server sent them. Raises StorageFull where the disk fails."""
        page = self._page(row)
        start = self._ends[row - 1] if row > self._firsts[page] else 0
        end = self._ends[row]
        if page < len(self._blobs):
            return self._blobs[page][start:end]
        assert self._file is not None  # noqa: S101 - pages beyond those in memory are in it
        return self._file.read(self._starts[page - len(self._blobs)] + start, end - start)

    def size(self, row: int) -> int:
        """How many bytes the record has."""
        page = self._page(row)
        return self._ends[row] - (self._ends[row - 1] if row > self._firsts[page] else 0)

    def format(self, row: int) -> WireFormat:
        """The format that the record came in."""
        return self._formats[self._page(row)]

    def declarations(self, row: int) -> str:
        """The namespace declarations of the XML page that the record came in; empty for JSON."""
        return self._declarations[self._page(row)]

    def record(self, row: int) -> ActivityRecord:
        """The whole record, decoded. Raises WireError, and StorageFull where the disk fails."""
        return codec(self.format(row)).decode_record(self.raw(row))

    def changes(self, row: int, most: int) -> tuple[Detail, ...] | None:
        """The changes of a sound record alone: None where it has more bytes than ``most``, empty
        where it cannot be read.
        """
        if self.size(row) > most:
            return None
        try:
            return codec(self.format(row)).decode_changes(self.raw(row))
        except (WireError, StorageFull):
            return ()

    def _page(self, row: int) -> int:
        return bisect_right(self._firsts, row) - 1
