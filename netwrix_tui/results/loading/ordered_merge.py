"""Ordered merge: pages of several lanes in, pages in one order out, the newest records first. Pure.

A lane is whatever brings records page by page: one of several servers, or a slice of time of one
search. A lane's records stay in their order. Between lanes, When decides, and of equal moments the
lane that was opened first: what comes out depends on what the lanes hold, and not on which of them
is the quicker. A record of no readable time, or one that is out of order within its lane, stays
behind the one before it.

As long as an open lane has nothing here, what may belong behind its next record waits: records that
are newer than any that it can still bring do not. Whoever asks the lanes says which ones are not to
be waited for (:meth:`OrderedMerge.wait_for`), and keeps what is held small: it asks a lane that
holds little (:meth:`OrderedMerge.wanting`), and no other.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain

from netwrix_tui.records.row_columns import joined
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder, OrderObserver
from netwrix_tui.results.columnstore.timestamps import UNKNOWN, TimestampColumn
from netwrix_tui.wire.page import Answer, Page

NEWEST, OLDEST = (1 << 62), -(1 << 62)
"""Moments, in microseconds since the epoch, beyond all that a record can have."""


@dataclass(slots=True)
class _Held:
    """A page in a lane, as far as it was not given yet: from ``at`` on.

    ``keys`` rise: the moments that count, negative, each no earlier than the one before.
    """

    page: Page
    keys: array[int]
    number: int
    at: int = 0

    def __len__(self) -> int:
        return len(self.page) - self.at


@dataclass(slots=True)
class _Lane:
    last: int
    """The key below which nothing comes any more: of the record that came last."""
    floor: int
    is_waited_for: bool = True
    is_over: bool = False
    pages: deque[_Held] = field(default_factory=deque)
    observer: OrderObserver = field(default_factory=OrderObserver)

    @property
    def front(self) -> int:
        """The key of its next record, or the least that this can have."""
        return self.pages[0].keys[self.pages[0].at] if self.pages else self.last

    @property
    def counts(self) -> bool:
        """Whether others may have to stand behind it."""
        return bool(self.pages) or (self.is_waited_for and not self.is_over)


class OrderedMerge:
    """One order out of several lanes, known by their numbers.

    With ``falls_back``, a lane that turns out not to come newest first ends the order by When:
    from then on pages are given as they came (:attr:`is_by_arrival`). Without it, such a lane's
    records stand where its bounds put them.
    """

    def __init__(self, *, falls_back: bool = True) -> None:
        self._falls_back = falls_back
        self._lanes: dict[int, _Lane] = {}
        self._opened = 0
        self._put = 0
        self.is_by_arrival = False
        """True where pages are given as they come: not every lane has the newest first."""

    def open(self, *, newest: int = NEWEST, oldest: int = OLDEST) -> int:
        """Open a lane; returns its number. Its records count as no newer and no older than these
        moments, in microseconds since the epoch.
        """
        number, self._opened = self._opened, self._opened + 1
        self._lanes[number] = _Lane(-newest, -oldest)
        return number

    def put(self, lane: int, page: Page) -> None:
        """A lane has brought another page; it is waited for again."""
        into = self._lanes[lane]
        into.is_waited_for = True
        if not len(page):
            return
        moments = TimestampColumn()
        known = moments.extend(page.column("when"))
        order = into.observer.watch(known)
        is_falling = order in (ArrivalOrder.NEWEST_FIRST, ArrivalOrder.UNKNOWN)
        self.is_by_arrival = self.is_by_arrival or (self._falls_back and not is_falling)
        keys = array("q", _rising(moments.timestamps, into.last, into.floor))
        into.pages.append(_Held(page, keys, self._put))
        into.last, self._put = keys[-1], self._put + 1

    def end(self, lane: int) -> None:
        """A lane has no more."""
        self._lanes[lane].is_over = True
        self._drop(lane)

    def wait_for(self, lane: int, *, waits: bool) -> None:
        """Whether the others wait for the next page of a lane: not for one that failed, or is late.

        What such a lane brings later is given as soon as it is here, and out of order where others
        went on.
        """
        if lane in self._lanes:
            self._lanes[lane].is_waited_for = waits

    def wanting(self, least: int) -> list[int]:
        """The open lanes that hold fewer records than this, those first that all wait for."""
        lanes = ((self._count(lane), number) for number, lane in self._lanes.items()
                 if not lane.is_over)  # fmt: skip
        return [number for held, number in sorted(lanes) if held < least]

    def held(self, lane: int) -> int:
        """How many records of a lane are here and were not given yet."""
        return self._count(self._lanes[lane]) if lane in self._lanes else 0

    @property
    def waiting(self) -> int:
        """How many records are here and were not given yet."""
        return sum(map(self._count, self._lanes.values()))

    @property
    def is_over(self) -> bool:
        """True once all lanes have ended and all of their records were given."""
        return not self._lanes

    def take(self, most: int) -> Page | None:
        """The next records in order, ``most`` of them at most; None where none can be given now.

        A page is of one format: it ends before a record of another. Its mark is None.
        """
        runs: list[tuple[Page, int, int]] = []
        left = most
        while left > 0 and (number := self._next()) is not None:
            lane = self._lanes[number]
            held = lane.pages[0]
            if runs and not _are_alike(held.page, runs[0][0]):
                break
            end = min(self._end_of_run(number, held), held.at + left)
            runs.append((held.page, held.at, end))
            left -= end - held.at
            held.at = end
            if not len(held):
                lane.pages.popleft()
                self._drop(number)
        return _joined(runs) if runs else None

    def _next(self) -> int | None:
        """The lane whose turn it is; None where that one has nothing, or none has."""
        if self.is_by_arrival:
            first = ((lane.pages[0].number, n) for n, lane in self._lanes.items() if lane.pages)
            return min(first, default=(0, None))[1]
        fronts = [(lane.front, number) for number, lane in self._lanes.items() if lane.counts]
        if not fronts:
            return None
        number = min(fronts)[1]
        return number if self._lanes[number].pages else None

    def _end_of_run(self, number: int, held: _Held) -> int:
        """Up to where the records of a page come one after the other."""
        if self.is_by_arrival:
            return len(held.page)
        others = [
            (lane.front, other)
            for other, lane in self._lanes.items()
            if other != number and lane.counts
        ]
        if not others:
            return len(held.page)
        front, other = min(others)
        bisect = bisect_right if number < other else bisect_left
        return bisect(held.keys, front, held.at)

    def _drop(self, number: int) -> None:
        lane = self._lanes[number]
        if lane.is_over and not lane.pages:
            del self._lanes[number]

    @staticmethod
    def _count(lane: _Lane) -> int:
        return sum(map(len, lane.pages))


def joined_pages(pages: Sequence[Page]) -> list[Page]:
    """The records of pages in as few pages as their formats allow."""
    joined: list[list[tuple[Page, int, int]]] = []
    for page in pages:
        if not joined or not _are_alike(page, joined[-1][0][0]):
            joined.append([])
        joined[-1].append((page, 0, len(page)))
    return [_joined(runs) for runs in joined]


def _rising(moments: Iterable[int], last: int, floor: int) -> Iterator[int]:
    """The keys of moments behind one that came before: what has no time, or one that is out of
    order, counts as much as that."""
    keys = accumulate(
        moments,
        lambda before, moment: before if moment == UNKNOWN else min(max(before, -moment), floor),
        initial=last,
    )
    next(keys)
    return keys


def _are_alike(one: Page, other: Page) -> bool:
    same_bytes = one.format is other.format and one.declarations == other.declarations
    return same_bytes and one.server == other.server


def _fetched(runs: Sequence[tuple[Page, int, int]]) -> tuple[int | None, ...]:
    if not any(page.fetched for page, _, _ in runs):
        return ()
    return tuple(chain.from_iterable(page.fetched_each[start:end] for page, start, end in runs))


def _joined(runs: Sequence[tuple[Page, int, int]]) -> Page:
    """Parts of pages as one page."""
    first = runs[0][0]
    if len(runs) == 1 and runs[0][1:] == (0, len(first)):
        return replace(first, mark=None)
    raws: list[bytes] = []
    damaged: set[int] = set()
    answers: dict[int, Answer] = {}
    for page, start, end in runs:
        if page.damaged:
            shift = len(raws) - start
            damaged.update(shift + at for at in page.damaged if start <= at < end)
        raws += page.raws[start:end]
        answers |= {id(answer): answer for answer in page.answers}
    rows = joined(page.rows[start:end] for page, start, end in runs)
    return Page(
        first.format, rows, raws, None, frozenset(damaged), first.declarations,
        answers=tuple(answers.values()), server=first.server,
        fetched=_fetched(runs),
    )  # fmt: skip
