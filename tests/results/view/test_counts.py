"""Counts of values and of times: what counting plain lists gives, kept up while pages come in."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.records.record import Row
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.results.columnstore import column
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view import counts
from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.results.view.counts import Counts
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.results.view.view import View
from tests.results.records import page_of, rid

INDIA = ShownZone("UTC+5:30", timezone(timedelta(hours=5, minutes=30)))
START = datetime(2026, 3, 17, 9, 7, tzinfo=UTC)

names = st.sampled_from(["", "jane", "bob", "CORP\\svc", "JANE"])
minutes = st.integers(0, 60 * 24 * 400)
pages = st.lists(st.lists(st.tuples(names, minutes), max_size=20), min_size=1, max_size=4)


def stored(pages: list[list[tuple[str, int]]], view_of: list[View], line: str) -> Counts:
    store = Store()
    view = View(store)
    view_of.append(view)
    counted = Counts(view)
    number = iter(range(10_000))
    for page in pages:
        rows = [
            Row(rid(next(number)), (START - timedelta(minutes=ago)).isoformat(), who)
            for who, ago in page
        ]
        store.append(page_of(rows))
        view.catch_up()
        view.adopt(finished(view.order_rows((), QuickFilter.parse(line))))
        finished(counted.updating(["who"]))
    return counted


@given(pages, st.sampled_from(["", "jane", "-jane", "nobody"]))
def test_counts_are_those_of_the_records_shown(
    given_pages: list[list[tuple[str, int]]], line: str
) -> None:
    views: list[View] = []
    counted = stored(given_pages, views, line)
    view = views[0]
    shown = [view.store.row(view.store_row(row)) for row in range(len(view))]  # type: ignore[arg-type]
    top = counted.top("who", 99)
    assert {each.value: each.count for each in top.values} == Counter(row.who for row in shown)
    assert [each.count for each in top.values] == sorted(
        (each.count for each in top.values), reverse=True
    )
    assert (top.records, top.uncounted) == (len(shown), 0)
    assert len(counted.top("who", 1).values) <= 1
    for zone in (UTC_ZONE, INDIA):
        for most in (5, 60):
            timeline = counted.timeline(zone, most)
            assert len(timeline) <= most
            assert sum(bucket.count for bucket in timeline) == len(shown)
            timestamps = [datetime.fromisoformat(row.when) for row in shown]
            for bucket, after in pairwise(timeline):
                inside = sum(bucket.start <= moment < after.start for moment in timestamps)
                assert bucket.count == inside
            if timeline:
                assert timeline[0].count
                assert timeline[-1].count
                assert timeline[0].start <= min(timestamps)


def test_days_are_those_of_the_zone() -> None:
    counted = stored([[("jane", 60 * 24 * day) for day in range(20)]], [], "")
    starts = {bucket.start.strftime("%H:%M") for bucket in counted.timeline(INDIA, 25)}
    assert starts == {"00:00"}


def test_another_filter_counts_anew() -> None:
    views: list[View] = []
    counted = stored([[("jane", 1), ("bob", 2)]], views, "jane")
    assert [each.value for each in counted.top("who", 9).values] == ["jane"]
    views[0].adopt(finished(views[0].order_rows((), QuickFilter.parse("bob"))))
    finished(counted.updating(["who"]))
    assert [each.value for each in counted.top("who", 9).values] == ["bob"]


def test_values_beyond_those_known_are_said_not_to_be_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (column, counts):
        monkeypatch.setattr(module, "KNOWN", 2)
    views: list[View] = []
    pages = [[("a", 0), ("b", 1), ("b", 2)], [("c", 3), ("c", 4), ("b", 5)]]
    for line in ("", "-x"):
        top = stored(pages, views, line).top("who", 9)
        assert [(each.value, each.count) for each in top.values] == [("b", 3), ("a", 1)]
        assert (top.records, top.uncounted) == (6, 2)
    assert views[0].store.row(3).who == "c"


def test_times_at_the_ends_of_the_calendar_are_counted() -> None:
    store = Store()
    ends = ["0001-01-03T00:00:00Z", "9999-12-29T00:00:00Z", "2026-03-17T09:07:00Z"]
    store.append(page_of([Row(rid(number), when) for number, when in enumerate(ends)]))
    for zone in (UTC_ZONE, INDIA):
        timeline = Counts(View(store)).timeline(zone, 60)
        assert sum(bucket.count for bucket in timeline) == 3
        assert len(timeline) <= 60
