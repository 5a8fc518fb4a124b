"""Filters, operators and values in words, for the sentence and for the rows of the search builder.

Everything returned here can be shown: values are made visible and bounded in width.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from netwrix_tui.cell_width import cells, from_end, from_start
from netwrix_tui.clock import now
from netwrix_tui.records.filters import ANYWHERE, SERVER, Filter, FilterValue, Operator
from netwrix_tui.records.relative import RelativeSpan
from netwrix_tui.records.weekly_hours import WeeklyHours
from netwrix_tui.records.when import HoursRange, Timeframe, TimeRange
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.sanitize import visible

_SHORT_NAMES = {
    "DataSource": "Source",
    "ObjectType": "Type",
    "MonitoringPlan": "Plan",
    "WorkingHours": "Hours",
}
_OPERATORS = {
    Operator.CONTAINS: "contains",
    Operator.DOES_NOT_CONTAIN: "does not contain",
    Operator.EQUALS: "is",
    Operator.NOT_EQUAL_TO: "is not",
    Operator.STARTS_WITH: "starts with",
    Operator.ENDS_WITH: "ends with",
    Operator.IN_GROUP: "is in group",
    Operator.NOT_IN_GROUP: "is not in group",
}
_SHORT_OPERATORS = {
    Operator.CONTAINS: "has",
    Operator.DOES_NOT_CONTAIN: "lacks",
    Operator.EQUALS: "is",
    Operator.NOT_EQUAL_TO: "not",
    Operator.STARTS_WITH: "starts",
    Operator.ENDS_WITH: "ends",
    Operator.IN_GROUP: "in",
    Operator.NOT_IN_GROUP: "not in",
}
_HOURS_OPERATORS = {Operator.EQUALS: "within", Operator.NOT_EQUAL_TO: "outside"}
_TIMEFRAMES = {
    Timeframe.TODAY: "today",
    Timeframe.YESTERDAY: "yesterday",
    Timeframe.LAST_SEVEN_DAYS: "last seven days",
    Timeframe.LAST_THIRTY_DAYS: "last thirty days",
}

FILTER_HINTS = {
    "When": "the time of the action",
    "Who": "the account that did it",
    "Action": "what was done",
    "What": "the object that it was done to",
    "Where": "the server, domain or host",
    "DataSource": "the audited system",
    "ObjectType": "user, group, file, mailbox …",
    "Workstation": "the machine that it came from",
    "Detail": "anything in the changes",
    "Before": "a value before a change",
    "After": "a value after a change",
    "Item": "the monitored item",
    "MonitoringPlan": "the plan that collected it",
    "WorkingHours": "the time of day, on days of the week",
    "RID": "the record’s own number",
    ANYWHERE: "a word in any text; several searches",
    SERVER: "which of the servers are asked",
}
"""What each filter is about, in a few words."""


def filter_name(name: str) -> str:
    """A filter's name as words: ``Data source`` for ``DataSource``."""
    return re.sub(r"(?<=[a-z])[A-Z]", lambda hump: " " + hump[0].lower(), name)


def short_filter_name(name: str) -> str:
    """A filter's name in one word: ``Source`` for ``DataSource``."""
    return _SHORT_NAMES.get(name, name)


def operator_words(name: str, operator: Operator) -> str:
    """An operator as it is said of the named filter: ``is not``, ``within``."""
    return _HOURS_OPERATORS[operator] if name == "WorkingHours" else _OPERATORS[operator]


def short_operator_words(name: str, operator: Operator) -> str:
    """The same in at most seven cells, for a narrow column."""
    return _HOURS_OPERATORS[operator] if name == "WorkingHours" else _SHORT_OPERATORS[operator]


def joins_with_or(condition: Filter) -> bool:
    """True where one of several such entries of the filter suffices; else all have to hold.

    The documentation gives the rule for the operators but is silent about several working hours:
    those are taken to all have to hold, which never promises more records than there are.
    """
    return not condition.operator.is_negative and condition.name != "WorkingHours"


def value_words(value: FilterValue, zone: ShownZone, room: int) -> str:
    """A filter's value, visible. Text takes at most ``room`` cells; times are never cut."""
    match value:
        case Timeframe():
            return _TIMEFRAMES[value]
        case RelativeSpan(1, unit):
            return f"last {unit.word.removesuffix('s')}"
        case RelativeSpan(amount, unit):
            return f"last {amount:,} {unit.word}"
        case TimeRange():
            return _range_words(value, zone)
        case HoursRange():
            return _hours_words(value, zone)
        case WeeklyHours():
            return _weekly_words(value)
        case _:
            return shortened(value, room)


def moment_words(moment: datetime, zone: ShownZone) -> str:
    """A date and time in the zone, without the zone's name; seconds only where there are any."""
    shown, _ = _in_zone(moment, zone)
    return f"{shown.date().isoformat()} {_clock(shown.time())}"


def time_of_day_words(clock: time, zone: ShownZone) -> str:
    """A time of day in the zone, with the offset that the zone has today."""
    return _clock(_in_zone(_on_this_day(clock), zone)[0].time())


def shortened(text: str, room: int) -> str:
    """The text, visible, in at most ``room`` cells: a path is cut in its middle, else the end."""
    room = max(room, 1)
    # Of a value of megabytes only what can show is looked at.
    if len(text) <= 4 * room:
        whole = visible(text)
        if cells(whole) <= room:
            return whole
    last = _last_part(text)
    if last and room > 8:
        name = visible(last[:room])
        tail = name if cells(name) <= room * 2 // 3 else from_end(visible(last[-room:]), room // 2)
        return from_start(visible(text[:room]), room - 1 - cells(tail)) + "…" + tail
    return cut_at_end(text, room)


def cut_at_end(text: str, room: int) -> str:
    """Text that takes more than ``room`` cells, visible, cut to them at its end."""
    return from_start(visible(text[:room]), room - 1) + "…"


def _last_part(text: str) -> str:
    """What a path ends with, its separator before it; empty where the text is no path."""
    cut = max(text.rfind("\\"), text.rfind("/"))
    return text[cut:] if cut > 0 and ("\\" in text[:cut] or "/" in text[:cut]) else ""


def _range_words(span: TimeRange, zone: ShownZone) -> str:
    if span.start is None or span.end is None:
        word, moment = ("since", span.start) if span.start is not None else ("until", span.end)
        assert moment is not None  # noqa: S101 - a TimeRange has at least one of the two
        return f"{word} {moment_words(moment, zone)} {_in_zone(moment, zone)[1]}"
    (start, start_zone), (end, end_zone) = _in_zone(span.start, zone), _in_zone(span.end, zone)
    whole_days = start.time() == time() and end.time().replace(microsecond=0) == time(23, 59, 59)
    first, last = start.date().isoformat(), end.date().isoformat()
    if not whole_days:
        first += f" {_clock(start.time())}"
        last = _clock(end.time()) if end.date() == start.date() else f"{last} {_clock(end.time())}"
    if start_zone != end_zone:
        return f"{first} {start_zone} to {last} {end_zone}"
    return f"{first} {end_zone}" if first == last else f"{first} to {last} {end_zone}"


def _hours_words(hours: HoursRange, zone: ShownZone) -> str:
    start, _ = _in_zone(_on_this_day(hours.start), zone)
    end, label = _in_zone(_on_this_day(hours.end), zone)
    return f"{_clock(start.time())} to {_clock(end.time())} {label}"


def _weekly_words(hours: WeeklyHours) -> str:
    """``working hours (Mon–Fri 08:00 to 18:00 Europe/Berlin)``; their own zone, which is meant."""
    days = hours.days.replace("-", "–")
    words = " ".join(filter(None, (days, " to ".join(hours.clocks), visible(hours.zone.name))))
    return f"working hours ({words})" if hours.is_own else words


def _in_zone(moment: datetime, zone: ShownZone) -> tuple[datetime, str]:
    """The moment in the zone and the zone's offset then; its own where the calendar ends."""
    try:
        return moment.astimezone(zone.tzinfo), zone.offset_label(moment)
    except (OverflowError, ValueError):
        offset = moment.tzinfo or UTC
        return moment, ShownZone("", offset).offset_label(moment)


def _on_this_day(clock: time) -> datetime:
    return datetime.combine(now(clock.tzinfo or UTC).date(), clock)


def _clock(clock: time) -> str:
    exact = timedelta(seconds=clock.second, microseconds=clock.microsecond)
    return clock.strftime("%H:%M:%S" if exact else "%H:%M")
