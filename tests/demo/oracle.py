"""What a search has to find, written once more and in another way: from records as plain JSON.

Nothing here knows how the demo server searches. It follows the project's table of what the
documentation leaves open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from netwrix_tui.records.filters import ANYWHERE, Filter, FilterValue, Operator
from netwrix_tui.records.relative import RelativeSpan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import HoursRange, Timeframe, TimeRange

Record = dict[str, Any]
_POSITIVE = {
    Operator.DOES_NOT_CONTAIN: Operator.CONTAINS,
    Operator.NOT_EQUAL_TO: Operator.EQUALS,
    Operator.NOT_IN_GROUP: Operator.IN_GROUP,
}


class Oracle:
    """Decides over records; ``groups`` are members by lower-case ``domain\\group``."""

    def __init__(self, groups: Mapping[str, frozenset[str]], now: datetime) -> None:
        self._groups = groups
        self._now = now

    def matches(self, record: Record, parameters: SearchParameters) -> bool:
        for name in {f.name for f in parameters.filters}:
            entries = [f for f in parameters.filters if f.name == name]
            if name == ANYWHERE:
                if not self._anywhere(record, parameters, entries):
                    return False
                continue
            verdicts = [(f, self._entry(record, f)) for f in entries]
            either = [v for f, v in verdicts if f.operator not in _POSITIVE]
            every = [v for f, v in verdicts if f.operator in _POSITIVE]
            if name == "WorkingHours":
                every, either = every + either, []
            if not all(every) or (either and not any(either)):
                return False
        return True

    def _anywhere(
        self, record: Record, parameters: SearchParameters, entries: Sequence[Filter]
    ) -> bool:
        """Words that are somewhere in one field, or nowhere at all.

        A field that the search asks for something else is not looked at: two values of one filter
        would be alternatives.
        """
        taken = {f.name for f in parameters.filters if f.operator not in _POSITIVE}
        somewhere = [f for f in entries if f.operator not in _POSITIVE]
        nowhere = [f for f in entries if f.operator in _POSITIVE]
        fields = ("Who", "What", "Where", "Detail", "Workstation", "Item")
        if any(not self._entry(record, replace(f, name=n)) for f in nowhere for n in fields):
            return False
        free = [name for name in fields if name not in taken]
        return not somewhere or any(
            self._entry(record, replace(f, name=name)) for name in free for f in somewhere
        )

    def _entry(self, record: Record, entry: Filter) -> bool:
        positive = _POSITIVE.get(entry.operator, entry.operator)
        holds = self._positive(record, entry.name, positive, entry.value)
        return holds is (positive is entry.operator)

    def _positive(self, record: Record, name: str, operator: Operator, value: FilterValue) -> bool:
        if isinstance(value, str) and not isinstance(value, Timeframe):
            return any(self._compare(operator, text, value) for text in _texts(record, name))
        when = datetime.fromisoformat(record["When"])
        if isinstance(value, TimeRange):
            return (value.start is None or value.start <= when) and (
                value.end is None or when <= value.end
            )
        if isinstance(value, RelativeSpan):
            return self._now - value.length <= when
        if isinstance(value, HoursRange):
            return _in_hours(when, value)
        return self._in_timeframe(when, Timeframe(value))

    def _in_timeframe(self, when: datetime, timeframe: Timeframe) -> bool:
        today: date = self._now.date()
        days = (today - when.date()).days
        if timeframe is Timeframe.YESTERDAY:
            return days == 1
        reach = {Timeframe.TODAY: 0, Timeframe.LAST_SEVEN_DAYS: 6, Timeframe.LAST_THIRTY_DAYS: 29}
        return 0 <= days <= reach[timeframe] and when <= self._now

    def _compare(self, operator: Operator, text: str, value: str) -> bool:
        if operator is Operator.IN_GROUP:
            return _small(text) in self._groups.get(_small(value), frozenset())
        a, b = _small(text), _small(value)
        match operator:
            case Operator.CONTAINS:
                return a.find(b) >= 0
            case Operator.EQUALS:
                return a == b
            case Operator.STARTS_WITH:
                return a[: len(b)] == b
            case Operator.ENDS_WITH:
                return a[-len(b) :] == b
        raise AssertionError(operator)


def _small(text: str) -> str:
    """One character after the other, each where its small form is one."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _in_hours(when: datetime, hours: HoursRange) -> bool:
    start, end = _utc(hours.start), _utc(hours.end)
    clock = when.time()
    if start > end:
        return clock >= start or clock <= end
    return start <= clock <= end


def _utc(clock: time) -> time:
    moment = datetime.combine(date(2026, 5, 5), clock)
    return (moment - (moment.utcoffset() or timedelta())).time()


def _texts(record: Record, name: str) -> list[str]:
    details = record.get("DetailList", [])
    if name in ("Before", "After"):
        return [d[name] for d in details if name in d]
    if name == "Detail":
        order = ("PropertyName", "Message", "Before", "After")
        return [" ".join(d[key] for key in order if key in d) for d in details]
    value = record.get(name, "")
    return [value["Name"] if isinstance(value, dict) else value]
