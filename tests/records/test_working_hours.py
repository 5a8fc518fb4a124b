"""Working hours as people write them, and when they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.errors import UsageError
from netwrix_tui.records.working_hours import WorkingHours

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("08:00-18:00", "Mon–Fri 08:00–18:00"),
        ("7-19", "Mon–Fri 07:00–19:00"),
        (" Mon-Sat 07:30 - 19:15 ", "Mon–Sat 07:30–19:15"),
        ("monday–saturday 7:30–19", "Mon–Sat 07:30–19:00"),
        ("Sun-Thu 08:00-17:00", "Sun–Thu 08:00–17:00"),
        ("Sat 10-24", "Sat 10:00–24:00"),
        ("22:00-06:00", "Mon–Fri 22:00–06:00"),
    ],
)
def test_what_is_written_is_read(text: str, words: str) -> None:
    assert WorkingHours.parse(text).words == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "always",
        "8",
        "8-8",
        "08:07-18:00",
        "25-26",
        "08:60-18:00",
        "24:00-06:00",
        "Foo-Fri 8-18",
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        WorkingHours.parse(text)
    assert "08:00-18:00" in refused.value.sentence()


def test_hours_hold_on_their_days() -> None:
    hours = WorkingHours.parse("Mon-Fri 08:00-18:00")
    assert hours.hold(MONDAY, 8 * 60)
    assert hours.hold(FRIDAY, 18 * 60 - 1)
    assert not hours.hold(MONDAY, 8 * 60 - 1)
    assert not hours.hold(FRIDAY, 18 * 60)
    assert not hours.hold(SATURDAY, 12 * 60)


def test_days_go_over_sunday() -> None:
    hours = WorkingHours.parse("Sun-Thu 08:00-17:00")
    assert hours.hold(SUNDAY, 600)
    assert hours.hold(MONDAY, 600)
    assert not hours.hold(FRIDAY, 600)


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin() -> None:
    hours = WorkingHours.parse("Mon-Fri 22:00-06:00")
    assert hours.hold(FRIDAY, 23 * 60)
    assert hours.hold(SATURDAY, 5 * 60)
    assert not hours.hold(SATURDAY, 23 * 60)
    assert not hours.hold(MONDAY, 5 * 60)
    assert not hours.hold(FRIDAY, 12 * 60)


@given(
    st.builds(
        WorkingHours,
        first=st.integers(0, 6),
        last=st.integers(0, 6),
        start=st.integers(0, 95).map(lambda quarter: 15 * quarter),
        end=st.integers(1, 96).map(lambda quarter: 15 * quarter),
    ).filter(lambda hours: hours.start != hours.end)
)
def test_their_words_are_read_as_they_are(hours: WorkingHours) -> None:
    assert WorkingHours.parse(hours.words) == hours
