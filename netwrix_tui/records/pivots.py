"""Pivots: from one record and the search that found it to the next question.

Each gives a new plan; what the API's operators or bounds do not allow raises UsageError. Filters
that are switched off stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from netwrix_tui.errors import UsageError
from netwrix_tui.records.filter_words import filter_name
from netwrix_tui.records.filters import Filter, FilterValue, Operator
from netwrix_tui.records.plan import PlanEntry, SearchPlan
from netwrix_tui.records.record import Detail, Row
from netwrix_tui.records.row_fields import FILTER_OF
from netwrix_tui.records.when import TimeRange, instant
from netwrix_tui.records.zone import ShownZone

LOGONS = ("Successful Logon", "Failed Logon")
READS = ("Read", "Read (Failed Attempt)")
LOGON_DAYS = 7
"""How far back the logons before a record are looked for."""

_MEMBER = re.compile(r'(?:added|removed):\s*(?:"([^"]{2,300})"|([^";,]{2,300}))', re.IGNORECASE)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)


def only_this(plan: SearchPlan, row: Row, field: str) -> SearchPlan:
    """The search narrowed to the record's value of a field; of a time, to its minute."""
    name = FILTER_OF[field]
    only = Filter(name, Operator.EQUALS, _value(row, field))
    return _plus(_without(plan, name), only)


def not_this(plan: SearchPlan, row: Row, field: str) -> SearchPlan:
    """The search without the record's value of a field; of a time, without its minute."""
    name, value = FILTER_OF[field], _value(row, field)
    wanted = Filter(name, Operator.EQUALS, value)
    return _plus(_minus(plan, wanted), Filter(name, Operator.NOT_EQUAL_TO, value))


def or_this(plan: SearchPlan, row: Row, field: str) -> SearchPlan:
    """The search with the record's value as one more alternative of its filter.

    It never narrows: raises UsageError where no filter of the search leaves the value out.
    """
    name, value = FILTER_OF[field], _value(row, field)
    unwanted = Filter(name, Operator.NOT_EQUAL_TO, value)
    return _widened(plan, unwanted, Filter(name, Operator.EQUALS, value))


def only_changed(plan: SearchPlan, value: str) -> SearchPlan:
    """The search narrowed to records with changes that hold a text."""
    return _plus(_without(plan, "Detail"), Filter("Detail", Operator.CONTAINS, value))


def not_changed(plan: SearchPlan, value: str) -> SearchPlan:
    """The search without records with changes that hold a text."""
    wanted = Filter("Detail", Operator.CONTAINS, value)
    return _plus(_minus(plan, wanted), Filter("Detail", Operator.DOES_NOT_CONTAIN, value))


def or_changed(plan: SearchPlan, value: str) -> SearchPlan:
    """The search with a text in the changes as one more alternative of its filter, likewise."""
    unwanted = Filter("Detail", Operator.DOES_NOT_CONTAIN, value)
    return _widened(plan, unwanted, Filter("Detail", Operator.CONTAINS, value))


def same(plan: SearchPlan, row: Row, field: str) -> SearchPlan:
    """All that has the record's value of a field, within the times of the search."""
    return _plus(_times(plan), Filter(FILTER_OF[field], Operator.EQUALS, _value(row, field)))


def same_object(plan: SearchPlan, row: Row) -> SearchPlan:
    """All that happened to the record's object, within the times of the search."""
    return _plus(_times(plan), *_object(row))


def in_folder(plan: SearchPlan, row: Row) -> SearchPlan:
    """The folder that holds the record's object, and all in it, within the times of the search."""
    folder = parent(row.what)
    if not folder:
        raise UsageError("The object stands in no folder.", next_step="Take the object itself.")
    return _plus(
        _times(plan),
        Filter("What", Operator.EQUALS, folder[:-1]),
        Filter("What", Operator.STARTS_WITH, folder),
    )


def around(row: Row, minutes: int) -> SearchPlan:
    """Everything from so many minutes before the record until so many after it."""
    moment, length = _moment(row), timedelta(minutes=minutes)
    return SearchPlan.of(Filter("When", Operator.EQUALS, _span(moment, length, length)))


def around_same(row: Row, width: timedelta, field: str) -> SearchPlan:
    """What the record's account, or workstation, did so long before and after it.

    An empty ``field`` means everybody.
    """
    span = Filter("When", Operator.EQUALS, _span(_moment(row), width, width))
    if not field:
        return SearchPlan.of(span)
    return SearchPlan.of(span, Filter(FILTER_OF[field], Operator.EQUALS, _value(row, field)))


def within(plan: SearchPlan, start: datetime, end: datetime) -> SearchPlan:
    """The search narrowed to a span of time; ``end`` is no part of it. Whole seconds.

    A search of one From..To never gets wider by it.
    """
    last = end.astimezone(UTC) - _SECOND
    times = [e.filter.value for e in plan.entries if e.enabled and e.filter.name == "When"]
    if len(times) == 1 and isinstance(times[0], TimeRange):
        begins, ends = times[0].start, times[0].end
        start = max(start, begins) if begins is not None else start
        last = min(last, ends) if ends is not None else last
    span = TimeRange(start.astimezone(UTC), last.astimezone(UTC))
    return _plus(_without(plan, "When"), Filter("When", Operator.EQUALS, span))


def its_day(plan: SearchPlan, row: Row, zone: ShownZone) -> SearchPlan:
    """The search narrowed to the day of the record, from midnight to midnight in a zone."""
    try:
        day = _moment(row).astimezone(zone.tzinfo).date()
        start, end = (datetime.combine(d, time.min, zone.tzinfo) for d in (day, day + _DAY))
        return within(plan, start, end)
    except (OverflowError, ValueError, OSError) as error:
        raise _calendar_ends() from error


def its_hour(plan: SearchPlan, row: Row, zone: ShownZone) -> SearchPlan:
    """The search narrowed to the hour of the record, by the clock of a zone."""
    try:
        there = _moment(row).astimezone(zone.tzinfo)
        passed = timedelta(minutes=there.minute, seconds=there.second)
        start = _moment(row).replace(microsecond=0) - passed
        return within(plan, start, start + timedelta(hours=1))
    except (OverflowError, ValueError, OSError) as error:
        raise _calendar_ends() from error


def member_in(changes: Sequence[Detail]) -> str:
    """The member that a change of a group names: ``\\local\\corp\\Staff\\Ann Lee``; or empty."""
    for detail in changes:
        texts = (detail.message, detail.after, detail.before)
        for text in texts if "member" in (detail.property_name or "").casefold() else ():
            match = _MEMBER.search(text or "")
            if match is not None:
                return (match[1] or match[2]).strip()
    return ""


def logons_before(row: Row) -> SearchPlan:
    """The logons of the record's account in the seven days before it, those refused too."""
    before = _span(_moment(row), timedelta(days=LOGON_DAYS), timedelta())
    return SearchPlan.of(
        Filter("When", Operator.EQUALS, before),
        Filter("Who", Operator.EQUALS, _value(row, "who")),
        *(Filter("Action", Operator.EQUALS, action) for action in LOGONS),
    )


def changes_of(row: Row) -> SearchPlan:
    """All that ever changed the record's object: whatever was not just read."""
    reads = (Filter("Action", Operator.NOT_EQUAL_TO, action) for action in READS)
    return SearchPlan.of(*_object(row), *reads)


def parent(what: str) -> str:
    """The folder that holds an object, with the separator at its end; empty where there is none.

    Of a path on a server, of a directory path, of a URL: ``\\\\fs01\\finance\\a.txt`` stands in
    ``\\\\fs01\\finance\\``, ``https://sp/sites/x`` in ``https://sp/sites/``.
    """
    trimmed = what.rstrip("\\/")
    cut = max(trimmed.rfind("\\"), trimmed.rfind("/"))
    folder = trimmed[: cut + 1]
    bare = folder.rstrip("\\/")
    # What is left of “\\server”, “https://host” and “\top” names nothing.
    return "" if not bare or (bare.endswith(":") and "/" in folder) else folder


# Parts


def _value(row: Row, field: str) -> FilterValue:
    if field == "when":
        minute = _moment(row).replace(second=0, microsecond=0)
        return TimeRange(minute, minute + timedelta(seconds=59))
    value: str = getattr(row, field)
    if not value:
        raise UsageError(
            f"{filter_name(FILTER_OF[field])} is empty in this record.",
            cause="The API cannot search for what is empty.",
            next_step="Take another column.",
        )
    return value


def _moment(row: Row) -> datetime:
    moment = instant(row.when)
    if moment is None:
        raise UsageError(
            "The time of this record cannot be read.", next_step="Take another column."
        )
    return moment


def _span(moment: datetime, before: timedelta, after: timedelta) -> TimeRange:
    """Whole seconds, as the API has them, around a moment that may have parts of one."""
    second = moment.replace(microsecond=0)
    try:
        return TimeRange(second - before, second + after + _SECOND * bool(moment.microsecond))
    except OverflowError as error:
        raise _calendar_ends() from error


def _calendar_ends() -> UsageError:
    return UsageError("The calendar ends near this record.", next_step="Take another column.")


def _object(row: Row) -> list[Filter]:
    fields = ["what", "object_type"] if row.object_type else ["what"]
    return [Filter(FILTER_OF[field], Operator.EQUALS, _value(row, field)) for field in fields]


def _plus(plan: SearchPlan, *filters: Filter) -> SearchPlan:
    for condition in filters:
        plan = plan.add(condition)
    return plan


def _widened(plan: SearchPlan, unwanted: Filter, wanted: Filter) -> SearchPlan:
    """The plan that finds what ``wanted`` finds, too, and not ``unwanted`` any more."""
    without = _minus(plan, unwanted)
    of_name = [e.filter for e in without.entries if e.enabled and e.filter.name == wanted.name]
    if any(not condition.operator.is_negative for condition in of_name):
        return _plus(without, wanted)  # such filters of one name are alternatives
    if without != plan:
        return without
    raise UsageError(
        f"The search has no filter of {filter_name(wanted.name)} to which this value could be "
        "added.",
        cause="A first value would narrow the search to it.",
        next_step="Take only this, by i.",
    )


def _minus(plan: SearchPlan, condition: Filter) -> SearchPlan:
    return SearchPlan(tuple(e for e in plan.entries if e.filter != condition or not e.enabled))


def _without(plan: SearchPlan, name: str) -> SearchPlan:
    return SearchPlan(tuple(e for e in plan.entries if e.filter.name != name or not e.enabled))


def _times(plan: SearchPlan) -> SearchPlan:
    kept: list[PlanEntry] = [e for e in plan.entries if e.enabled and e.filter.name == "When"]
    return SearchPlan(tuple(kept))
