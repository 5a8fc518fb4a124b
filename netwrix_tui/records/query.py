"""A search as one line, and back: ``who:jane -who:svc what^="\\\\fs01\\finance" when:7d``.

Writing a plan and reading it again gives the same plan. A bare word looks anywhere; ``#`` before a
term keeps a filter that is switched off; ``@Name:Equals:value`` is a filter that is not documented.
``nwx:RID`` is one record, as is the line ``goto nwx:RID``.
"""

from __future__ import annotations

import re

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import UsageError
from netwrix_tui.records.filter_words import moment_words, time_of_day_words
from netwrix_tui.records.filters import ANYWHERE, Filter, Operator, spec_of
from netwrix_tui.records.plan import PlanEntry, SearchPlan
from netwrix_tui.records.query_terms import (
    SHORT_NAMES,
    SIGNS,
    QueryError,
    Term,
    terms,
    written_value,
)
from netwrix_tui.records.relative import RelativeSpan
from netwrix_tui.records.typed_times import (
    TYPED_TIMEFRAMES,
    typed_hours,
    typed_value,
    typed_when,
)
from netwrix_tui.records.weekly_hours import WeeklyHours
from netwrix_tui.records.when import (
    HoursRange,
    Timeframe,
    TimeRange,
    wire_moment,
    wire_time_of_day,
)
from netwrix_tui.records.zone import ShownZone

_TYPED_NAMES = {name: typed for typed, name in SHORT_NAMES.items()}


_GOTO = re.compile(r"(?:.*\s)?goto\s+(?:nwx:)?(\w{8,})", re.IGNORECASE | re.DOTALL)
"""``goto nwx:RID``: to a record, as notes and reports name it; whatever stands before it goes."""


def plan_of(text: str, zone: ShownZone) -> SearchPlan:
    """The plan that a line describes; times without an offset are read in the zone.

    Raises QueryError, which knows the place of what is wrong.
    """
    gone_to = _GOTO.fullmatch(text.strip())
    if gone_to is not None:
        text = f"nwx:{gone_to[1]}"
    plan = SearchPlan()
    for term in terms(text):
        plan = SearchPlan((*plan.entries, PlanEntry(_filter(term, zone), not term.is_off)))
    return plan


def line_of(plan: SearchPlan, zone: ShownZone) -> str:
    """The plan as one line; times are written as the zone has them."""
    return " ".join(
        ("" if entry.enabled else "#") + _written(entry.filter, zone) for entry in plan.entries
    )


# Reading


def _filter(term: Term, zone: ShownZone) -> Filter:
    if term.name.lower() == "nwx" and term.sign == ":" and term.value and not term.is_negative:
        return Filter("RID", Operator.EQUALS, term.value)
    name, operator, value = _name(term), None, term.value
    if term.name.startswith("@"):
        operator, value = _free_operator(term)
    if not value:
        raise QueryError(
            f"{term.name or 'The term'} has no value.", at=term.at, end=term.end,
            next_step='Type one behind it, or "" quotes around it.',
        )  # fmt: skip
    try:
        meant = operator or _operator(term, name)
        return Filter(name, meant, typed_value(name, value, zone))
    except QueryError:
        raise
    except UsageError as error:
        raise QueryError(error.sentence(), at=term.value_at, end=term.end, next_step="") from error


def _name(term: Term) -> str:
    if not term.name:
        return ANYWHERE
    if term.name.startswith("@"):
        return term.name[1:]
    known = SHORT_NAMES.get(term.name.lower())
    if known is None:
        raise QueryError(
            f"There is no filter {term.name}.",
            at=term.at + term.is_off + term.is_negative,
            end=term.value_at,
            next_step=f"{did_you_mean(term.name, SHORT_NAMES)}Text that holds a "
            "colon or = stands in quotes.",
        )
    return known


def _operator(term: Term, name: str) -> Operator:
    spec = spec_of(name)
    positive, negative = SIGNS[term.sign or ":"]
    if positive is Operator.CONTAINS and positive not in spec.operators:
        positive, negative = Operator.EQUALS, Operator.NOT_EQUAL_TO
    meant = negative if term.is_negative else positive
    if meant is not None and meant in spec.operators:
        return meant
    said = f"{'-' if term.is_negative else ''}{term.name}{term.sign}"
    raise QueryError(
        f"{said} is not something that can be searched for.",
        at=term.at + term.is_off, end=term.value_at,
        next_step=f"{_TYPED_NAMES[name]} takes {_signs_of(name)}.",
    )  # fmt: skip


def _signs_of(name: str) -> str:
    operators = spec_of(name).operators
    signs = []
    for sign, (positive, negative) in SIGNS.items():
        if sign == ":" or positive in operators:
            signs.append(sign)
            if negative is not None:
                signs.append(f"-{sign}")
    return " ".join(signs)


def _free_operator(term: Term) -> tuple[Operator, str]:
    typed, colon, value = term.value.partition(":")
    known = {operator.value.casefold(): operator for operator in Operator}
    operator = known.get(typed.casefold())
    if not colon or operator is None or term.sign != ":" or term.is_negative:
        raise QueryError(
            "A filter that is not documented is typed as @Name:Operator:value.",
            at=term.at, end=term.end, next_step=f"Operators are {', '.join(Operator)}.",
        )  # fmt: skip
    return operator, value


# Writing


def _written(condition: Filter, zone: ShownZone) -> str:
    if condition.name not in _TYPED_NAMES:
        value = written_value(f"{condition.operator}:{condition.value}", alone=False)
        return f"@{condition.name}:{value}"
    minus = "-" if condition.operator.is_negative else ""
    if condition.name == ANYWHERE:
        return minus + written_value(str(condition.value), alone=True)
    value = written_value(_value_text(condition, zone), alone=False)
    return f"{minus}{_TYPED_NAMES[condition.name]}{_sign(condition)}{value}"


def _sign(condition: Filter) -> str:
    if Operator.CONTAINS not in spec_of(condition.name).operators:
        return ":"
    return next(sign for sign, pair in SIGNS.items() if condition.operator in pair)


def _value_text(condition: Filter, zone: ShownZone) -> str:
    match condition.value:
        case Timeframe() as frame:
            return TYPED_TIMEFRAMES[frame]
        case RelativeSpan() as span:
            return str(span)
        case TimeRange() as span:
            return _range_text(span, zone)
        case HoursRange() as hours:
            return _hours_text(hours, zone)
        case WeeklyHours() as hours:
            return hours.typed(zone)
        case _:
            return str(condition.value)


def _range_text(span: TimeRange, zone: ShownZone) -> str:
    """The shortest of the ways to type it that are read as the same range."""
    starts = _moment_texts(span, zone, end=False)
    ends = _moment_texts(span, zone, end=True)
    days = [start for start in starts if start and start in ends]
    for text in (*days, *(f"{start}..{end}" for start in starts for end in ends)):
        try:
            if _exactly(typed_when(text, zone.tzinfo), span):
                return text
        except UsageError:
            continue
    return f"{starts[-1]}..{ends[-1]}"


def _moment_texts(span: TimeRange, zone: ShownZone, *, end: bool) -> list[str]:
    moment = span.end if end else span.start
    if moment is None:
        return [""]
    words = moment_words(moment, zone)
    return [words[:10], words.replace(" ", "T"), wire_moment(moment)]


def _exactly(read: object, span: TimeRange) -> bool:
    if not isinstance(read, TimeRange):
        return False
    pairs = ((read.start, span.start), (read.end, span.end))
    return all(a == b and (a is None or b is None or a.utcoffset() == b.utcoffset())
               for a, b in pairs)  # fmt: skip


def _hours_text(hours: HoursRange, zone: ShownZone) -> str:
    words = "-".join(time_of_day_words(clock, zone) for clock in (hours.start, hours.end))
    try:
        read = typed_hours(words, zone)
    except UsageError:
        read = None
    if isinstance(read, HoursRange) and _same_hours(read, hours):
        return words
    return f"{wire_time_of_day(hours.start)}..{wire_time_of_day(hours.end)}"


def _same_hours(read: HoursRange, hours: HoursRange) -> bool:
    return read == hours and read.start.utcoffset() == hours.start.utcoffset()
