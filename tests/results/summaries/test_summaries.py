"""Summaries, of a store and of a stream, equal an independent count."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.errors import UsageError
from netwrix_tui.records.epoch import EPOCH
from netwrix_tui.records.record import Row
from netwrix_tui.records.zone import LOCAL, UTC_ZONE, ShownZone
from netwrix_tui.results.columnstore import column as column_module
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.summaries.cross_table import cross_table
from netwrix_tui.results.summaries.group_keys import (
    GROUP_KEYS,
    domain_of,
    extension_of,
    folder_of,
    keys_named,
)
from netwrix_tui.results.summaries.of_rows import RowTally
from netwrix_tui.results.summaries.of_store import summary_of
from netwrix_tui.results.summaries.summary import DISTINCT, Group, Sort, Summary, sort_named
from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.results.view.source_groups import BARS
from tests.results.records import page_of, rid
from tests.results.records import rows as any_rows
from tests.results.summaries.counted_anew import NAMES, counted

BERLIN = ShownZone("Berlin", ZoneInfo("Europe/Berlin"))
NEPAL = ShownZone("Nepal", ZoneInfo("Asia/Kathmandu"))
_TEXTS = ("CORP\\jane", "corp\\jane", "jane@corp.example", "", "SYSTEM", "\\local\\corp\\A.Doc")
_PATHS = (
    "\\\\fs01\\finance\\Q3\\plan.XLSX", "\\\\fs01\\finance\\Q3\\old\\", "https://sp/sites/x.doc",
    "\\local\\corp\\Users\\Domain Admins", "", "plain", "\\\\fs01", "a.b.c", ".hidden",
)  # fmt: skip


def numbered_rows(seed: int, number: int) -> list[Row]:
    dice = random.Random(seed)
    start = datetime(2026, 10, 24, tzinfo=UTC)  # clocks are put back the day after
    made = []
    for at in range(number):
        moment = start + timedelta(seconds=dice.randrange(5 * 86_400))
        when = f"{moment:%Y-%m-%dT%H:%M:%S}Z" if dice.random() > 0.03 else "soon"
        texts = {name: dice.choice(_TEXTS) for name in Row.__struct_fields__[2:]}
        made.append(Row(rid=rid(at), when=when, **texts | {"what": dice.choice(_PATHS)}))
    return made


def _anew(rows: list[Row], names: tuple[str, ...], zone: ShownZone) -> dict[tuple[str, ...], Group]:
    dicts = [msgspec.structs.asdict(row) for row in rows]
    found = {}
    for values, told in counted(dicts, names, zone.tzinfo, "nwx01").items():
        first, last = (
            None if told[end] is None else (told[end] - EPOCH) // timedelta(microseconds=1)
            for end in ("first", "last")
        )
        distinct = (told["who"], told["what"], told["workstation"])
        found[values] = Group(values, told["count"], first, last, distinct)
    return found


def _groups(summary: Summary) -> dict[tuple[str, ...], Group]:
    groups = [summary.group(place) for place in range(len(summary))]
    assert len({group.values for group in groups}) == len(groups)
    return {group.values: group for group in groups}


def _of_store(rows: list[Row], names: tuple[str, ...], zone: ShownZone, size: int = 700) -> Summary:
    store = Store()
    for start in range(0, len(rows), size):
        store.append(page_of(rows[start : start + size]))
    return finished(summary_of(store, range(len(store)), keys_named(names), zone, "nwx01"))


def _of_stream(rows: list[Row], names: tuple[str, ...], zone: ShownZone) -> Summary:
    tally = RowTally(keys_named(names), zone, "nwx01")
    for start in range(0, len(rows), 333):
        tally.add(rows[start : start + 333])
    return finished(tally.summary())


def _grouping(seed: int) -> tuple[tuple[str, ...], ShownZone]:
    dice = random.Random(seed)
    names = tuple(dice.sample(NAMES, dice.randint(1, 3)))
    return names, dice.choice((LOCAL, UTC_ZONE, BERLIN, NEPAL))


def _check(seed: int) -> None:
    names, zone = _grouping(seed)
    rows = numbered_rows(seed, 2_000)
    if seed % 3:  # most servers send the newest first
        rows.sort(key=lambda row: row.when, reverse=seed % 3 == 1)
    anew = _anew(rows, names, zone)
    assert _groups(_of_stream(rows, names, zone)) == anew
    assert _groups(_of_store(rows, names, zone)) == anew


@pytest.mark.parametrize("seed", range(50))
def test_a_summary_is_what_an_independent_count_says(seed: int) -> None:
    _check(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(50, 250))
def test_more_summaries(seed: int) -> None:
    _check(seed)


@given(st.lists(any_rows, max_size=12), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_anything_at_all_is_counted_alike(rows: list[Row], one: str, other: str) -> None:
    store = Store()
    store.append(page_of(rows))
    kept = [store.row(at) for at in range(len(store))]
    names = tuple(dict.fromkeys((one, other)))
    summary = finished(summary_of(store, range(len(store)), keys_named(names), BERLIN, "nwx01"))
    assert _groups(summary) == _groups(_of_stream(kept, names, BERLIN))
    assert summary.records == len(kept) == sum(g.count for g in _groups(summary).values())


def test_some_rows_alone_are_counted() -> None:
    rows = numbered_rows(1, 500)
    store = Store()
    store.append(page_of(rows))
    some = [*range(3, 100), *range(450, 300, -2)]
    summary = finished(summary_of(store, some, keys_named(["Who", "Day"]), BERLIN))
    assert _groups(summary) == _anew([rows[at] for at in some], ("Who", "Day"), BERLIN)


def test_values_that_a_store_does_not_know_again_are_one_group(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = 2_000
    monkeypatch.setattr(column_module, "KNOWN", known)
    paths = [f"\\\\fs\\{at % (known + 500)}\\x.txt" for at in range(known + 1_500)]
    rows = [
        Row(rid=rid(at), when="2026-11-05T10:00:00Z", who="jane", what=path)
        for at, path in enumerate(paths)
    ]
    for names in (("What",), ("Who", "Folder"), ("Extension", "What")):
        found = _groups(_of_store(rows, names, UTC_ZONE, 20_000))
        anew = _anew(rows, names, UTC_ZONE)
        assert {v: g.count for v, g in found.items()} == {v: g.count for v, g in anew.items()}
    by_who = _of_store(rows, ("Who",), UTC_ZONE, 20_000)
    assert by_who.is_least == (False, True, False)
    assert by_who.group(0).distinct[1] <= known + 500
    stream = _of_stream(rows, ("Who",), UTC_ZONE)
    assert (stream.group(0).distinct[1], stream.is_least[1]) == (known + 500, False)


# Order


@pytest.mark.parametrize("by", ["count", "-count", "+count", "first", "+last", "Who", "-Who",
                                "who", "distinct_workstation", "distinct what",
                                "Weekday", "-weekday"])  # fmt: skip
def test_groups_stand_in_any_order(by: str) -> None:
    summary = _of_stream(numbered_rows(7, 900), ("Who", "Weekday"), BERLIN)
    sort = sort_named(by, summary.keys)
    order = finished(summary.ordered(sort, minimum=3))
    groups = [summary.group(place) for place in order]
    assert {g.values for g in groups} == {
        v for v, g in _groups(summary).items() if g.count >= 3
    }  # fmt: skip

    def told(group: Group) -> object:
        if sort.by == 0:
            return group.values[0].casefold(), group.values[0]
        if sort.by == 1:
            days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
            return days.index(group.values[1]) if group.values[1] else -1
        numbers = dict(zip(DISTINCT, group.distinct, strict=True))
        return ({"count": group.count, "first": group.first, "last": group.last} | numbers)[
            str(sort.by)
        ]

    keys = [key for key in map(told, groups) if key not in (None, -1)]
    assert keys == sorted(keys, reverse=sort.downwards)
    for most in (1, 5, 10_000):
        assert finished(summary.ordered(sort, minimum=3, most=most)) == order[:most]
    assert summary.above(3) == (len(groups), sum(group.count for group in groups))


def test_numbers_come_the_greatest_first_and_texts_as_in_the_alphabet() -> None:
    keys = keys_named(["Data source", "who"])
    assert [key.name for key in keys] == ["DataSource", "Who"]
    assert sort_named("count", keys) == Sort("count", downwards=True)
    assert sort_named("who", keys) == Sort(1, downwards=False)
    assert sort_named("-DataSource", keys) == Sort(0, downwards=True)


def test_what_is_no_key_is_told() -> None:
    for names in ([], ["Nobody"], ["Who", "What", "Where", "Day"], ["Changes"]):
        with pytest.raises(UsageError):
            keys_named(names)
    with pytest.raises(UsageError, match="nothing to sort by"):
        sort_named("What size", keys_named(["Who"]))
    with pytest.raises(UsageError, match="nothing to sort by"):
        sort_named("", keys_named(["Who"]))
    assert len({key.name for key in GROUP_KEYS}) == len(GROUP_KEYS) == len(NAMES)


# Parts, bars, tables


def test_parts_of_values() -> None:
    assert domain_of("CORP\\jane") == "CORP"
    assert domain_of("jane@corp.example") == "corp.example"
    assert domain_of("SYSTEM") == domain_of("") == ""
    assert folder_of("\\\\fs01\\finance\\Q3\\plan.xlsx") == "\\\\fs01\\finance\\Q3"
    assert folder_of("\\\\fs01") == folder_of("plain") == ""
    assert [extension_of(p) for p in ("a\\Plan.XLSX", "a\\.git", "a\\b.c\\d", "x.", "tar.gz")] == [
        "xlsx", "", "", "", "gz",
    ]  # fmt: skip


def test_bars_are_of_all_records_that_tell_their_time() -> None:
    rows = numbered_rows(3, 800)
    summary = _of_store(rows, ("Action",), UTC_ZONE)
    bars = [summary.over_time(place) for place in range(len(summary))]
    assert {len(bar) for bar in bars} == {BARS}
    assert sum(map(sum, bars)) == sum(row.when != "soon" for row in rows)
    nothing = finished(summary_of(Store(), range(0), keys_named(["Who"]), UTC_ZONE))
    assert (len(nothing), nothing.slots) == (0, None)


def test_a_cross_table_adds_up() -> None:
    rows = numbered_rows(5, 1_000)
    summary = _of_store(rows, ("Who", "Weekday"), BERLIN)
    table = finished(cross_table(summary, 1, 3, 2))
    anew = _anew(rows, ("Who", "Weekday"), BERLIN)
    for at, row in enumerate(table.rows):
        for place, column in enumerate(table.columns):
            found = anew.get((row, column))
            assert table.cells[at][place] == (found.count if found is not None else 0)
        whole = sum(g.count for v, g in anew.items() if v[0] == row)
        assert whole == table.row_totals[at] == sum(table.cells[at]) + table.others[at]
    assert table.records == len(rows)
    assert (len(table.rows), table.rows_left_out) == (3, len({v[0] for v in anew}) - 3)
    assert (len(table.columns), table.columns_left_out) == (2, len({v[1] for v in anew}) - 2)
