"""The search plan: what stays, what goes, what is sent; and the rows it is drawn as."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import Timeframe
from netwrix_tui.tui.search.builder_rows import builder_rows

ANN = Filter("Who", Operator.EQUALS, "ann")
TOM = Filter("Who", Operator.EQUALS, "tom")
NOT_BOB = Filter("Who", Operator.NOT_EQUAL_TO, "bob")
READ = Filter("Action", Operator.EQUALS, "Read")
WEEK = Filter("When", Operator.EQUALS, Timeframe.LAST_SEVEN_DAYS)
ALL = [ANN, TOM, NOT_BOB, READ, WEEK]


def test_a_search_starts_with_the_last_seven_days() -> None:
    assert SearchPlan.initial().parameters() == SearchParameters((WEEK,))


def test_what_is_switched_off_stays_but_is_not_sent() -> None:
    plan = SearchPlan.of(WEEK, ANN).toggle(0)
    assert plan.parameters() == SearchParameters((ANN,))
    assert len(plan.entries) == 2
    assert plan.toggle(0) == SearchPlan.of(WEEK, ANN)


def test_adding_what_is_there_switches_it_on() -> None:
    plan = SearchPlan.of(WEEK, ANN)
    assert plan.toggle(1).add(ANN) == plan


def test_changing_into_what_is_there_leaves_one() -> None:
    plan = SearchPlan.of(ANN, READ, TOM)
    assert plan.change(0, TOM) == SearchPlan.of(TOM, READ)
    assert plan.change(2, ANN) == SearchPlan.of(READ, ANN)
    assert plan.toggle(0).change(0, ANN) == plan


steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "change", "toggle", "remove"]),
        st.integers(0, 9),
        st.sampled_from(ALL),
    ),
    max_size=25,
)


def played(moves: list[tuple[str, int, Filter]]) -> SearchPlan:
    plan = SearchPlan()
    for what, place, condition in moves:
        if what == "add":
            plan = plan.add(condition)
        elif plan.entries:
            index = place % len(plan.entries)
            match what:
                case "change":
                    plan = plan.change(index, condition)
                case "toggle":
                    plan = plan.toggle(index)
                case _:
                    plan = plan.remove(index)
    return plan


@given(steps)
@settings(deadline=None)
def test_no_filter_ever_stands_twice_and_only_the_enabled_are_sent(
    moves: list[tuple[str, int, Filter]],
) -> None:
    plan = played(moves)
    filters = [entry.filter for entry in plan.entries]
    assert len(set(filters)) == len(filters)
    assert plan.parameters().filters == tuple(e.filter for e in plan.entries if e.enabled)


@given(steps)
@settings(deadline=None)
def test_the_rows_show_each_entry_once_under_the_name_of_its_filter(
    moves: list[tuple[str, int, Filter]],
) -> None:
    plan = played(moves)
    rows = builder_rows(plan)
    assert sorted(row.index for row in rows) == list(range(len(plan.entries)))
    assert all(row.entry is plan.entries[row.index] for row in rows)
    named = ""
    for row in rows:
        named = row.label or named
        assert row.entry.filter.name == named
    assert len([r for r in rows if r.label]) == len({e.filter.name for e in plan.entries})


def test_alternatives_stand_before_what_has_to_hold_and_say_how_they_join() -> None:
    plan = SearchPlan.of(
        READ, NOT_BOB, ANN, TOM, Filter("Who", Operator.STARTS_WITH, "svc"),
        Filter("Who", Operator.NOT_IN_GROUP, "CORP\\Staff"),
    )  # fmt: skip
    assert [(r.label, r.operator, r.entry.filter.value) for r in builder_rows(plan)] == [
        ("Who", "is", "ann"),
        ("", "or", "tom"),
        ("", "or starts", "svc"),
        ("", "and not", "bob"),
        ("", "and not in", "CORP\\Staff"),
        ("Action", "is", "Read"),
    ]


def test_parameters_do_not_repeat_and_give_up_what_they_are_told_to() -> None:
    parameters = SearchParameters().with_(ANN, TOM, ANN).with_(TOM, READ)
    assert parameters.filters == (ANN, TOM, READ)
    assert parameters.named("Who") == (ANN, TOM)
    assert parameters.without(TOM).filters == (ANN, READ)
