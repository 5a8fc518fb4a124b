"""Which group the cursor of a table of counts is on, and the search for its records. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from netwrix_tui.errors import UsageError
from netwrix_tui.records import pivots
from netwrix_tui.records.epoch import moment_at
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.results.summaries.group_keys import GroupKey, keys_named
from netwrix_tui.results.summaries.group_search import GroupSearch, group_search
from netwrix_tui.results.summaries.sheet import Value
from netwrix_tui.tui.summary.summary_work import Result, Shape

_LOGONS = {"failed": ("Failed Logon",), "succeeded": ("Successful Logon",)}


def opened_group(
    result: Result,
    plan: SearchPlan,
    zone: ShownZone,
    row: int,
    column: int,
    inside: str | None,
    *,
    several: bool = False,
) -> GroupSearch | None:
    """The search for what a row, and in a cross table a cell, is about; None for no group.

    ``inside`` is the value in the list beside, where the cursor is there; ``several`` is True where
    several servers are asked.
    """
    search_of = partial(group_search, plan, zone=zone, several=several)
    sheet, wish = result.shown.sheet, result.wish
    values = sheet.rows[row]
    match wish.shape:
        case Shape.LIST:
            return search_of(wish.keys, _texts(values[: len(wish.keys)]))
        case Shape.BESIDE:
            told = [str(values[0]), *([] if inside is None else [inside])]
            return search_of(wish.keys[: len(told)], told)
        case Shape.CROSS:
            return _cell(result, search_of, row, column)
        case Shape.LOGONS:
            found = search_of(keys_named(["Who"]), _texts(values[:1]))
            actions = _LOGONS.get(sheet.columns[column].name, pivots.LOGONS)
            return replace(found, plan=_with_actions(found.plan, actions))
        case Shape.SEQUENCES:
            return _sequence(result, plan, zone, values)


def _texts(values: tuple[Value, ...]) -> list[str]:
    return [str(value) for value in values]


def _cell(
    result: Result, search_of: Callable[..., GroupSearch], row: int, column: int
) -> GroupSearch | None:
    sheet, (first, second) = result.shown.sheet, result.wish.keys
    is_total = row == len(sheet) - 1
    name = sheet.columns[column].name
    keys: list[GroupKey] = [] if is_total else [first]
    values = [] if is_total else [str(sheet.rows[row][0])]
    if name.startswith("cell "):
        keys.append(second)
        values.append(name.removeprefix("cell "))
    return search_of(keys, values) if keys else None


def _sequence(
    result: Result, plan: SearchPlan, zone: ShownZone, values: tuple[Value, ...]
) -> GroupSearch:
    sheet = result.shown.sheet
    told = dict(zip((column.name for column in sheet.columns), values, strict=True))
    found = group_search(plan, keys_named([sheet.columns[0].name]), _texts(values[:1]), zone)
    start, end = (
        moment_at(value if isinstance(value, int) else None, UTC_ZONE.tzinfo)
        for value in (told["first"], told["then"])
    )
    if start is None or end is None:
        raise UsageError("The time of this sequence cannot be told.")
    whole = start.replace(microsecond=0), end.replace(microsecond=0) + timedelta(seconds=1)
    return replace(found, plan=pivots.within(found.plan, *whole))


def _with_actions(plan: SearchPlan, actions: tuple[str, ...]) -> SearchPlan:
    entries = (e for e in plan.entries if e.filter.name != "Action" or not e.enabled)
    plan = SearchPlan(tuple(entries))
    for action in actions:
        plan = plan.add(Filter("Action", Operator.EQUALS, action))
    return plan
