"""The meaning of filters other than When: tests of texts and of times of day.

Case is ignored: both sides are folded by :mod:`case_fold`. A negative operator holds exactly
where its positive counterpart does not, so it holds on a field that is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from netwrix_tui.records.case_fold import fold_case
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.when import HoursRange

Test = Callable[[str], bool]
Groups = Mapping[str, frozenset[str]]
"""Folded ``domain\\group`` to the folded names of its members."""

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Condition:
    """The entries of one filter, as tests of a folded text.

    ``wanted`` combine with OR; ``unwanted`` are the positive counterparts of negative operators,
    none of which may hold.
    """

    wanted: tuple[Test, ...]
    unwanted: tuple[Test, ...]

    @classmethod
    def of(cls, filters: Sequence[Filter], groups: Groups) -> Condition:
        """The condition of all entries of one filter."""
        return cls(
            tuple(_test(f, groups) for f in filters if not f.operator.is_negative),
            tuple(_test(f, groups) for f in filters if f.operator.is_negative),
        )

    def holds(self, texts: Iterable[str]) -> bool:
        """Whether the texts of one field meet the condition; one of them suffices."""
        folded = [fold_case(text) for text in texts]
        if self.wanted and not any(test(text) for text in folded for test in self.wanted):
            return False
        return not any(test(text) for text in folded for test in self.unwanted)


def _test(condition: Filter, groups: Groups) -> Test:
    value = condition.value
    if not isinstance(value, str):
        raise TypeError(f"{condition.name} does not hold {value!r}")
    needle = fold_case(value)
    match condition.operator:
        case Operator.CONTAINS | Operator.DOES_NOT_CONTAIN:
            return lambda text: needle in text
        case Operator.EQUALS | Operator.NOT_EQUAL_TO:
            return lambda text: text == needle
        case Operator.STARTS_WITH:
            return lambda text: text.startswith(needle)
        case Operator.ENDS_WITH:
            return lambda text: text.endswith(needle)
        case Operator.IN_GROUP | Operator.NOT_IN_GROUP:
            members = groups.get(needle, frozenset())
            return lambda text: text in members


def detail_texts(details: Iterable[Detail]) -> list[str]:
    """The texts that the filter Detail tests: the values of each detail, joined by a space."""
    return [
        " ".join(v for v in (d.property_name, d.message, d.before, d.after) if v is not None)
        for d in details
    ]


SCENE_TEXTS: Mapping[str, Callable[[str, tuple[Detail, ...]], Iterable[str]]] = {
    "What": lambda what, details: (what,),
    "Detail": lambda what, details: detail_texts(details),
    "Before": lambda what, details: [d.before for d in details if d.before is not None],
    "After": lambda what, details: [d.after for d in details if d.after is not None],
}
"""Filters whose texts are made from What or from the details of a record."""

RECORD_TEXTS: Mapping[str, Callable[[ActivityRecord], str]] = {
    "Who": lambda record: record.who,
    "Action": lambda record: record.action,
    "Where": lambda record: record.where,
    "DataSource": lambda record: record.data_source,
    "ObjectType": lambda record: record.object_type,
    "Workstation": lambda record: record.workstation,
    "Item": lambda record: record.item,
    "MonitoringPlan": lambda record: record.monitoring_plan,
    "RID": lambda record: record.rid,
}
"""Filters whose text is a single field of a record."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours as seconds of the UTC day; ``first`` later than ``last`` crosses midnight."""

    first: float
    last: float
    inside: bool

    @classmethod
    def of(cls, condition: Filter) -> Hours:
        """The hours of one WorkingHours filter."""
        value = condition.value
        if not isinstance(value, HoursRange):
            raise TypeError(f"WorkingHours does not hold {value!r}")
        return cls(
            _second_of_day(value.start),
            _second_of_day(value.end),
            not condition.operator.is_negative,
        )

    def holds(self, moment: int) -> bool:
        """Whether a moment (seconds since the epoch) meets the filter."""
        second = moment % _DAY
        if self.first <= self.last:
            return (self.first <= second <= self.last) is self.inside
        return (second >= self.first or second <= self.last) is self.inside


def _second_of_day(clock: time) -> float:
    offset = clock.utcoffset()
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6
    return (seconds - (offset.total_seconds() if offset else 0)) % _DAY
