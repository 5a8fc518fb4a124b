"""The timeline as lines: every bucket in its place, the words true, nothing wider than the pane."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.pivots import within
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.record import Row
from netwrix_tui.records.when import Timeframe, TimeRange
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.results.view.counts import Bucket
from netwrix_tui.results.view.fine_buckets import fine_buckets, is_coarse
from netwrix_tui.results.view.first_in_span import first_between
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.results.view.sorting import SortKey
from netwrix_tui.results.view.view import View
from netwrix_tui.tui.counts.timeline_lines import TimelineLines, short_span_words, span_words
from tests.results.records import page_of, rid

START = datetime(2026, 3, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)


def lines_of(counts: list[int], length: timedelta = HOUR) -> TimelineLines:
    starts = [START + place * length for place in range(len(counts) + 1)]
    buckets = tuple(
        Bucket(start, end, count)
        for (start, end), count in zip(pairwise(starts), counts, strict=True)
    )
    return TimelineLines(buckets, sum(counts), sum(counts))


counts = st.lists(st.integers(0, 10**6), max_size=90)
widths = st.integers(1, 160)


@given(counts, widths, st.integers(1, 6), st.data())
def test_lines_have_their_width_and_show_each_bucket_that_holds_anything(
    given_counts: list[int], width: int, height: int, data: st.DataObject
) -> None:
    lines = lines_of(given_counts)
    places = st.integers(0, max(0, len(lines) - 1))
    first, last = sorted((data.draw(places), data.draw(places)))
    bars = lines.bars(width, height)
    assert [len(line) for line in bars] == [width] * height
    for pointed in (False, True):
        assert len(lines.axis(width, first, last, is_pointed_at=pointed)) == width
        assert len(lines.words(first, last, is_pointed_at=pointed, width=width)) <= width
    if not given_counts or len(given_counts) > width:
        return
    for place, count in enumerate(given_counts):
        start, end = lines.stretch(width, place, place)
        assert start < end
        assert lines.place_at(start, width) == place
        assert bool(bars[-1][start:end].strip()) == bool(count)
        assert lines.place_of(lines.buckets[place].start) == place
    start, end = lines.stretch(width, first, last)
    axis = lines.axis(width, first, last, is_pointed_at=True)
    pointed = axis[start:end]
    assert pointed.strip("─") == "▲" if first == last else set(pointed) == {"═"}
    assert lines.count(first, last) == sum(given_counts[first : last + 1])


@given(st.integers(1, 90), widths, st.data())
def test_labels_below_are_whole_wherever_one_points(
    buckets: int, width: int, data: st.DataObject
) -> None:
    lines = lines_of([1] * buckets)
    places = st.integers(0, buckets - 1)
    first, last = sorted((data.draw(places), data.draw(places)))
    labels = lines.axis(10_000, 0, 0, is_pointed_at=False).split("  ")
    axis = re.sub("[▲─═]", " ", lines.axis(width, first, last, is_pointed_at=True))
    assert {label.strip() for label in axis.split("  ")} <= {label.strip() for label in labels}


def test_a_label_makes_way_for_the_cursor() -> None:
    lines = lines_of([1] * 24)
    assert lines.axis(48, 0, 0, is_pointed_at=True).startswith("▲─ Tue 17 Mar 00:00 ")
    assert lines.axis(48, 23, 23, is_pointed_at=True).endswith(" Tue 17 Mar 24:00 ▲─")


def test_moments_outside_belong_to_the_nearest_bucket() -> None:
    lines = lines_of([1, 2, 3])
    assert lines.place_of(START - HOUR) == 0
    assert lines.place_of(START + 99 * HOUR) == 2
    assert TimelineLines().place_of(START) == 0


@pytest.mark.parametrize(
    ("start", "hours", "words", "short"),
    [
        (START + 9 * HOUR, 1, "Tue 17 Mar 2026 09:00–10:00", "17 Mar 09:00–10:00"),
        (START, 24, "Tue 17 Mar 2026", "17 Mar"),
        (START + 21 * HOUR, 3, "Tue 17 Mar 2026 21:00–24:00", "17 Mar 21:00–24:00"),
        (START, 7 * 24, "Tue 17 Mar – Mon 23 Mar 2026", "17 Mar – 23 Mar"),
        (START + 12 * HOUR, 24, "Tue 17 Mar 12:00 – Wed 18 Mar 2026 12:00", "17 Mar – 18 Mar"),
        (START + timedelta(hours=9, seconds=30), 1 / 60, "Tue 17 Mar 2026 09:00:30–09:01:30",
         "17 Mar 09:00:30–09:01:30"),
        (datetime(2025, 12, 31, tzinfo=UTC), 48, "Wed 31 Dec 2025 – Thu 1 Jan 2026",
         "31 Dec – 1 Jan"),
    ],
)  # fmt: skip
def test_spans_in_words(start: datetime, hours: float, words: str, short: str) -> None:
    assert span_words(start, start + hours * HOUR) == words
    assert short_span_words(start, start + hours * HOUR) == short


def test_words_say_of_which_records() -> None:
    lines = lines_of([5, 1, 0])
    whole = lines.words(0, 0, is_pointed_at=False, width=99)
    assert whole == (
        "TIMELINE  of the 6 loaded records · Tue 17 Mar 2026 00:00–03:00 · a bar is 1 hour"
    )
    assert lines.words(1, 1, is_pointed_at=True, width=99) == (
        "TIMELINE  Tue 17 Mar 2026 01:00–02:00 · 1 record · of the 6 loaded records"
    )
    assert lines.words(0, 0, is_pointed_at=False, width=72) == (
        "TIMELINE  6 loaded · Tue 17 Mar 2026 00:00–03:00 · a bar is 1 hour"
    )
    assert lines.words(0, 0, is_pointed_at=False, width=60) == (
        "TIMELINE  6 loaded · Tue 17 Mar 2026 00:00–03:00"
    )
    assert lines.words(1, 1, is_pointed_at=True, width=70) == (
        "TIMELINE  Tue 17 Mar 2026 01:00–02:00 · 1 record · 6 loaded"
    )
    assert "nothing with a time" in TimelineLines().words(0, 0, is_pointed_at=True, width=99)
    filtered = TimelineLines(lines.buckets, 20, 6, is_filtered=True)
    assert "of the 6 shown, of 20 loaded" in filtered.words(0, 0, is_pointed_at=True, width=99)


def test_an_hour_that_comes_twice_is_two_bars_of_an_hour() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    hours = [datetime(2026, 10, 24, 23, tzinfo=UTC) + number * HOUR for number in range(5)]
    shown = pairwise(hour.astimezone(berlin) for hour in hours)
    lines = TimelineLines(tuple(Bucket(start, end, 1) for start, end in shown), 4, 4)
    assert [bucket.length for bucket in lines.buckets] == [HOUR] * 4
    assert [lines.place_of(hour.astimezone(berlin)) for hour in hours[:-1]] == [0, 1, 2, 3]
    # 02:00 to 02:00 by the clock: an hour, and not so short that it cannot be divided.
    assert not is_coarse(list(lines.buckets[1:]), 80)
    last = TimelineLines(lines.buckets[:2], 2, 2).words(0, 0, is_pointed_at=False, width=99)
    assert last.endswith("a bar is 1 hour")


def test_a_span_takes_the_place_of_the_times_before_with_its_last_second_inside() -> None:
    who = Filter("Who", Operator.EQUALS, "jane")
    plan = SearchPlan.of(Filter("When", Operator.EQUALS, Timeframe.TODAY), who)
    narrowed = within(plan, START, START + HOUR)
    times = TimeRange(START, START + timedelta(minutes=59, seconds=59))
    assert narrowed == SearchPlan.of(who, Filter("When", Operator.EQUALS, times))


@given(st.integers(-90, 90), st.integers(1, 90))
def test_a_span_never_makes_a_range_wider(begins: int, length: int) -> None:
    known = TimeRange(START, START + HOUR)
    plan = SearchPlan.of(Filter("When", Operator.EQUALS, known))
    start = START + timedelta(minutes=begins)
    end = start + timedelta(minutes=length)
    if end <= START or start > START + HOUR:
        return
    value = within(plan, start, end).entries[0].filter.value
    assert isinstance(value, TimeRange)
    assert value.start is not None
    assert value.end is not None
    assert START <= value.start <= value.end <= START + HOUR


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=40),
    st.sampled_from([(), (SortKey("when"),), (SortKey("who", descending=True),)]),
    st.sampled_from(["", "jane"]),
    st.integers(0, 50),
)
def test_the_first_record_of_a_span_is_found_in_any_order(
    minutes: list[int], sort_keys: tuple[SortKey, ...], line: str, wanted: int
) -> None:
    store = Store()
    moments = [START + timedelta(minutes=minute) for minute in minutes]
    rows = [
        Row(rid(number), moment.isoformat(), who=("jane", "bob")[number % 2])
        for number, moment in enumerate(moments)
    ]
    store.append(page_of(rows))
    view = View(store)
    view.adopt(finished(view.order_rows(sort_keys, QuickFilter.parse(line))))
    start = START + timedelta(minutes=wanted)
    micro = int(start.timestamp()) * 1_000_000
    row = finished(first_between(view, micro, micro + 60_000_000 * 5))
    shown = [moments[view.store_row(place)] for place in range(len(view))]
    inside = [start <= moment < start + timedelta(minutes=5) for moment in shown]
    assert row == (inside.index(True) if any(inside) else None)


@given(
    st.lists(st.integers(-1, 3 * 3600), min_size=1, max_size=40),
    st.integers(20, 160),
    st.sampled_from(["", "jane"]),
)
def test_fine_buckets_hold_each_record_shown_once(seconds: list[int], most: int, line: str) -> None:
    store = Store()
    times = [
        (START + timedelta(seconds=second)).isoformat() if second >= 0 else "soon"
        for second in seconds
    ]
    rows = [Row(rid(n), when, who=("jane", "bob")[n % 2]) for n, when in enumerate(times)]
    store.append(page_of(rows))
    view = View(store)
    view.adopt(finished(view.order_rows((), QuickFilter.parse(line))))
    buckets = finished(fine_buckets(view, UTC_ZONE, most))
    shown = [seconds[view.store_row(place)] for place in range(len(view))]
    known = [START + timedelta(seconds=second) for second in shown if second >= 0]
    assert len(buckets) <= most
    assert sum(bucket.count for bucket in buckets) in (len(known), 0)
    for bucket in buckets:
        assert bucket.count == sum(bucket.start <= moment < bucket.end for moment in known)
        assert bucket.end - bucket.start <= timedelta(minutes=5)


def test_only_short_times_are_looked_at_more_closely() -> None:
    quarters = lines_of([1] * 9, timedelta(minutes=15)).buckets
    assert is_coarse(list(quarters), 80)
    assert not is_coarse(list(quarters), 20)
    assert not is_coarse(list(lines_of([1] * 9).buckets), 80)
    assert not is_coarse([], 80)


@pytest.mark.parametrize(
    ("length", "now", "ends", "words"),
    [
        (HOUR, START + 2.5 * HOUR, "Tue 17 Mar 02:30", "Tue 17 Mar 2026 00:00–02:30"),
        (8 * HOUR, START + 17 * HOUR, "Tue 17 Mar 17:00", "Tue 17 Mar 2026 00:00–17:00"),
        # Days are told by their names, the one that is not over among them.
        (72 * HOUR, START + 150 * HOUR, "Mon 23 Mar", "Tue 17 Mar – Mon 23 Mar 2026"),
        # What is dated ahead of now is told as it is, and so is what is over.
        (HOUR, START - HOUR, "Tue 17 Mar 03:00", "Tue 17 Mar 2026 00:00–03:00"),
        (HOUR, START + 30 * HOUR, "Tue 17 Mar 03:00", "Tue 17 Mar 2026 00:00–03:00"),
    ],
)
def test_the_last_bar_ends_now_and_not_in_the_future(
    length: timedelta, now: datetime, ends: str, words: str
) -> None:
    lines = replace(lines_of([5, 1, 2], length), now=now)
    assert lines.axis(80, 0, 0, is_pointed_at=False).rstrip().endswith(f" {ends}")
    assert f" · {words} · " in lines.words(0, 0, is_pointed_at=False, width=99)
    last = lines.words(2, 2, is_pointed_at=True, width=99)
    assert ends.rpartition(" ")[2] in last
