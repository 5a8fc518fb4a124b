"""A filter's value between its typed form and the parts that both formats write.

A part is text; for When and WorkingHours it is a list of (element, text), as in
``[("LastSevenDays", "")]`` or ``[("From", …), ("To", …)]``.
"""

from __future__ import annotations

from datetime import datetime

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import UsageError, WireError
from netwrix_tui.records.filters import SPECS, Filter, FilterValue, Operator, spec_of
from netwrix_tui.records.relative import RelativeSpan
from netwrix_tui.records.weekly_hours import WeeklyHours
from netwrix_tui.records.when import (
    HoursRange,
    Timeframe,
    TimeRange,
    iso_moment,
    iso_time,
    wire_moment,
    wire_time_of_day,
)

ROOT = "/ActivityRecordSearch"
Parts = str | list[tuple[str, str]]
OPERATORS: dict[str, Operator] = {operator.value: operator for operator in Operator}
_EXAMPLE = '{"Who": {"NotEqualTo": "CORP\\\\jane"}}'
_TIMEFRAMES = {timeframe.value: timeframe for timeframe in Timeframe}


def unexpected(
    name: str, known: tuple[str, ...], location: str, category: str = "InputError"
) -> WireError:
    """What is said of an element that has no place here; ``known`` are those that have one."""
    step = did_you_mean(name, known).rstrip()
    if not step and name in SPECS:
        step = "Filters stand in a FilterList."
    step = (
        step or f"{' and '.join(known)} {'is' if len(known) == 1 else 'are'} what may stand here."
    )
    return WireError(
        f"Unexpected element {name!r}.", next_step=step, category=category, location=location
    )


def is_timed(name: str) -> bool:
    """True for the filters whose value is made of elements instead of text."""
    return name in ("When", "WorkingHours")


def wire_parts(value: FilterValue) -> Parts:
    """The parts that stand for a value on the wire."""
    if isinstance(value, Timeframe):
        return [(value.value, "")]
    if isinstance(value, TimeRange):
        ends = (("From", value.start), ("To", value.end))
        return [(name, wire_moment(moment)) for name, moment in ends if moment is not None]
    if isinstance(value, HoursRange):
        return [("From", wire_time_of_day(value.start)), ("To", wire_time_of_day(value.end))]
    if isinstance(value, RelativeSpan):
        raise TypeError(f"{value} becomes a fixed time only when the search is sent.")
    if isinstance(value, WeeklyHours):
        raise TypeError(f"{value} is made of hours that the API knows when the search is sent.")
    return value


def written_operator(condition: Filter) -> str | None:
    """The operator's name, None for the one that a documented filter has anyway."""
    spec = SPECS.get(condition.name)
    is_default = spec is not None and condition.operator is spec.default_operator
    return None if is_default else condition.operator.value


def filter_from_wire(
    name: str, operator: str | None, parts: Parts, *, only_known: bool = True
) -> Filter:
    """The filter that a server reads from these parts. Raises WireError with its location.

    With ``only_known`` False, a filter that is not documented is taken as it comes.
    """
    location = f"{ROOT}/FilterList/{name}"
    if only_known and name not in SPECS:
        step = did_you_mean(name, SPECS).rstrip()
        raise WireError(
            f"Unexpected element {name!r}.", next_step=step, location=f"{ROOT}/FilterList"
        )
    if operator is not None and operator not in OPERATORS:
        step = f"{did_you_mean(operator, OPERATORS)}Operators are {', '.join(OPERATORS)}."
        if operator.casefold() in ("operator", "value"):
            step = f"In JSON the operator is a name: {_EXAMPLE}. {step}"
        raise WireError(f"{name} has no operator {operator!r}.", next_step=step, location=location)
    try:
        meant = OPERATORS[operator] if operator is not None else spec_of(name).default_operator
        return Filter(name, meant, _value(name, parts))
    except (UsageError, ValueError) as error:
        step = error.next_step if isinstance(error, UsageError) else ""
        raise WireError(f"{name}: {error}", next_step=step, location=location) from error


def _value(name: str, parts: Parts) -> FilterValue:
    if not is_timed(name):
        if isinstance(parts, str):
            return parts
        raise ValueError("it takes text.")
    if isinstance(parts, str):
        raise _no_time(parts)
    elements = dict(parts)
    if name == "WorkingHours":
        if elements.keys() != {"From", "To"}:
            raise ValueError("it takes From and To.")
        return HoursRange(iso_time(elements["From"].strip()), iso_time(elements["To"].strip()))
    if len(elements) == 1 and (timeframe := _TIMEFRAMES.get(next(iter(elements)))) is not None:
        return timeframe
    if not elements or elements.keys() - {"From", "To"}:
        raise _no_time(next(iter(elements), ""))
    return TimeRange(_moment(elements.get("From")), _moment(elements.get("To")))


def _no_time(text: str) -> UsageError:
    frame = next((t for t in _TIMEFRAMES if t.casefold() == text.strip().casefold()), "")
    meant = f"Did you mean {frame}?" if frame else f"Timeframes are {', '.join(_TIMEFRAMES)}."
    frame = frame or Timeframe.TODAY.value
    return UsageError(
        "it takes a timeframe, or From and To.",
        next_step=f'{meant} It is written {{"{frame}": ""}} in JSON, <{frame}/> in XML.',
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else iso_moment(text.strip())
