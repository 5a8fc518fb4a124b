"""GroupTally: counts records by groups, batch by batch, in memory by groups and different values.

It knows neither records nor stores: a batch is a group for each record, whatever tells groups
apart, and its moment, and numbers that stand for the values of the fields of which the different
ones are counted.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, count, islice, repeat
from operator import add, ge, le, rshift

from netwrix_tui.results.columnstore.timestamps import UNKNOWN
from netwrix_tui.results.view.cooperative_steps import Steps, slices

_SPREAD = 32
"""Numbers of groups stand above, those of values and of slots below."""

_AT_ONCE = 16_384

MOST_PAIRS = 1 << 18
"""Pairs of a group and a value that are known for a field, some 24 MB; later ones are not told
apart any more, and the numbers of different values are then the least that there are."""


@dataclass(frozen=True, slots=True)
class TimeSlots:
    """``number`` spans of ``width`` microseconds each, the first from ``start`` on."""

    start: int
    width: int
    number: int


class GroupTally:
    """Counts of groups: how many, the first and the last moment, different values, over time."""

    def __init__(
        self, fields: int, slots: TimeSlots | None = None, most_pairs: int = MOST_PAIRS
    ) -> None:
        """``fields`` is of how many fields the different values are counted."""
        self._numbers: defaultdict[Hashable, int] = defaultdict(count(0, 1 << _SPREAD).__next__)
        self._counts: Counter[int] = Counter()
        self._firsts: dict[int, int] = {}
        self._lasts: dict[int, int] = {}
        self._pairs: list[set[int]] = [set() for _ in range(fields)]
        self._most_pairs = most_pairs
        self._is_least = [False] * fields
        self._slots = slots
        self._over_time: Counter[int] = Counter()
        self.records = 0

    def add(
        self,
        groups: Iterable[Hashable],
        moments: Sequence[int],
        values: Sequence[Sequence[int] | None],
    ) -> None:
        """A batch. Moments are microseconds since 1970, or UNKNOWN.

        ``values`` has a number below 2 to the power of 32 for each record and field, 0 for a value
        that does not count; None for a field that is not to be counted.
        """
        numbers = list(map(self._numbers.__getitem__, groups))
        self.records += len(numbers)
        self._counts.update(numbers)
        for place, its_values in enumerate(values):
            if its_values is not None:
                self._count_values(place, numbers, its_values)
        if UNKNOWN in moments:
            known = [moment != UNKNOWN for moment in moments]
            numbers, moments = list(compress(numbers, known)), list(compress(moments, known))
        if not numbers:
            return
        if self._slots is not None:
            start, width = self._slots.start, self._slots.width
            slots = [(moment - start) // width for moment in moments]
            self._over_time.update(map(add, numbers, slots))
        self._note_times(numbers, moments)

    def leave_out(self, place: int) -> None:
        """Say that not all values of a field are counted."""
        self._is_least[place] = True

    def is_full(self, place: int) -> bool:
        """True where no more values of a field are told apart."""
        return len(self._pairs[place]) > self._most_pairs

    def _count_values(self, place: int, numbers: list[int], values: Sequence[int]) -> None:
        pairs = self._pairs[place]
        if self.is_full(place):
            self._is_least[place] = True
        else:
            pairs.update(map(add, numbers, values))

    def _note_times(self, numbers: list[int], moments: Sequence[int]) -> None:
        """The earliest and the latest moment of each group, as far as the batch has them."""
        # Almost always they run one way already: then a dict takes them at once.
        if all(map(ge, moments, islice(moments, 1, None))):
            early, late = dict(zip(numbers, moments, strict=True)), _backwards(numbers, moments)
        elif all(map(le, moments, islice(moments, 1, None))):
            early, late = _backwards(numbers, moments), dict(zip(numbers, moments, strict=True))
        else:
            order = sorted(range(len(moments)), key=moments.__getitem__)
            numbers, moments = [numbers[at] for at in order], [moments[at] for at in order]
            early, late = _backwards(numbers, moments), dict(zip(numbers, moments, strict=True))
        firsts, lasts = self._firsts, self._lasts
        for number, moment in early.items():
            if moment < firsts.get(number, moment + 1):
                firsts[number] = moment
        for number, moment in late.items():
            if moment > lasts.get(number, moment - 1):
                lasts[number] = moment

    def counted(self) -> Steps[Counted]:
        """What came of it, in steps; nothing is to be added meanwhile, or behind it."""
        groups = list(self._numbers)
        numbers = list(self._numbers.values())
        yield
        distinct = []
        for pairs in self._pairs:
            found = Counter[int]()
            rest = iter(pairs)
            while part := list(islice(rest, _AT_ONCE)):
                found.update(map(rshift, part, repeat(_SPREAD)))
                yield
            distinct.append(found)
        made = Counted(groups, self.records, tuple(self._is_least), self._slots, self._over_time)
        for start, end in slices(0, len(groups), _AT_ONCE):
            some = numbers[start:end]
            made.counts.extend(map(self._counts.__getitem__, some))
            made.firsts.extend(self._firsts.get(number, UNKNOWN) for number in some)
            made.lasts.extend(self._lasts.get(number, UNKNOWN) for number in some)
            yield
            for column, found, pairs in zip(made.distinct, distinct, self._pairs, strict=True):
                column.extend(found[n >> _SPREAD] - (n in pairs) for n in some)
            yield
        return made


class Counted:
    """What a tally came to. A group is told by its place in the order in which they were met."""

    def __init__(
        self,
        groups: list[Hashable],
        records: int,
        is_least: tuple[bool, ...],
        slots: TimeSlots | None,
        over_time: Counter[int],
    ) -> None:
        """``is_least`` says of each field whether there may be more different values than told."""
        self.groups = groups
        self.records = records
        self.is_least = is_least
        self.slots = slots
        self.counts: array[int] = array("Q")
        self.firsts: array[int] = array("q")
        self.lasts: array[int] = array("q")
        """UNKNOWN where no record of the group tells its time."""
        self.distinct: list[array[int]] = [array("I") for _ in is_least]
        self._over_time = over_time

    def over_time(self, place: int) -> list[int]:
        """How many records a group has in each slot of time; empty without slots."""
        if self.slots is None:
            return []
        first = place << _SPREAD
        return [self._over_time[first + slot] for slot in range(self.slots.number)]


def over_time_of(place: int, slots: Sequence[int]) -> dict[int, int]:
    """What :class:`Counted` knows of the slots of the group at a place."""
    return {(place << _SPREAD) + slot: number for slot, number in enumerate(slots) if number}


def _backwards(numbers: Sequence[int], moments: Sequence[int]) -> dict[int, int]:
    return dict(zip(reversed(numbers), reversed(moments), strict=True))
