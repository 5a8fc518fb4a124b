"""Exact bytes of every record: the first megabytes in memory, all others on disk."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from netwrix_tui.errors import StorageFull, WireError
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.results.columnstore.kept_answers import Run, Waiting, runs_of
from netwrix_tui.results.columnstore.spill import SpillConfig, SpillFile
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Answer
from netwrix_tui.wire.wire_format import WireFormat

IN_MEMORY = 4_000_000
"""Bytes up to which a disk is not worth it: a search of some thousand records never meets it."""


_NONE: array[int] = array("I")

_Place = bytes | int | Run


class RawPages:
    """Records as they were received, found by row: four bytes a row, and some for each page.

    Written by one thread; rows that were there before the writing began are read without a lock.
    """

    __slots__ = (
        "_declarations", "_ends", "_file", "_firsts", "_formats", "_held", "_is_on_disk",
        "_places", "_waiting",
    )  # fmt: skip

    def __init__(self, spill: SpillConfig | None = None) -> None:
        """Without a place on disk, everything stays in memory."""
        self._file = SpillFile(spill) if spill is not None else None
        self._waiting = Waiting(self._file) if self._file is not None else None
        self._held = 0
        self._is_on_disk = False
        """True once a page is: what comes later is, too."""
        self._places: list[_Place] = []
        """Where each page is: in memory, from there on in the file, or in a keeper's."""
        self._formats: list[WireFormat] = []
        self._declarations: list[str] = []
        self._firsts: array[int] = array("I")
        self._ends: array[int] = array("I")

    def append(
        self,
        raws: list[bytes],
        wire_format: WireFormat,
        declarations: str,
        answers: Sequence[Answer] = (),
    ) -> None:
        """Append one row for each of the records of a page, which must not be empty.

        What becomes much and is kept of its ``answers`` anyway is read from there, and not written
        again. Raises StorageFull, and then nothing is appended.
        """
        size = sum(map(len, raws))
        is_room = not self._is_on_disk and self._held + size <= IN_MEMORY
        if self._file is None or self._waiting is None or is_room:
            self._add(b"".join(raws), accumulate(map(len, raws)), wire_format, declarations)
            self._held += size
            return
        self._waiting.settle()
        runs = runs_of(raws, answers)
        if runs is None:
            start = self._file.append(b"".join(raws))
            self._is_on_disk = True
            self._add(start, accumulate(map(len, raws)), wire_format, declarations)
            return
        self._file.check(size)
        self._is_on_disk = True
        for answer in dict.fromkeys(run.answer for run in runs):
            self._waiting.add(answer)
        for run in runs:
            self._add(run, run.ends, wire_format, declarations)
            run.ends = _NONE

    def _add(
        self, place: _Place, ends: Iterable[int], wire_format: WireFormat, declarations: str
    ) -> None:
        first = len(self._ends)
        self._ends.extend(ends if isinstance(ends, array) else array("I", list(ends)))
        self._formats.append(wire_format)
        if self._declarations and self._declarations[-1] == declarations:
            declarations = self._declarations[-1]  # one text for all pages
        self._declarations.append(declarations)
        self._places.append(place)
        # Last: a page is found through its first row.
        self._firsts.append(first)

    @property
    def held(self) -> int:
        """How many bytes are in memory."""
        return self._held + (self._waiting.size if self._waiting is not None else 0)

    def raw(self, row: int) -> bytes:
        """The record's bytes, as the server sent them. Raises StorageFull where the disk fails."""
        page = self._page(row)
        place, first, end = self._places[page], self._firsts[page], self._ends[row]
        if isinstance(place, Run):
            return place.read(row - first, end)
        start = self._ends[row - 1] if row > first else 0
        if isinstance(place, bytes):
            return place[start:end]
        assert self._file is not None  # noqa: S101 - pages beyond those in memory are in it
        return self._file.read(place + start, end - start)

    def size(self, row: int) -> int:
        """How many bytes the record has."""
        page = self._page(row)
        place, first = self._places[page], self._firsts[page]
        if isinstance(place, Run):
            return self._ends[row] - place.starts[row - first]
        return self._ends[row] - (self._ends[row - 1] if row > first else 0)

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
