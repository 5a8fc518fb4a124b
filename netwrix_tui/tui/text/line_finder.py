"""Finder of a text in a line source, in slices of time, while lines are still being made.

What is searched is what can be seen: visible text, without regard to case. A text that is wrapped
is searched as one; a blank in it may be the one that a row's end stands for.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterator
from itertools import accumulate
from time import monotonic
from typing import NamedTuple

from netwrix_tui.sanitize import visible
from netwrix_tui.tui.text.lines import LineSource

MOST_HITS = 10_000
"""Hits after which the search ends: nobody walks through more."""

LONGEST_NEEDLE = 200
"""Characters that are looked for at most."""

_BUFFER = 32_768
"""Characters that are searched at a time, which takes less than a millisecond."""

_ROWS_BETWEEN_LOOKS = 16
"""Rows that are searched before the clock is looked at again."""

_END = "\0"
"""Stands behind a whole text: no visible text holds it, and so no hit reaches over it."""


class Stretch(NamedTuple):
    """A part of a row: characters from ``start`` to before ``end``."""

    row: int
    start: int
    end: int


Hit = tuple[Stretch, ...]
"""Where a hit is: in one row, or in several below each other."""


class _Part(NamedTuple):
    """A text in the buffer, where it came from, and what stands behind it there."""

    row: int
    at: int
    text: str
    joint: str


class LineFinder:
    """Hits of one needle in one line source, as far as it was searched, in reading order."""

    def __init__(self, source: LineSource, needle: str) -> None:
        self._source = source
        needle = visible(needle[:LONGEST_NEEDLE])
        self._pattern = re.compile(
            "\n?".join("[ \n]" if char == " " else re.escape(char) for char in needle),
            re.IGNORECASE,
        )
        self._overlap = 2 * len(needle)
        # Texts that go on below, by the cell at which they begin.
        self._open: dict[int, list[_Part]] = {}
        self._buffer: list[_Part] = []
        self._filled = 0
        self._ended = not needle
        self._searching = self._search()
        self._in_row: dict[int, list[tuple[Stretch, Hit]]] = {}
        self.hits: list[Hit] = []

    @property
    def complete(self) -> bool:
        """True once every line has been searched, or enough was found."""
        return self._ended

    def search(self, until: float) -> None:
        """Go on until the moment ``until``, or to the last row that has been made."""
        while not self._ended:
            is_caught_up = next(self._searching, None)
            if is_caught_up is None or len(self.hits) >= MOST_HITS:
                self._ended = True
            elif is_caught_up or monotonic() >= until:
                return

    def in_row(self, row: int) -> list[tuple[Stretch, Hit]]:
        """The parts of hits that are in a row, with the hits that they are parts of."""
        return self._in_row.get(row, [])

    def _search(self) -> Iterator[bool]:
        """Yields every now and then: True where it waits for more rows."""
        row = 0
        while True:
            # The last row may yet turn out to go on.
            ready = len(self._source) if self._source.complete else len(self._source) - 1
            if row < ready:
                for text in self._ended_by(row):
                    yield from self._take(text)
                row += 1
                if row % _ROWS_BETWEEN_LOOKS == 0:
                    yield False
            elif self._source.complete:
                break
            else:
                yield True
        for text in self._open.values():
            yield from self._take(text)
        self._look()

    def _ended_by(self, row: int) -> list[list[_Part]]:
        """The texts that end in a row, or ended above it."""
        open_before, self._open = self._open, {}
        ended: list[list[_Part]] = []
        for piece in self._source.pieces(row):
            text = open_before.pop(piece.x, [])
            text.append(_Part(row, piece.at, piece.text, piece.joint or ""))
            if piece.joint is None:
                ended.append(text)
            else:
                self._open[piece.x] = text
        return [*open_before.values(), *ended]

    def _take(self, text: list[_Part]) -> Iterator[bool]:
        for part in text:
            self._buffer.append(part)
            self._filled += len(part.text) + 1
            if self._filled >= _BUFFER:
                self._look()
                yield False
        self._buffer[-1] = self._buffer[-1]._replace(joint=_END)

    def _look(self) -> None:
        """Search the buffer, and keep of it what a hit may begin in that ends in what follows."""
        parts = self._buffer
        starts = list(accumulate((len(p.text) + len(p.joint) for p in parts), initial=0))
        searched = 0
        for match in self._pattern.finditer("".join(p.text + p.joint for p in parts)):
            searched = match.end()
            self._add(match, starts)
            if len(self.hits) >= MOST_HITS:
                return
        kept_from = max(searched, starts[-1] - self._overlap)
        first = bisect_right(starts, kept_from) - 1
        self._buffer = parts[first:]
        if self._buffer:
            cut = kept_from - starts[first]
            head = self._buffer[0]
            self._buffer[0] = head._replace(
                at=head.at + cut,
                text=head.text[cut:],
                joint=head.joint if cut <= len(head.text) else "",
            )
        self._filled = starts[-1] - kept_from

    def _add(self, match: re.Match[str], starts: list[int]) -> None:
        stretches: list[Stretch] = []
        index = bisect_right(starts, match.start()) - 1
        while index < len(self._buffer) and starts[index] < match.end():
            part, offset = self._buffer[index], starts[index]
            first = max(0, match.start() - offset)
            last = min(len(part.text), match.end() - offset)
            if first < last:
                stretches.append(Stretch(part.row, part.at + first, part.at + last))
            index += 1
        if not stretches:
            return
        hit = tuple(stretches)
        insort(self.hits, hit)
        for stretch in hit:
            insort(self._in_row.setdefault(stretch.row, []), (stretch, hit))
