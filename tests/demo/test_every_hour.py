"""The demo's stories hold whenever the demo is started: each is over, in order, and found.

What is in the suite is a week by the hour and the edges of the calendar in a few zones;
``NETWRIX_TUI_EVERY_HOUR=1`` takes every hour of these days in all of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from netwrix_tui.clock import VARIABLE, shift_to
from netwrix_tui.demo.company import Company, build_company
from netwrix_tui.demo.dataset import Dataset, when_text
from netwrix_tui.demo.search_matching import Search
from netwrix_tui.demo.stories import STORIES, story_records
from netwrix_tui.demo.story_builder import ScriptedRecord
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.conditions import Hours
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import spans_of
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.searches.recipes import RECIPES
from tests.searches.story_cases import CASES, Finds, Story, values_of

_SEED = 7
_RECIPES = {recipe.id: recipe for recipe in RECIPES}
_TIMES = ("When", "WorkingHours")
_IS_WHOLE = bool(os.environ.get("NETWRIX_TUI_EVERY_HOUR"))

ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Tokyo",
    "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Marquesas",
    "Pacific/Pago_Pago", "America/St_Johns",
)  # fmt: skip
"""Both hemispheres and both ends of the day; quarters and halves of hours; half an hour of DST."""

EDGES = {
    "a month's end": datetime(2026, 4, 30, tzinfo=UTC),
    "a leap day": datetime(2028, 2, 28, tzinfo=UTC),
    "a year's end": datetime(2026, 12, 31, tzinfo=UTC),
    "Europe's spring": datetime(2027, 3, 28, tzinfo=UTC),
    "Europe's autumn": datetime(2026, 10, 25, tzinfo=UTC),
    "America's spring": datetime(2027, 3, 14, tzinfo=UTC),
    "America's autumn": datetime(2026, 11, 1, tzinfo=UTC),
    "Lord Howe's spring": datetime(2026, 10, 3, tzinfo=UTC),
    "Lord Howe's autumn": datetime(2027, 4, 3, tzinfo=UTC),
}
"""Days, from UTC's midnight on, on which a calendar turns or a clock changes."""


def _moments(zone: str) -> Iterator[datetime]:
    """The moments at which the demo is started; some are a second before a full hour."""
    week = datetime(2026, 11, 16, tzinfo=UTC)
    if zone == "UTC" or _IS_WHOLE:
        yield from (week + timedelta(hours=hour, minutes=50) for hour in range(168))
    for number, day in enumerate(EDGES.values()):
        hours = range(-24, 8 * 24) if _IS_WHOLE else (0, 2 + number % 21, 73, 122)
        for hour in hours:
            full = day + timedelta(hours=hour)
            yield from (
                (full - timedelta(seconds=1), full)
                if _IS_WHOLE
                else (full - timedelta(seconds=hour % 2),)
            )


@lru_cache(maxsize=1)
def _company() -> Company:
    return build_company(_SEED)


@lru_cache(maxsize=1)
def _some_dataset() -> Dataset:
    return Dataset(_SEED, 1, 0)


@lru_cache(maxsize=len(CASES))
def _values(case: Finds) -> dict[str, str]:
    return values_of(case, _company())


@lru_cache(maxsize=len(CASES))
def _placed(case: Finds) -> frozenset[int]:
    """The places in the story of the records that a search finds, leaving time aside."""
    recipe = _RECIPES[case.recipe]
    plan = recipe.plan(_values(case), ShownZone("UTC", UTC))
    timeless = SearchParameters(tuple(f for f in plan.parameters().filters if f.name not in _TIMES))
    searches = [
        Search(_some_dataset(), parameters, 1)
        for parameters in concrete_searches(timeless, datetime.fromtimestamp(0, UTC))
    ]
    return frozenset(
        number
        for number, record in enumerate(_records(story_records(case.story, _company(), _SEED, 0)))
        if any(search.finds(record) for search in searches)
    )


@lru_cache(maxsize=2 * len(STORIES))
def _told_at(story: Story, moment: int, zone: ShownZone) -> list[ScriptedRecord]:
    return story_records(story, _company(), _SEED, moment, zone.tzinfo)


def _told_by(story: Story, now: int, zone: ShownZone) -> list[ScriptedRecord]:
    """The story as it is told at a moment: once a day where it is over when the day begins."""
    midnight = now - now % 86_400
    told = _told_at(story, midnight, zone)
    return told if told[-1][0] < midnight * 1000 else _told_at(story, now, zone)


def _records(told: list[ScriptedRecord]) -> list[ActivityRecord]:
    return [replace(record, when=when_text(ms // 1000)) for ms, record in told]


def _found_in_time(case: Finds, told: list[ScriptedRecord], now: int, zone: ShownZone) -> int:
    """How many records of its story a ready-made search finds when it is asked at this moment."""
    plan = _RECIPES[case.recipe].plan(_values(case), zone)
    times = [f for f in plan.parameters().filters if f.name in _TIMES]
    (asked,) = concrete_searches(SearchParameters(tuple(times)), datetime.fromtimestamp(now, UTC))
    spans = spans_of(asked.named("When"), now)
    hours = [Hours.of(condition) for condition in asked.named("WorkingHours")]
    seconds = (told[number][0] // 1000 for number in _placed(case))
    return sum(
        any(first <= second <= last for first, last in spans)
        and all(h.holds(second) for h in hours)
        for second in seconds
    )


@pytest.mark.parametrize("name", ZONES)
def test_every_story_is_over_and_found_at_every_hour(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone = ShownZone(name, ZoneInfo(name))
    for moment in _moments(name):
        monkeypatch.setenv(VARIABLE, shift_to(moment))  # working hours have the offset of today
        now = int(moment.timestamp())
        stories = {story: _told_by(story, now, zone) for story in STORIES}
        for story, told in stories.items():
            moments = [ms for ms, _ in told]
            assert moments == sorted(moments), (moment, story.__name__)
            assert moments[-1] < now * 1000, (moment, story.__name__)
        found = {
            (case.recipe, case.story.__name__, case.records): _found_in_time(
                case, stories[case.story], now, zone
            )
            for case in CASES
        }
        wrong = {key: count for key, count in found.items() if count != key[2]}
        assert not wrong, moment


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_a_data_set_is_whole_whenever_it_is_made(edge: str, zone: str) -> None:
    for hour in (0, 12, 23) if not _IS_WHOLE else range(24):
        now = int((EDGES[edge] + timedelta(hours=hour)).timestamp())
        dataset = Dataset(_SEED, 6_000, now, zone=ZoneInfo(zone))
        records = [dataset.record(index) for index in range(0, len(dataset), 7)]
        times = [record.when for record in records]
        assert times == sorted(times, reverse=True)
        assert times[0] <= when_text(now)
        for index in dataset.scripted_between(0, len(dataset))[::50]:
            assert dataset.index_of(dataset.record(index).rid) == index


@pytest.mark.parametrize("hour", [9, 12, 21])
def test_a_week_holds_each_kind_of_mass_change(hour: int) -> None:
    """The search that README shows, on as many records as most tests have."""
    moment = datetime(2026, 11, 30, hour, 50, tzinfo=UTC)
    dataset = Dataset(_SEED, 20_000, int(moment.timestamp()))
    asked = _RECIPES["mass-change"].plan({}, ShownZone("UTC", UTC)).parameters()
    (parameters,) = concrete_searches(asked, moment)
    search = Search(dataset, parameters, dataset.now)
    actions = {dataset.record(index).action for chunk in search.chunks(0) for index in chunk}
    assert actions == {"Modified", "Renamed", "Removed"}


def test_working_hours_are_those_of_the_company() -> None:
    """A data set made for a zone has its nights where they are there."""
    moment = int(datetime(2026, 11, 18, 12, tzinfo=UTC).timestamp())
    tokyo = Dataset(_SEED, 5_000, moment, zone=ZoneInfo("Asia/Tokyo"))
    hours = [
        datetime.fromisoformat(tokyo.record(index).when).astimezone(ZoneInfo("Asia/Tokyo"))
        for index in range(len(tokyo))
    ]
    working = sum(m.weekday() < 5 and 7 <= m.hour < 18 for m in hours)
    assert working > 0.6 * len(hours)
