"""Records whose bytes are kept in a file anyway: where in an answer each of them stands.

Nothing of it is written to disk again, as long as whoever keeps it does so. Where that fails, or
takes long, the bytes go to the store's own file after all, so that memory stays bounded.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Sequence
from itertools import accumulate, groupby
from operator import add
from struct import pack

from netwrix_tui.errors import StorageFull
from netwrix_tui.results.columnstore.spill import SpillFile
from netwrix_tui.wire.page import Answer, Keeping, KeptBytes

MOST_WAITING = 16_000_000
"""Bytes of answers that may wait in memory for whoever keeps them."""


class KeptAnswer:
    """The bytes of one answer, wherever they are by now."""

    __slots__ = ("_file", "_kept", "_start", "size")

    def __init__(self, kept: KeptBytes, size: int) -> None:
        self._kept = kept
        self._file: SpillFile | None = None
        self._start = 0
        self.size = size

    @property
    def keeping(self) -> Keeping:
        """Whether they are in the keeper's file."""
        return self._kept.keeping

    def read(self, start: int, length: int) -> bytes:
        """Some of them. Raises StorageFull where a disk fails."""
        if self._file is not None:
            return self._file.read(self._start + start, length)
        return self._kept.read(start, length)

    def spill(self, file: SpillFile) -> None:
        """Have them in the store's own file. Raises StorageFull."""
        file.elsewhere -= self.size
        try:
            self._start = file.append(self._kept.read(0, self.size))
        except StorageFull:
            file.elsewhere += self.size
            raise
        self._file = file


class Run:
    """Consecutive rows of one answer: where each begins in it."""

    __slots__ = ("answer", "ends", "starts")

    def __init__(self, answer: KeptAnswer, starts: array[int], ends: array[int]) -> None:
        self.answer = answer
        self.starts = starts
        self.ends = ends

    def read(self, index: int, end: int) -> bytes:
        """The bytes of a row, which end there."""
        start = self.starts[index]
        return self.answer.read(start, end - start)


class Waiting:
    """Answers that are not in their keeper's file yet, the oldest first."""

    def __init__(self, file: SpillFile) -> None:
        self._file = file
        self._answers: deque[KeptAnswer] = deque()
        self.size = 0
        """How many bytes of them are in memory."""

    def add(self, answer: KeptAnswer) -> None:
        """One more, which waits unless it is kept already."""
        self._file.elsewhere += answer.size
        if answer.keeping is not Keeping.KEPT:
            self._answers.append(answer)
            self.size += answer.size

    def settle(self) -> None:
        """Forget those that are kept by now; spill what waits too long. Raises StorageFull."""
        while self._answers:
            oldest = self._answers[0]
            if oldest.keeping is not Keeping.KEPT:
                if oldest.keeping is Keeping.WAITING and self.size <= MOST_WAITING:
                    return
                oldest.spill(self._file)
            self._answers.popleft()
            self.size -= oldest.size


def runs_of(raws: Sequence[bytes], answers: Sequence[Answer]) -> list[Run] | None:
    """Where records stand in their answers; None where that cannot be told of each, or where an
    answer is not kept.
    """
    if not answers or not all(a.kept and a.kept[0].keeping is not Keeping.LOST for a in answers):
        return None
    if len(answers) == 1 and raws is answers[0].raws:
        found = record_places(answers[0])
        return None if found is None else [Run(_kept(answers[0]), *found)]
    where: dict[int, tuple[int, int, int]] = {}
    for number, answer in enumerate(answers):
        found = record_places(answer)
        if found is None:
            return None
        for raw, start, end in zip(answer.raws, *found, strict=True):
            where[id(raw)] = number, start, end
    places = [where.get(id(raw)) for raw in raws]
    if None in places:
        return None
    kept = [_kept(answer) for answer in answers]
    runs = []
    for number, group in groupby((place for place in places if place), lambda place: place[0]):
        its = list(group)
        starts, ends = array("I", (p[1] for p in its)), array("I", (p[2] for p in its))
        runs.append(Run(kept[number], starts, ends))
    return runs


def _kept(answer: Answer) -> KeptAnswer:
    return KeptAnswer(answer.kept[0], len(answer.content))


def record_places(answer: Answer) -> tuple[array[int], array[int]] | None:
    """Where each record of an answer begins and ends; None where one is not found in it."""
    content = answer.content
    return even_record_places(content, answer.raws) or _searched_places(content, answer.raws)


def even_record_places(content: bytes, raws: list[bytes]) -> tuple[array[int], array[int]] | None:
    """The same where between any two records is what is between the first two, as it almost always
    is: one comparison of all of them. None where it is not.
    """
    if len(raws) < _FEW:
        return None
    first = content.find(raws[0])
    end = first + len(raws[0])
    second = content.find(raws[1], end)
    if first < 0 or not end <= second <= end + _WIDEST:
        return None
    between = content[end:second]
    if not content.startswith(between.join(raws), first):
        return None
    lengths = list(map(len, raws))
    starts = list(accumulate(map(len(between).__add__, lengths[:-1]), initial=first))
    ends = list(map(add, starts, lengths))
    form = f"{len(raws)}I"
    return array("I", pack(form, *starts)), array("I", pack(form, *ends))


_FEW = 3
_WIDEST = 64
"""Bytes between two records: a comma, or the white space of a document that is indented."""


def _searched_places(content: bytes, raws: list[bytes]) -> tuple[array[int], array[int]] | None:
    starts, ends = array("I"), array("I")
    gap = end = 0
    for raw in raws:
        start = end + gap
        if not content.startswith(raw, start):
            start = content.find(raw, end)
            if start < 0:
                return None
            gap = start - end
        end = start + len(raw)
        starts.append(start)
        ends.append(end)
    return starts, ends
