"""Hours in the filter editor: at first the profile's, with days of the week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, time

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.weekly_hours import WeeklyHours
from netwrix_tui.records.when import HoursRange
from netwrix_tui.records.working_hours import WorkingHours
from netwrix_tui.records.zone import UTC_ZONE
from tests.tui.search.test_filter_editor import BERLIN, run


def test_working_hours() -> None:
    answers = run("'hours", "tab", "o", "tab", '"8:00+00:00', "tab", '"18:00Z', "enter")
    assert answers[0] is not None
    condition = answers[0][0]
    assert condition.operator is Operator.NOT_EQUAL_TO
    assert condition.value == WeeklyHours(0, 4, 8 * 3600, 18 * 3600, UTC_ZONE)
    answers = run(
        "'hours", "tab", "o", "tab", '"8:00+00:00', "tab", '"18:00Z', "tab", "ctrl+u", "enter"
    )
    assert answers[0] is not None
    assert answers[0][0].value == HoursRange(time(8, tzinfo=UTC), time(18, tzinfo=UTC))


def test_the_usual_working_hours_are_filled_in() -> None:
    [usual] = run("'hours", "enter", "enter")
    own = WeeklyHours.own(WorkingHours(), BERLIN)
    assert usual == [Filter("WorkingHours", usual[0].operator, own)]
    [later] = run("'hours", "enter", "'9:30", "enter")
    half_past_nine = replace(own, start=9 * 3600 + 1800, is_own=False)
    assert later == [Filter("WorkingHours", usual[0].operator, half_past_nine)]
    # A second value is nobody's usual one: what was kept is all there is.
    assert run("'hours", "enter", "ctrl+n", "enter") == [usual]
