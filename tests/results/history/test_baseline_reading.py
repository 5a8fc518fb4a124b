"""The baseline of what is unusual: the days before it, as far as they were read and no further."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.errors import ConnectionLost
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import Timeframe
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.history.baseline_reading import (
    BaselineReading,
    baseline_search,
    spans_before,
)
from netwrix_tui.results.history.inquiry import Bounds
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.wire.page import Page
from tests.results.history.told_source import ToldSource

NOW = 1_790_000_000
BOUNDS = Bounds(10, 60.0)
HOUR = 3_600_000_000
ZONES = [
    ShownZone(name, ZoneInfo(name))
    for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
]
NIGHT = datetime(2026, 11, 28, 22, tzinfo=UTC)


def micro(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000


def of_night(hours: int = 6) -> tuple[int, int]:
    return micro(NIGHT), micro(NIGHT + timedelta(hours=hours))


def source(days: int, each: int = 3, page_size: int = 1000) -> ToldSource:
    """So many records in each of the nights before, and as many at noon."""
    found = []
    for day in range(days, 0, -1):
        for hour in (14, 1):  # noon of the day after, and the night itself
            found += [
                NIGHT - timedelta(days=day) + timedelta(hours=hour, minutes=number)
                for number in range(each)
            ]
    records = [
        ActivityRecord(rid=f"{n:049}", who="jane", action="Read", what=f"w{n}", workstation="w",
                       when=moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
        for n, moment in enumerate(sorted(found, reverse=True))
    ]  # fmt: skip
    return ToldSource(records, NOW, page_size)


def read(
    source: ToldSource, hours: int = 6, bounds: Bounds = BOUNDS, ask: Ask | None = None
) -> BaselineReading:
    spans, same_hours = spans_before(*of_night(hours), UTC_ZONE)
    wanted = baseline_search(SearchParameters(), spans)
    reading = BaselineReading(spans, same_hours=same_hours)
    source.requests = 0
    asyncio.run(
        reading.read(
            ask or source.answer, lambda ask: SearchFetcher(ask, wanted, source.page_size),
            lambda: None, bounds,
        )
    )  # fmt: skip
    return reading


def test_a_night_is_compared_with_the_same_hours_of_the_nights_before() -> None:
    told = source(20)
    baseline = read(told).baseline()
    assert (baseline.days, baseline.same_hours, baseline.is_whole) == (14, True, True)
    assert len(baseline.store) == 14 * 3
    assert told.requests == 2
    assert baseline.words == "the same hours of the 14 days before"


def test_a_day_or_more_is_compared_with_all_hours_of_the_days_before() -> None:
    baseline = read(source(20), hours=30).baseline()
    assert (baseline.days, baseline.same_hours) == (14, False)
    assert baseline.words == "the 14 days before"
    begin = micro(NIGHT - timedelta(days=14))
    moments = list(baseline.store.timestamps)
    assert all(begin <= moment < micro(NIGHT) for moment in moments)
    assert len(moments) > 14 * 3


def test_where_not_all_is_read_only_whole_days_count() -> None:
    told = source(20, each=10, page_size=15)
    reading = read(told, bounds=Bounds(4, 60.0))
    baseline = reading.baseline()
    assert told.requests == 4
    assert (len(baseline.store), baseline.days, baseline.is_whole) == (60, 5, False)
    assert reading.why_stopped == "stopped after 4 requests"


def test_an_error_leaves_what_was_read() -> None:
    told = source(20, each=10, page_size=15)

    async def ask(parameters: SearchParameters, mark: str | None) -> Page:
        if told.requests == 2:
            raise ConnectionLost("The connection ended.")
        return await told.answer(parameters, mark)

    reading = read(told, ask=ask)
    assert reading.error is not None
    assert reading.baseline().days == 2


def test_records_in_no_known_order_are_a_baseline_only_when_all_are_there() -> None:
    told = source(20, each=10, page_size=15)
    told.records.reverse()
    told.raws.reverse()
    assert read(told, bounds=Bounds(4, 60.0)).baseline().days == 0
    assert read(told, bounds=Bounds(90, 60.0)).baseline().days == 14


def test_without_any_record_there_is_none() -> None:
    reading = read(source(0))
    assert (reading.baseline().days, reading.why_stopped) == (0, "")


@pytest.mark.parametrize("zone", ZONES, ids=[zone.name for zone in ZONES])
@given(
    st.datetimes(datetime(2026, 3, 20), datetime(2026, 11, 20)).map(
        lambda m: m.replace(tzinfo=UTC)
    ),
    st.integers(1, 20),
)
def test_the_same_hours_are_those_of_the_clock(
    zone: ShownZone, start: datetime, hours: int
) -> None:
    first = micro(start)
    last = first + hours * HOUR
    spans, same_hours = spans_before(first, last, zone)
    assert same_hours
    assert len(spans) == 14
    assert spans == sorted(spans, reverse=True)
    there = start.replace(microsecond=0).astimezone(zone.tzinfo)
    for days, (begin, end) in enumerate(spans, 1):
        assert begin < end <= first
        shown = datetime.fromtimestamp(begin / 1e6, zone.tzinfo)
        wanted = there.replace(tzinfo=None) - timedelta(days=days)
        # An hour that the clock skips is shown as the one after.
        assert abs(shown.replace(tzinfo=None) - wanted) in (timedelta(0), timedelta(hours=1),
                                                             timedelta(minutes=30))  # fmt: skip


def test_the_search_is_the_same_but_for_its_times() -> None:
    who = Filter("Who", Operator.CONTAINS, "jane")
    when = Filter("When", Operator.EQUALS, Timeframe.YESTERDAY)
    search = baseline_search(SearchParameters((who, when)), [(0, HOUR), (HOUR, 2 * HOUR)])
    assert search.filters[0] == who
    assert [str(f.value.end) for f in search.named("When")] == [  # type: ignore[union-attr]
        "1970-01-01 00:59:59+00:00", "1970-01-01 01:59:59+00:00",
    ]  # fmt: skip
    assert timestamp_of("1970-01-01T00:59:59Z") == HOUR - 1_000_000
