"""Every ready-made search is whole, and finds the story that was planted for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.clock import now
from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.demo.search_matching import Search
from netwrix_tui.demo.stories import STORIES, story_records
from netwrix_tui.errors import UsageError
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of, plan_of
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.sequence_pattern import Same
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.searches.recipe import Recipe
from netwrix_tui.searches.recipes import RECIPES
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import Demo
from tests.searches.story_cases import CASES, Finds, Story, values_of

_NOW = int(datetime(2026, 11, 18, 15, 0, tzinfo=UTC).timestamp())
_SEED = 7
_BY_ID = {recipe.id: recipe for recipe in RECIPES}


@lru_cache(maxsize=1)
def _dataset() -> Dataset:
    return Dataset(_SEED, 20_000, _NOW)


def _told(story: Story) -> list[ActivityRecord]:
    return [record for _, record in story_records(story, _dataset().company, _SEED, _NOW)]


def _trace(record: ActivityRecord) -> tuple[object, ...]:
    return (record.who, record.action, record.what, record.workstation, record.details)


def _found(plan: SearchPlan) -> list[ActivityRecord]:
    dataset, now = _dataset(), datetime.fromtimestamp(_NOW, UTC)
    indices = {
        index
        for parameters in concrete_searches(plan.parameters(), now)
        for chunk in Search(dataset, parameters, _NOW).chunks(0)
        for index in chunk
    }
    return [dataset.record(index) for index in sorted(indices)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.recipe}-{case.story.__name__}")
def test_a_ready_made_search_finds_its_story(case: Finds) -> None:
    told = {_trace(record) for record in _told(case.story)}
    found = _found(_BY_ID[case.recipe].plan(values_of(case, _dataset().company), UTC_ZONE))
    assert sum(_trace(record) in told for record in found) == case.records


def test_every_ready_made_search_and_every_story_has_a_case() -> None:
    assert len(RECIPES) >= 30
    assert {case.recipe for case in CASES} == set(_BY_ID)
    assert {case.story for case in CASES} == set(STORIES)
    assert all(story.__doc__ for story in STORIES)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.id)
def test_a_ready_made_search_is_explained_and_whole(recipe: Recipe) -> None:
    assert recipe.about.endswith(".")
    assert len(recipe.about) <= 100
    assert len({blank.name for blank in recipe.blanks}) == len(recipe.blanks)
    of_sequence = {"n", "within"} if recipe.sequence is not None else set()
    in_line = [blank.name for blank in recipe.blanks if blank.name not in of_sequence]
    assert all(f"{{{name}}}" in recipe.line for name in in_line)
    assert len(in_line) + len(of_sequence) == len(recipe.blanks)
    values = {blank.name: blank.default or "a b" for blank in recipe.blanks}
    plan = recipe.plan(values, UTC_ZONE)
    assert "{" not in recipe.filled(values)
    assert plan_of(line_of(plan, UTC_ZONE), UTC_ZONE) == plan


def test_ids_and_names_are_told_apart() -> None:
    assert len(_BY_ID) == len(RECIPES)
    assert len({recipe.name for recipe in RECIPES}) == len(RECIPES)


def test_what_is_left_empty_is_not_searched_for() -> None:
    recipe = _BY_ID["deleted-files"]
    assert recipe.filled({}) == "action:Removed source:File source:SharePoint when:30d"
    line = recipe.filled({"folder": " Q3 plan ", "since": "yesterday"})
    assert line == 'action:Removed source:File source:SharePoint what:"Q3 plan" when:yesterday'


def test_a_sequence_is_as_its_blanks_say() -> None:
    recipe = _BY_ID["password-spray"]
    pattern = recipe.pattern({"n": "1,000", "within": "30m"}, UTC_ZONE)
    assert pattern is not None
    assert (pattern.minimum, pattern.within, pattern.same) == (
        1_000, timedelta(minutes=30), Same.WORKSTATION,
    )  # fmt: skip
    assert "from the same workstation, within 30 min" in pattern.words(UTC_ZONE)
    for wrong in ({"n": "none"}, {"n": "0"}, {"n": "²"}, {"within": "soon"}, {"within": "0h"}):
        with pytest.raises(UsageError):
            recipe.pattern(wrong, UTC_ZONE)
    assert _BY_ID["deleted-files"].pattern({}, UTC_ZONE) is None


def test_several_values_become_several_terms() -> None:
    line = _BY_ID["quiet-day"].filled({"noise": "svc-, , SYSTEM"})
    assert line.startswith("-who:svc- -who:SYSTEM -action:Read")


def test_what_is_needed_and_missing_is_said() -> None:
    with pytest.raises(UsageError, match="Which folder"):
        _BY_ID["folder-history"].filled({})
    with pytest.raises(UsageError, match="does not ask for colour"):
        _BY_ID["folder-history"].filled({"colour": "red"})
    with pytest.raises(UsageError, match="neither a day nor a span"):
        _BY_ID["deleted-files"].plan({"since": "whenever"}, UTC_ZONE)


_VALUE = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip)


@given(who=_VALUE, folder=_VALUE)
@settings(deadline=None, max_examples=50)
def test_any_value_arrives_as_it_was_typed(who: str, folder: str) -> None:
    plan = _BY_ID["deleted-files"].plan({"who": who, "folder": folder}, UTC_ZONE)
    values = {f.name: f.value for f in plan.parameters().filters}
    assert (values["Who"], values["What"]) == (who.strip(), folder.strip())


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.recipe in ("vmware", "logs-cleared", "file-permissions")],
    ids=lambda case: f"{case.recipe}-{case.story.__name__}",
)
def test_the_demo_server_finds_it_too(demo: Demo, case: Finds) -> None:
    plan = _BY_ID[case.recipe].plan(values_of(case, _dataset().company), UTC_ZONE)
    (parameters,) = concrete_searches(plan.parameters(), now())
    body = codec(WireFormat.JSON).encode_search(parameters)
    with demo.http() as http:
        answer = http.post("search", params={"format": "json", "count": "1000"}, content=body)
    found = answer.json()["ActivityRecordList"]
    told = {(r.action, r.what, r.workstation) for r in _told(case.story)}
    traces = [(r["Action"], r["What"], r.get("Workstation", "")) for r in found]
    assert sum(trace in told for trace in traces) == case.records
