"""The search of a group finds its records, and says where it finds more."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of, plan_of
from netwrix_tui.records.record_matching import RecordTest
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.summaries.group_keys import keys_named
from netwrix_tui.results.summaries.group_search import group_search
from netwrix_tui.results.summaries.of_store import summary_of
from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.results.view.view import View
from tests.results.records import page_of
from tests.results.summaries.counted_anew import NAMES
from tests.results.summaries.test_summaries import BERLIN, numbered_rows

pytestmark = pytest.mark.lengthy

NOW = int(datetime(2026, 11, 25, tzinfo=UTC).timestamp())


def _found(store: Store, plan: SearchPlan, terms: str) -> int:
    """How many records of the store the search and the quick filter find."""
    test = RecordTest(plan.parameters(), NOW)
    found = Store()
    rows = [store.row(at) for at in range(len(store)) if test.row_holds(store.row(at))]
    if rows:
        found.append(page_of(rows))
    view = View(found)
    view.adopt(finished(view.order_rows((), QuickFilter.parse(terms, BERLIN))))
    return len(view)


@pytest.mark.parametrize("seed", range(40))
def test_a_group_is_found_again(seed: int) -> None:
    dice = random.Random(seed)
    store = Store()
    store.append(page_of(numbered_rows(seed, 400)))
    keys = keys_named(dice.sample(NAMES, dice.randint(1, 3)))
    summary = finished(summary_of(store, range(len(store)), keys, BERLIN, "nwx01"))
    for place in dice.sample(range(len(summary)), min(8, len(summary))):
        group = summary.group(place)
        search = group_search(SearchPlan(), keys, group.values, BERLIN)
        found = _found(store, search.plan, search.terms)
        is_parted = any(key.name in ("Domain", "Folder", "Extension", "Server") for key in keys)
        if search.said or is_parted or search.terms:
            assert found >= group.count, (group.values, search)
        else:
            # The API takes capital letters for small ones.
            folded = [tuple(v.casefold() for v in summary.values(p)) for p in range(len(summary))]
            own = tuple(v.casefold() for v in group.values)
            same = [p for p, values in enumerate(folded) if values == own]
            assert found == sum(summary.count(p) for p in same), (group.values, search)


def test_an_hour_and_a_weekday_are_told_by_the_quick_filter() -> None:
    rows = numbered_rows(2, 600)
    store = Store()
    store.append(page_of(rows))
    keys = keys_named(["Hour", "Weekday"])
    summary = finished(summary_of(store, range(len(store)), keys, BERLIN))
    for place in range(0, len(summary), 7):
        group = summary.group(place)
        if not all(group.values):
            continue
        search = group_search(SearchPlan(), keys, group.values, BERLIN)
        assert (search.plan, search.said) == (SearchPlan(), ())
        assert _found(store, search.plan, search.terms) == group.count


def _line(query: str, by: str, *values: str) -> str:
    search = group_search(plan_of(query, UTC_ZONE), keys_named(by.split(",")), values, UTC_ZONE)
    return f"{line_of(search.plan, UTC_ZONE)} | {search.terms} | {len(search.said)}"


def test_what_the_search_asks_for_already_stays_asked_for() -> None:
    assert _line("who:jane when:7d", "Who", "CORP\\jane") == "when:7d who=CORP\\jane |  | 0"
    # One more value of the same filter would be an alternative, and find more.
    assert _line("who:jane", "Domain", "CORP") == 'who:jane | who:"CORP" | 0'
    assert _line("-who:svc", "Domain", "CORP") == "-who:svc who^=CORP\\ who$=@CORP |  | 0"
    assert (
        _line("", "Folder,Extension", "\\\\fs\\a", "doc") == 'what^=\\\\fs\\a\\ | what:".doc" | 1'
    )
    assert _line("", "Folder", "https://sp/x") == "what^=https://sp/x/ |  | 1"
    assert _line("when:7d", "Day", "2026-11-05") == "when:2026-11-05 |  | 0"


@pytest.mark.parametrize("by", NAMES)
@pytest.mark.parametrize("value", ["", "\x00", 'a"b', "soon", "2026-99-99", "0001-01-01"])
def test_any_value_makes_a_search_or_is_said(by: str, value: str) -> None:
    search = group_search(SearchPlan(), keys_named([by]), (value,), BERLIN)
    assert by == "Server" or search.said or search.terms or search.plan.entries


def test_of_several_servers_the_group_is_searched_at_its_own() -> None:
    keys = keys_named(["Server", "Who"])
    plan = plan_of("server:corp server:dmz when:7d", UTC_ZONE)
    several = group_search(plan, keys, ("dmz", "jane"), UTC_ZONE, several=True)
    assert line_of(several.plan, UTC_ZONE) == "when:7d who=jane server:dmz"
    assert (several.terms, several.said) == ("", ())
    # A single one need not be named, and knows no such filter.
    single = group_search(plan_of("when:7d", UTC_ZONE), keys, ("nwx01", "jane"), UTC_ZONE)
    assert line_of(single.plan, UTC_ZONE) == "when:7d who=jane"
    assert single.said == ()
