"""What holds for every record of every data set, and what the data set as a whole promises."""

from __future__ import annotations

import re
import tracemalloc
from collections import Counter
from datetime import UTC, datetime
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.records.filters import ACTIONS, DATA_SOURCES, is_xml_character
from netwrix_tui.records.record import ActivityRecord

_NOW = int(datetime(2026, 11, 18, 15, 0, tzinfo=UTC).timestamp())
_WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_RID = re.compile(r"\d{17}[0-9A-F]{32}")


@lru_cache(maxsize=32)
def _dataset(seed: int, count: int, hostile: bool = False) -> Dataset:
    return Dataset(seed, count, _NOW, hostile=hostile)


def _texts(record: ActivityRecord) -> list[str]:
    fields = [
        record.rid, record.who, record.action, record.what, record.when, record.where,
        record.object_type, record.monitoring_plan, record.monitoring_plan_id, record.data_source,
        record.item, record.workstation,
    ]  # fmt: skip
    for d in record.details:
        fields += [t for t in (d.property_name, d.message, d.before, d.after) if t is not None]
    return fields


_seeds = st.integers(0, 3)
_counts = st.sampled_from([1, 2, 37, 1_000, 1_500, 20_000, 1_000_000])


@given(seed=_seeds, count=_counts, data=st.data())
@settings(deadline=None, max_examples=60)
def test_every_record_is_whole_and_found_by_its_rid(
    seed: int, count: int, data: st.DataObject
) -> None:
    dataset = _dataset(seed, count)
    assert len(dataset) == count
    index = data.draw(st.integers(0, count - 1))
    record = dataset.record(index)
    assert record == dataset.record(index)
    assert _RID.fullmatch(record.rid)
    assert _WHEN.fullmatch(record.when)
    assert dataset.index_of(record.rid) == index
    assert dataset.index_of(record.rid.lower()) == index
    assert dataset.index_of(f"{int(record.rid[0]) ^ 1}{record.rid[1:]}") is None
    assert all((record.who, record.action, record.what, record.where, record.object_type))
    assert max(map(len, (record.who, record.where, record.object_type))) <= 255
    assert record.action in ACTIONS
    assert record.data_source in DATA_SOURCES
    assert all(is_xml_character(char) for text in _texts(record) for char in text)


@given(seed=_seeds, count=_counts, data=st.data())
@settings(deadline=None, max_examples=60)
def test_times_never_rise_with_the_index(seed: int, count: int, data: st.DataObject) -> None:
    dataset = _dataset(seed, count)
    first = data.draw(st.integers(0, count - 1))
    stretch = [dataset.record(i) for i in range(first, min(first + 40, count))]
    times = [record.when for record in stretch]
    assert times == sorted(times, reverse=True)
    for record in stretch:
        written = datetime.strptime(record.rid[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        assert datetime.fromisoformat(record.when) <= written <= datetime.fromtimestamp(_NOW, UTC)


@given(count=_counts, days=st.floats(-5, 200), seed=_seeds)
@settings(deadline=None, max_examples=60)
def test_a_moment_splits_the_records(count: int, days: float, seed: int) -> None:
    dataset = _dataset(seed, count)
    moment = _NOW - int(days * 86_400)
    split = dataset.first_before(moment)
    text = f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%dT%H:%M:%SZ}"
    assert split == 0 or dataset.record(split - 1).when >= text
    assert split == count or dataset.record(split).when < text


@pytest.mark.parametrize("seed", [1, 7])
def test_all_actions_and_data_sources_occur_in_skewed_proportions(seed: int) -> None:
    dataset = _dataset(seed, 20_000)
    records = [dataset.record(i) for i in range(len(dataset))]
    sources = Counter(record.data_source for record in records)
    assert set(sources) == set(DATA_SOURCES)
    assert {record.action for record in records} == set(ACTIONS)
    assert [name for name, _ in sources.most_common(2)] == ["File Servers", "Logon Activity"]
    assert sources["File Servers"] > 20 * sources["Group Policy"]
    assert 0 < sources["Self-audit"] < 200
    reach = datetime.fromisoformat(records[0].when) - datetime.fromisoformat(records[-1].when)
    assert 175 <= reach.days <= 180
    longest = max(len(d.after or "") for r in records for d in r.details)
    assert 3_000 < longest < 20_000


def test_most_happens_in_the_working_hours() -> None:
    dataset = _dataset(7, 20_000)
    moments = [datetime.fromisoformat(dataset.record(i).when) for i in range(len(dataset))]
    weekend = sum(m.weekday() >= 5 for m in moments)
    working = sum(m.weekday() < 5 and 7 <= m.hour < 18 for m in moments)
    assert working > 0.65 * len(moments)
    assert 0 < weekend < 0.12 * len(moments)


def test_a_million_records_cost_no_memory() -> None:
    tracemalloc.start()
    try:
        dataset = Dataset(5, 1_000_000, _NOW)
        for index in range(0, 1_000_000, 9_973):
            dataset.record(index)
        assert tracemalloc.get_traced_memory()[1] < 25_000_000
    finally:
        tracemalloc.stop()


def test_the_seed_decides() -> None:
    same, again, other = Dataset(1, 500, _NOW), Dataset(1, 500, _NOW), Dataset(2, 500, _NOW)
    assert [same.record(i) for i in range(500)] == [again.record(i) for i in range(500)]
    assert [same.record(i) for i in range(500)] != [other.record(i) for i in range(500)]


def test_hostile_values_bite_in_every_field() -> None:
    dataset = _dataset(7, 6_000, hostile=True)
    records = [dataset.record(i) for i in range(len(dataset))]
    for name in ("who", "what", "where", "object_type", "item", "workstation"):
        text = "\n".join(getattr(record, name) for record in records)
        assert "\x1b]52;" in text or "\x1b[" in text, name
    everything = "".join(text for r in records for text in _texts(r) if len(text) < 100_000)
    for sign in ("\x1b]52;c;", "\x9b", "\u202e", "\u200b", "[/]", "漢", "\u0301", "👩\u200d",
                 "\r\n", "\t", "\ud83d", "=cmd|", "\x00", "\u2028"):  # fmt: skip
        assert sign in everything, ascii(sign)
    assert any(len(text) > 1_000_000 for r in records for text in _texts(r))
    assert {r.monitoring_plan for r in records} == {
        r.monitoring_plan for r in map(_dataset(7, 6_000).record, range(6_000))
    }
