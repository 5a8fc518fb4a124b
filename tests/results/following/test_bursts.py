"""Bursts: told once each, for each value apart, with a pause, whatever the order of records."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.records.record import Row
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.following import bursts
from netwrix_tui.results.following.bursts import Burst, BurstRule, BurstWatch
from netwrix_tui.results.summaries.group_keys import keys_named
from netwrix_tui.wire.wire_format import WireFormat

_START = datetime(2026, 11, 25, 12, tzinfo=UTC)
_WIDTH = timedelta(seconds=60)


def _record(second: float, who: str = "jane", number: int = 0) -> ReceivedRecord:
    when = (_START + timedelta(seconds=second)).isoformat().replace("+00:00", "Z")
    return ReceivedRecord(WireFormat.JSON, b"{}", Row(rid=f"{number}", when=when, who=who))


def _watch(minimum: int, pause: int = 0, by: str = "") -> BurstWatch:
    keys = keys_named(by.split(",")) if by else ()
    rule = BurstRule(minimum, _WIDTH, timedelta(seconds=pause), keys)
    return BurstWatch(rule, UTC_ZONE, "nwx01")


def _naively(seconds: list[int], minimum: int) -> list[tuple[int, int, int]]:
    """Bursts of records that come in their order: count, first and last when each is seen."""
    told, open_, end = [], [], None
    for second in seconds:
        if end is not None and second - end <= _WIDTH.total_seconds():
            end = second
            continue
        open_.append(second)
        near = [s for s in open_ if second - s <= _WIDTH.total_seconds()]
        if len(near) >= minimum:
            told.append((len(near), near[0], near[-1]))
            open_, end = [], second
    return told


def _told(found: list[Burst]) -> list[tuple[int, int, int]]:
    zero = int(_START.timestamp())
    return [(b.count, b.first // 10**6 - zero, b.last // 10**6 - zero) for b in found]


@given(st.lists(st.integers(0, 1_500), max_size=60).map(sorted), st.integers(1, 6))
def test_bursts_of_records_in_their_order(seconds: list[int], minimum: int) -> None:
    watch = _watch(minimum)
    found = [b for s in seconds for b in watch.add([_record(s)], 0.0)]
    assert _told(found) == _naively(seconds, minimum)
    for burst in found:
        assert len(burst.records) == burst.count
        assert burst.last - burst.first <= 60_000_000


@given(st.lists(st.integers(0, 40), min_size=3, max_size=20), st.integers(1, 3))
def test_one_burst_is_told_once_in_any_order(seconds: list[int], minimum: int) -> None:
    found = _watch(minimum).add([_record(s) for s in seconds], 0.0)
    assert len(found) == 1
    assert found[0].count == minimum
    moments = [record.row.when for record in found[0].records]
    assert moments == sorted(moments)


def test_each_value_has_bursts_of_its_own() -> None:
    watch = _watch(3, by="Who")
    dice = random.Random(1)
    names = [name for name in ("jane", "tom", "ann") for _ in range(3)]
    dice.shuffle(names)
    found = watch.add([_record(at, name) for at, name in enumerate(names)], 0.0)
    assert sorted(burst.values for burst in found) == [("ann",), ("jane",), ("tom",)]
    assert not _watch(3).add([_record(0, "a"), _record(1, "b")], 0.0)
    (both,) = _watch(2).add([_record(0, "a"), _record(1, "b")], 0.0)
    assert both.values == ()


def test_behind_a_burst_comes_a_pause() -> None:
    watch = _watch(2, pause=1_000)
    assert len(watch.add([_record(0), _record(1)], now=0.0)) == 1
    assert not watch.add([_record(500), _record(501)], now=500.0)  # a burst, and not told
    assert not watch.add([_record(560)], now=1_100.0)  # of that same burst
    assert len(watch.add([_record(1_200), _record(1_201)], now=1_201.0)) == 1


def test_a_record_without_a_time_counts_as_now() -> None:
    watch = _watch(2)
    broken = ReceivedRecord(WireFormat.JSON, b"{}", Row(rid="1", when="soon"))
    (burst,) = watch.add([broken, broken], now=_START.timestamp())
    assert burst.first == burst.last == int(_START.timestamp()) * 1_000_000


def test_memory_is_by_what_may_become_a_burst(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bursts, "TIDIED_AFTER", 100)
    watch = _watch(50, by="Who")
    for at in range(3_000):
        watch.add([_record(at * 10, f"user {at}")], now=float(at * 10))
    assert len(watch.groups) < 200
    watch = _watch(50)
    for at in range(3_000):
        watch.add([_record(at * 10)], now=float(at * 10))
    (group,) = watch.groups.values()
    assert len(group.records) == len(group.moments) <= 13
