"""Times as people type them, as the wire carries them, and back."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netwrix_tui.errors import UsageError
from netwrix_tui.records.when import (
    HoursRange,
    TimeRange,
    instant,
    parse_moment,
    parse_time_of_day,
    wire_moment,
    wire_time_of_day,
)

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [ZoneInfo(n) for n in ("Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "UTC")]
seconds = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("2026-11-05", "2026-11-05T00:00:00+01:00"),
        ("2026-07-05 8:30", "2026-07-05T08:30:00+02:00"),
        ("2026-07-05\u00a008:30\u202f+01:00", "2026-07-05T08:30:00+01:00"),
        (" 2026-07-05T08:30:15 ", "2026-07-05T08:30:15+02:00"),
        ("2026-07-05 08:30 Z", "2026-07-05T08:30:00Z"),
        ("2026-07-05 08:30 -0330", "2026-07-05T08:30:00-03:30"),
        ("2026-07-05 08:30:00.75z", "2026-07-05T08:30:00Z"),
    ],
)
def test_a_moment_is_read_in_the_zone_unless_it_has_its_own(typed: str, sent: str) -> None:
    assert wire_moment(parse_moment(typed, BERLIN)) == sent


def test_a_date_alone_ends_with_its_last_second() -> None:
    assert wire_moment(parse_moment("2026-11-05", UTC, end_of_day=True)) == "2026-11-05T23:59:59Z"


@pytest.mark.parametrize(
    "typed",
    ["", "yesterday", "2026-13-01", "2026-02-29", "2026-11-05 25:00", "2026-11-05 24:00",
     "5.11.2026", "2026-11-05 08:00 +25:00", "2026-11-05 08:00 +01:75", "2026-11-05\n08:00"],
)  # fmt: skip
def test_what_is_no_time_is_refused_with_a_next_step(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_moment(typed, BERLIN)
    assert refused.value.next_step


@given(moment=seconds, zone=st.sampled_from(ZONES))
@example(datetime(2024, 10, 27, 2, fold=1), BERLIN)
@settings(deadline=None)
def test_typed_times_keep_their_clock_and_get_the_offset_of_their_day(
    moment: datetime, zone: ZoneInfo
) -> None:
    parsed = parse_moment(moment.isoformat(" "), zone)
    assert parsed.replace(tzinfo=None) == moment
    # The wire knows whole minutes; a zone's history may know seconds. A text cannot say which of an
    # hour that comes twice it means: the first.
    there = moment.replace(tzinfo=zone, fold=0).utcoffset() or timedelta()
    assert parsed.utcoffset() == there // timedelta(minutes=1) * timedelta(minutes=1)


@given(moment=seconds, offset=offsets, zone=st.sampled_from(ZONES))
@settings(deadline=None)
def test_the_wire_form_reads_back_as_the_same_moment_in_any_zone(
    moment: datetime, offset: timezone, zone: ZoneInfo
) -> None:
    aware = moment.replace(tzinfo=offset)
    assert parse_moment(wire_moment(aware), zone) == aware
    assert instant(wire_moment(aware)) == aware


@pytest.mark.parametrize(
    ("clock", "sent"),
    [
        ("2026-10-25 02:30", "2026-10-25T02:30:00+02:00"),  # twice that night: the first
        ("2026-10-25 02:30 +01:00", "2026-10-25T02:30:00+01:00"),
        ("2026-03-29 02:30", "2026-03-29T02:30:00+01:00"),  # never that night: as before it
    ],
)
def test_the_nights_when_the_clocks_change(clock: str, sent: str) -> None:
    assert wire_moment(parse_moment(clock, BERLIN)) == sent


@given(clock=st.times().map(lambda t: t.replace(microsecond=0)), offset=offsets)
@settings(deadline=None)
def test_times_of_day_survive_the_wire(clock: time, offset: timezone) -> None:
    aware = clock.replace(tzinfo=offset)
    again = parse_time_of_day(wire_time_of_day(aware), UTC)
    assert (again.replace(tzinfo=None), again.utcoffset()) == (clock, aware.utcoffset())


def test_a_time_of_day_takes_the_offset_of_the_given_day() -> None:
    summer, winter = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    assert wire_time_of_day(parse_time_of_day("8:00", BERLIN, today=summer)) == "08:00:00+02:00"
    assert wire_time_of_day(parse_time_of_day("8:00", BERLIN, today=winter)) == "08:00:00+01:00"


@pytest.mark.parametrize("typed", ["", "8", "24:00", "08:60", "8am"])
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        parse_time_of_day(typed, UTC)


def test_ranges_that_cannot_match_or_have_no_zone_are_refused() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    assert TimeRange(early, late).end == late
    assert TimeRange(early, early)
    with pytest.raises(UsageError, match="later"):
        TimeRange(late, early)
    with pytest.raises(UsageError):
        TimeRange()
    with pytest.raises(UsageError, match="zone"):
        TimeRange(datetime(2026, 1, 1))
    with pytest.raises(UsageError, match="zone"):
        HoursRange(time(8), time(18, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-17T09:37:11Z", datetime(2026, 3, 17, 9, 37, 11, tzinfo=UTC)),
        ("2026-03-17T10:37:11+01:00", datetime(2026, 3, 17, 9, 37, 11, tzinfo=UTC)),
        ("2026-03-17T09:37:11", datetime(2026, 3, 17, 9, 37, 11, tzinfo=UTC)),
        ("20260317T092411Z", datetime(2026, 3, 17, 9, 24, 11, tzinfo=UTC)),
        ("2026-03-17T24:00:00Z", None),
        ("never", None),
        ("", None),
    ],
)
def test_a_records_time_is_an_instant_or_nothing(text: str, moment: datetime | None) -> None:
    assert instant(text) == moment
