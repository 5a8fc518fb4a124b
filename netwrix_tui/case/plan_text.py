"""Search plan as JSON text, whole: filters that are switched off, relative times as they are."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import msgspec

from netwrix_tui.any_text_json import decode_any_text, encode_any_text
from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.records.filters import Filter, FilterValue, Operator
from netwrix_tui.records.plan import PlanEntry, SearchPlan
from netwrix_tui.records.relative import RelativeSpan
from netwrix_tui.records.weekly_hours import WeeklyHours
from netwrix_tui.records.when import HoursRange, Timeframe, TimeRange
from netwrix_tui.records.zone import named_zone


def plan_text(plan: SearchPlan) -> str:
    """The plan as JSON; :func:`plan_from` reads it back equal."""
    entries = [
        {
            "filter": entry.filter.name,
            "operator": entry.filter.operator.value,
            "enabled": entry.enabled,
            **_value(entry.filter.value),
        }
        for entry in plan.entries
    ]
    return encode_any_text(entries).decode()


def plan_from(text: str) -> SearchPlan:
    """The plan of such a text. Raises UsageError for any other."""
    try:
        return SearchPlan(
            tuple(
                PlanEntry(
                    Filter(each["filter"], Operator(each["operator"]), _value_of(each)),
                    each["enabled"],
                )
                for each in decode_any_text(text.encode())
            )
        )
    except (ValueError, TypeError, KeyError, NetwrixTuiError) as error:
        raise UsageError("A search of the case cannot be read: it is damaged.") from error


def _value(value: FilterValue) -> dict[str, Any]:
    if isinstance(value, Timeframe):
        return {"timeframe": value.value}
    if isinstance(value, TimeRange):
        return {
            "from": value.start.isoformat() if value.start is not None else None,
            "to": value.end.isoformat() if value.end is not None else None,
        }
    if isinstance(value, HoursRange):
        return {"hours": [value.start.isoformat(), value.end.isoformat()]}
    if isinstance(value, WeeklyHours):
        return {
            "week": [value.first, value.last, value.start, value.end],
            "zone": value.zone.key,
            "own": value.is_own,
        }
    if isinstance(value, RelativeSpan):
        return {"relative": msgspec.to_builtins(value)}
    return {"text": str(value)}


def _value_of(each: dict[str, Any]) -> FilterValue:
    if "timeframe" in each:
        return Timeframe(each["timeframe"])
    if "hours" in each:
        return HoursRange(*(time.fromisoformat(text) for text in each["hours"]))
    if "week" in each:
        first, last, begins, ends = each["week"]
        zone = named_zone(each["zone"])
        return WeeklyHours(int(first), int(last), int(begins), int(ends), zone, is_own=each["own"])
    if "relative" in each:
        return msgspec.convert(each["relative"], RelativeSpan)
    if "text" in each:
        text: str = each["text"]
        return text
    start, end = (
        datetime.fromisoformat(each[name]) if each[name] is not None else None
        for name in ("from", "to")
    )
    return TimeRange(start, end)
