"""What is said of the speed and the rest of loading everything."""

from __future__ import annotations

from netwrix_tui.results.loading.load_rate import LoadRate, Progress

SECOND = 1_000_000


def test_nothing_is_said_before_anything_is_known() -> None:
    rate = LoadRate(0)
    assert rate.progress() == Progress()
    rate.note(10.0, 0, None)
    assert rate.progress() == Progress()


def test_the_rate_is_that_of_the_last_seconds() -> None:
    rate = LoadRate(None)
    for second in range(11):
        rate.note(float(second), second * 1_000, None)
    for second in range(11, 21):
        rate.note(float(second), 10_000 + (second - 10) * 4_000, None)
    assert rate.progress().rate == 4_000
    assert rate.progress().left is None


def test_what_is_left_follows_from_the_time_that_was_covered() -> None:
    rate = LoadRate(1_000)
    rate.note(0.0, 0, None)
    for second in range(11):
        rate.note(float(second), second, (2_000 - 50 * second) * SECOND)
    assert rate.progress().left == 10.0
    rate.note(11.0, 11, None)
    assert rate.progress().left is None, "records do not come newest first any more"
