"""Widenings of a search that found nothing: the same search, a little wider each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from netwrix_tui.records.doubts import wildcard_doubt, without_wildcards
from netwrix_tui.records.filter_words import filter_name, value_words
from netwrix_tui.records.filters import ANYWHERE, Filter, Operator
from netwrix_tui.records.plan import PlanEntry, SearchPlan
from netwrix_tui.records.relative import RelativeSpan, SpanUnit
from netwrix_tui.records.when import Timeframe, TimeRange
from netwrix_tui.records.zone import ShownZone

MOST = 5
_ROOM = 30
"""Cells for a value in a proposal."""

_WHOLE = (Operator.EQUALS, Operator.STARTS_WITH, Operator.ENDS_WITH)
_EXACT_ONLY = ("When", "Action", "WorkingHours")
_NAMED = (ANYWHERE, "Who", "What", "Where", "Workstation")
"""Filters in which a slip of the pen finds nothing."""

_LAST_PART = re.compile(r"[^\\/@]+")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Widening:
    """A wider search, and what is different in it: ``Last thirty days instead of today``."""

    words: str
    plan: SearchPlan


def widenings(plan: SearchPlan, zone: ShownZone) -> list[Widening]:
    """At most :data:`MOST` ways to widen a search, the most promising first.

    Nothing is thrown away: what a proposal goes without is switched off in its plan.
    """
    # Then without the name that may not exist: whatever comes after that still has it in it.
    longer = [*_longer(plan, zone)]
    named, others = _without(plan)
    plain = _plain(plan, zone)
    ways = [*plain, *longer[:1], *_looser(plan, zone), *named, *longer[1:], *others]
    known = {plan.parameters()}
    kept: list[Widening] = []
    for way in ways:
        if way.plan.parameters() not in known:
            known.add(way.plan.parameters())
            kept.append(way)
    ends = [w for w in kept if w.words == _ANY_TIME]
    return [w for w in kept if w.words != _ANY_TIME][: MOST - len(ends)] + ends


_ANY_TIME = "At any time"


def _longer(plan: SearchPlan, zone: ShownZone) -> Iterator[Widening]:
    times = [e.filter for e in plan.entries if e.enabled and e.filter.name == "When"]
    if not times:
        return
    if len(times) == 1 and not times[0].operator.is_negative:
        for wider in _wider(times[0].value):
            now = value_words(times[0].value, zone, _ROOM)
            words = f"{_capital(value_words(wider, zone, _ROOM))} instead of {now}"
            changed = replace(times[0], value=wider)
            yield Widening(words, _replaced(plan, times[0], changed))
    yield Widening(_ANY_TIME, _switched_off(plan, "When"))


def _wider(value: object) -> Iterator[Timeframe | TimeRange | RelativeSpan]:
    month, half_year = Timeframe.LAST_THIRTY_DAYS, RelativeSpan(180, SpanUnit.DAYS)
    match value:
        case Timeframe.TODAY | Timeframe.YESTERDAY:
            yield from (Timeframe.LAST_SEVEN_DAYS, month)
        case Timeframe.LAST_SEVEN_DAYS:
            yield month
        case Timeframe.LAST_THIRTY_DAYS:
            yield half_year
        case RelativeSpan() as span if span.length < _DAY:
            yield from (RelativeSpan(1, SpanUnit.DAYS), RelativeSpan(7, SpanUnit.DAYS))
        case RelativeSpan() as span if span.length < 7 * _DAY:
            yield from (RelativeSpan(7, SpanUnit.DAYS), RelativeSpan(30, SpanUnit.DAYS))
        case RelativeSpan() as span if span.length < 30 * _DAY:
            yield RelativeSpan(30, SpanUnit.DAYS)
        case RelativeSpan() as span if span.length < half_year.length:
            yield half_year
        case TimeRange(start=start, end=end) if start is not None or end is not None:
            yield from _around(value)


def _around(span: TimeRange) -> Iterator[TimeRange]:
    """The range with a day, or as much as it is long, on both sides."""
    length = span.end - span.start if span.start and span.end else _DAY
    more = max(length, _DAY)
    try:
        yield TimeRange(
            span.start - more if span.start else None, span.end + more if span.end else None
        )
    except OverflowError:  # the calendar ends there
        return


def _looser(plan: SearchPlan, zone: ShownZone) -> Iterator[Widening]:
    for entry in plan.entries:
        condition = entry.filter
        if not entry.enabled or condition.name in _EXACT_ONLY:
            continue
        if condition.operator in _WHOLE and isinstance(condition.value, str):
            yield _said(plan, condition, condition.value, zone)
        elif condition.operator is Operator.CONTAINS and isinstance(condition.value, str):
            parts = _LAST_PART.findall(condition.value)
            shorter = parts[0] if "@" in condition.value else parts[-1] if parts else ""
            if condition.name != ANYWHERE and shorter.strip() not in ("", condition.value):
                yield _said(plan, condition, shorter.strip(), zone)


def _plain(plan: SearchPlan, zone: ShownZone) -> Iterator[Widening]:
    """Without the wildcards in a value, which stand for nothing but themselves."""
    for entry in plan.entries:
        condition = entry.filter
        is_text = entry.enabled and condition.name not in _EXACT_ONLY
        if is_text and condition.operator in (*_WHOLE, Operator.CONTAINS):
            part = without_wildcards(str(condition.value)) if wildcard_doubt(condition) else ""
            if part:
                yield _said(plan, condition, part, zone)


def _said(plan: SearchPlan, condition: Filter, value: str, zone: ShownZone) -> Widening:
    changed = Filter(condition.name, Operator.CONTAINS, value)
    shown = f"“{value_words(value, zone, _ROOM)}”"
    is_whole = value == condition.value
    where = f"anywhere in {filter_name(condition.name)}"
    words = f"{shown} {where}" if is_whole else f"Only {shown} {where}"
    return Widening(words, _replaced(plan, condition, changed))


def _without(plan: SearchPlan) -> tuple[list[Widening], list[Widening]]:
    """The search without its names of accounts, objects and machines; and without the rest."""
    enabled = [e.filter for e in plan.entries if e.enabled and e.filter.name != "When"]
    names = list(dict.fromkeys(f.name for f in enabled))
    # Whoever reads a search from left to right cares most for what stands first.
    named: list[Widening] = []
    others: list[Widening] = []
    for name in reversed(names):
        label = "the word anywhere" if name == ANYWHERE else filter_name(name)
        way = Widening(f"Without {label}", _switched_off(plan, name))
        (named if name in _NAMED else others).append(way)
    return named, others


def _replaced(plan: SearchPlan, old: Filter, new: Filter) -> SearchPlan:
    entries = (replace(e, filter=new) if e.enabled and e.filter == old else e for e in plan.entries)
    return SearchPlan(tuple(dict.fromkeys(entries)))


def _switched_off(plan: SearchPlan, name: str) -> SearchPlan:
    return SearchPlan(
        tuple(PlanEntry(e.filter, enabled=e.enabled and e.filter.name != name)
              for e in plan.entries)
    )  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
