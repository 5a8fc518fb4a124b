"""Label of a step of the trail: what is new in its search, in two or three words."""

from __future__ import annotations

from netwrix_tui.records.filter_words import (
    short_filter_name,
    short_operator_words,
    shortened,
    value_words,
)
from netwrix_tui.records.filters import ANYWHERE, Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.sentence import short_sentence
from netwrix_tui.records.zone import ShownZone

ROOM = 22
"""Cells that the words of a step take at most."""

_VALUE_ROOM = 16


def step_words(plan: SearchPlan, before: SearchPlan | None, zone: ShownZone) -> str:
    """How a search differs from the one before it; the search itself where there is none."""
    now = _conditions(plan)
    if before is None:
        return short_sentence(plan.parameters(), zone, ROOM)
    then = _conditions(before)
    added = [condition for condition in now if condition not in then]
    gone = [condition for condition in then if condition not in now]
    if not added and not gone:
        return "again"
    if not added:
        return _fitted("without", gone, zone)
    # The time is what one looks for least.
    told = next((condition for condition in added if condition.name != "When"), added[0])
    more = f" +{len(added) - 1}" if len(added) > 1 else ""
    return shortened(filter_words(told, zone), ROOM - len(more)) + more


def filter_words(condition: Filter, zone: ShownZone) -> str:
    """One condition in at most :data:`ROOM` cells: ``not svc-sync``, ``What has finance``."""
    value = value_words(condition.value, zone, _VALUE_ROOM)
    match condition.operator:
        case Operator.EQUALS:
            words = value
        case Operator.NOT_EQUAL_TO:
            words = f"not {value}"
        case Operator.CONTAINS if condition.name == ANYWHERE:
            words = f"anywhere {value}"
        case operator:
            name = short_filter_name(condition.name)
            words = f"{name} {short_operator_words(condition.name, operator)} {value}"
    return shortened(words, ROOM)


def _fitted(word: str, conditions: list[Filter], zone: ShownZone) -> str:
    if len(conditions) == 1:
        return shortened(f"{word} {filter_words(conditions[0], zone)}", ROOM)
    return f"{word} {len(conditions)} filters"


def _conditions(plan: SearchPlan) -> tuple[Filter, ...]:
    return plan.parameters().filters
