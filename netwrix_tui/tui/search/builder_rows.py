"""Rows of the search builder: a plan's entries, grouped by filter, in few words."""

from __future__ import annotations

from dataclasses import dataclass

from netwrix_tui.clock import now
from netwrix_tui.errors import UsageError
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.filter_words import joins_with_or, short_filter_name, short_operator_words
from netwrix_tui.records.filters import ANYWHERE, SERVER, SPECS
from netwrix_tui.records.plan import PlanEntry, SearchPlan

_PLACES = {name: place for place, name in enumerate((SERVER, ANYWHERE, *SPECS))}


@dataclass(frozen=True, slots=True)
class BuilderRow:
    """One entry as it is drawn; ``index`` is its place in the plan."""

    index: int
    entry: PlanEntry
    label: str
    operator: str


def builder_rows(plan: SearchPlan) -> list[BuilderRow]:
    """The entries of one filter under each other: alternatives first, then what has to hold.

    Filters come in the order in which an admin reaches for them, so that a row that is removed or
    changed moves none of the others.

    The first of a filter has its name; the others say how they are joined: ``or``, ``and not``.
    """
    groups: dict[str, list[tuple[int, PlanEntry]]] = {}
    for index, entry in enumerate(plan.entries):
        groups.setdefault(entry.filter.name, []).append((index, entry))
    rows: list[BuilderRow] = []
    for name in sorted(groups, key=_place):
        group = groups[name]
        group.sort(key=lambda item: not joins_with_or(item[1].filter))
        for place, (index, entry) in enumerate(group):
            before = group[place - 1][1] if place else None
            label = "" if place else short_filter_name(name)
            rows.append(BuilderRow(index, entry, label, _operator(entry, before)))
    return rows


def trouble_of(plan: SearchPlan) -> str:
    """Why the entries together cannot be sent, empty where they can. Each alone is valid."""
    try:
        concrete_searches(plan.parameters(), now())
    except UsageError as error:
        return error.sentence()
    return ""


def _place(name: str) -> int:
    """Documented filters in their usual order, others behind them as they were added."""
    return _PLACES.get(name, len(_PLACES))


def _operator(entry: PlanEntry, before: PlanEntry | None) -> str:
    condition = entry.filter
    words = short_operator_words(condition.name, condition.operator)
    if before is None:
        # “When is last seven days” says nothing more than “When last seven days”.
        return "" if condition.name == "When" and words == "is" else words
    if not joins_with_or(condition):
        return f"and {words}"
    return "or" if before.filter.operator is condition.operator else f"or {words}"
