"""Summary: groups of records with their counts, in any order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import UsageError
from netwrix_tui.results.columnstore.timestamps import UNKNOWN
from netwrix_tui.results.summaries.group_keys import (
    DISTINCT_FIELDS,
    GROUP_KEYS,
    GroupKey,
    KeyKind,
    value_order,
)
from netwrix_tui.results.summaries.group_tally import Counted
from netwrix_tui.results.view.cooperative_steps import Steps, slices

COUNT, FIRST, LAST = "count", "first", "last"
DISTINCT = tuple(f"distinct_{field}" for field in DISTINCT_FIELDS)
NUMBERS = (COUNT, FIRST, LAST, *DISTINCT)
"""What a summary can be sorted by besides its keys, largest or latest first."""

_AT_ONCE = 4_096
"""Groups that are sorted between two pauses."""

_MANY = 20_000
"""With more groups than this, equal groups are not sorted by their values."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group: its values in the order of the keys, and what was counted.

    ``first`` and ``last`` are in microseconds since 1970, None if no record has a time.
    ``distinct`` are numbers of different values, in the order of :data:`DISTINCT_FIELDS`.
    """

    values: tuple[str, ...]
    count: int
    first: int | None = None
    last: int | None = None
    distinct: tuple[int, ...] = (0,) * len(DISTINCT_FIELDS)


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort order: by the index of a key, or by one of :data:`NUMBERS`."""

    by: int | str = COUNT
    downwards: bool = True


class Summary:
    """Groups that were counted, with their values as texts. Immutable."""

    def __init__(
        self,
        keys: Sequence[GroupKey],
        counted: Counted,
        texts: Callable[[Hashable], tuple[str, ...]],
    ) -> None:
        """``texts`` gives the values of a counted group as texts."""
        self.keys = tuple(keys)
        self.records = counted.records
        self.slots = counted.slots
        self._counted = counted
        self._texts = texts
        fields = [key.field if key.kind is KeyKind.COLUMN else "" for key in keys]
        self._own = [fields.index(f) if f in fields else None for f in DISTINCT_FIELDS]
        """For each distinct field, the index of the key that is the same field, or None."""
        self.is_least = tuple(
            own is None and least for own, least in zip(self._own, counted.is_least, strict=True)
        )
        """For each distinct field, whether its number of values is only a lower bound."""

    def __len__(self) -> int:
        return len(self._counted.groups)

    def values(self, place: int) -> tuple[str, ...]:
        """A group's values, by its place in the order in which the groups were met."""
        return self._texts(self._counted.groups[place])

    def count(self, place: int) -> int:
        """How many records a group has."""
        return self._counted.counts[place]

    def group(self, place: int) -> Group:
        """A group with all its numbers, by its place."""
        values, counted = self.values(place), self._counted
        first, last = counted.firsts[place], counted.lasts[place]
        distinct = tuple(
            numbers[place] if own is None else int(bool(values[own]))
            for own, numbers in zip(self._own, counted.distinct, strict=True)
        )
        return Group(
            values,
            counted.counts[place],
            None if first == UNKNOWN else first,
            None if last == UNKNOWN else last,
            distinct,
        )

    def over_time(self, place: int) -> list[int]:
        """How many records a group has in each slot of time; empty without slots."""
        return self._counted.over_time(place)

    def ordered(self, sort: Sort, minimum: int = 1, most: int | None = None) -> Steps[list[int]]:
        """The places of the groups with at least ``minimum`` records, in order; at most ``most``.

        Equal groups come the most frequent first, then by their values (if there are a great many
        groups, in the order in which they were met). In steps, on any thread.
        """
        counts, by_value = self._counted.counts, self._by_value(sort)
        kept: list[tuple[object, ...]] = []
        for start, end in slices(0, len(self), _AT_ONCE):
            part = [
                (by_value(place), -counts[place], self._tie(place), place)
                for place in range(start, end)
                if counts[place] >= minimum
            ]
            # Both runs are sorted already, and one of them is mostly short.
            kept.extend(sorted(part))
            if most is not None:
                kept.sort()
                del kept[most:]
            yield
        if most is None:
            kept.sort()
            yield
        return [entry[-1] for entry in kept]  # type: ignore[misc]

    def above(self, minimum: int) -> tuple[int, int]:
        """The number of groups with at least ``minimum`` records, and of their records."""
        if minimum <= 1:
            return len(self), self.records
        counts = [count for count in self._counted.counts if count >= minimum]
        return len(counts), sum(counts)

    def _tie(self, place: int) -> object:
        if len(self) > _MANY:
            return 0
        values = zip(self.keys, self.values(place), strict=True)
        return tuple(value_order(key, value) for key, value in values)

    def _by_value(self, sort: Sort) -> Callable[[int], object]:
        """The function that gives the sort value of a group, by its place."""
        counted, by = self._counted, sort.by
        if isinstance(by, int):
            key, at = self.keys[by], by

            def order(place: int) -> object:
                parts = value_order(key, self.values(place)[at])
                return tuple(map(_Downwards, parts)) if sort.downwards else parts

            return order
        if by == COUNT:
            numbers: Sequence[int] = counted.counts
        elif by in (FIRST, LAST):
            numbers = counted.firsts if by == FIRST else counted.lasts
        else:
            field = DISTINCT.index(by)
            if self._own[field] is not None:
                return lambda place: 0
            numbers = counted.distinct[field]
        sign = -1 if sort.downwards else 1
        # Unknown values come last in both directions.
        return lambda place: (numbers[place] == UNKNOWN, sign * numbers[place])


class _Downwards:
    """A part of a sort key that sorts the other way round."""

    __slots__ = ("_part",)

    def __init__(self, part: object) -> None:
        self._part = part

    def __lt__(self, other: _Downwards) -> bool:
        return other._part < self._part  # type: ignore[operator,no-any-return]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Downwards) and self._part == other._part

    __hash__ = None  # type: ignore[assignment]


def sort_named(text: str, keys: Sequence[GroupKey]) -> Sort:
    """The sort order for ``count``, ``-count``, ``Who``, ``+last`` … Raises UsageError.

    Without a sign, numbers and times are sorted greatest first, texts alphabetically; ``-`` means
    greatest or last first, ``+`` the reverse.
    """
    sign = text[:1] if text[:1] in "+-" and text else ""
    name = _bare(text)
    by: int | str | None = next(
        (at for at, key in enumerate(keys) if _bare(key.name) == name), None
    )
    if by is None:
        by = next((number for number in NUMBERS if _bare(number) == name), None)
    if by is None:
        there = [*(key.name for key in keys), *NUMBERS]
        known = [key.name for key in GROUP_KEYS if _bare(key.name) == name]
        cause = f"It is not grouped by {known[0]}." if known else ""
        raise UsageError(
            f"{text[:40]!r} is nothing to sort by here.", cause=cause,
            next_step=f"{did_you_mean(text, there)}There are {', '.join(there)}.",
        )  # fmt: skip
    downwards = sign == "-" if sign else not isinstance(by, int)
    return Sort(by, downwards)


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()
