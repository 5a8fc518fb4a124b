"""Pairs and runs of the demo's stories, each in one line; one record alone finds what all do."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from netwrix_tui.demo.company import build_company
from netwrix_tui.demo.dataset import when_text
from netwrix_tui.demo.stories import (
    accounts,
    all_stories,
    files,
    intrusions,
    policies,
    story_records,
)
from netwrix_tui.demo.story_builder import ScriptedRecord
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.pairs.object_index import ObjectIndex
from netwrix_tui.results.pairs.related import Related, find_all_related, find_related
from netwrix_tui.results.pairs.related_words import related_lines, run_plan, short_words
from netwrix_tui.results.pairs.runs import LEAST, WINDOW
from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.results.view.dense_ranges import dense_ranges
from netwrix_tui.wire.wire_format import WireFormat
from tests.results.records import rid, wire_page
from tests.searches.story_cases import Story

NOW = 1_790_000_000
SECOND = 1_000_000


def stored(records: list[ActivityRecord], wire: WireFormat = WireFormat.JSON) -> Store:
    """Records that came newest first, decoded as a server's."""
    store = Store()
    numbered = [replace(record, rid=rid(number)) for number, record in enumerate(records)]
    store.append(wire_page(numbered[::-1], wire))
    return store


@cache
def story_store(wire: WireFormat = WireFormat.JSON) -> Store:
    """Every story of the demo's company, newest first."""
    scripted = all_stories(build_company(7), 7, NOW)
    return stored([dated(entry) for entry in reversed(scripted)], wire)


def dated(entry: ScriptedRecord) -> ActivityRecord:
    moment, record = entry
    return replace(record, when=when_text(moment // 1000))


def row_of(store: Store, record: ActivityRecord) -> int:
    told = (record.when, record.who, record.action, record.what)
    for row in range(len(store)):
        each = store.row(row)
        if (each.when, each.who, each.action, each.what) == told:
            return row
    raise AssertionError(f"no {told}")


def related(store: Store, row: int) -> Related:
    return finished(find_related(ObjectIndex(store), row))


def lines_of(story: Story, number: int, wire: WireFormat = WireFormat.JSON) -> list[str]:
    """The lines of one record of a story among all stories."""
    records = story_records(story, build_company(7), 7, NOW)
    store = story_store(wire)
    row = row_of(store, dated(records[number]))
    return [line.words for line in related_lines(store, related(store, row))]


def number_of(story: Story, action: str, ending: str = "") -> int:
    records = story_records(story, build_company(7), 7, NOW)
    return next(
        n for n, (_, r) in enumerate(records) if r.action == action and r.what.endswith(ending)
    )


@pytest.mark.parametrize("wire", list(WireFormat))
def test_a_privilege_that_was_given_and_taken_back_is_one_line(wire: WireFormat) -> None:
    given_at = number_of(intrusions.domain_admin_at_night, "Modified", "Domain Admins")
    first = lines_of(intrusions.domain_admin_at_night, given_at, wire)[0]
    assert first.startswith("Undone ")
    assert " min " in first
    assert "later by the same account: " in first
    assert first.endswith(" removed again.")


def test_ransomware_is_one_line() -> None:
    first = lines_of(files.locked_files, 20)[0]
    count = sum(
        record.action == "Modified"
        for _, record in story_records(files.locked_files, build_company(7), 7, NOW)
    )
    # The last one is the administrator's, who disables the account.
    assert first.startswith(f"{count - 2:,} more like this within ")
    assert "Modified by " in first


def test_a_mass_deletion_is_one_line_and_so_is_that_it_was_restored() -> None:
    removed = number_of(files.missing_folder, "Removed", "4110.pdf")
    told = lines_of(files.missing_folder, removed)
    assert told[0].startswith("Restored 1 h ")
    assert "there again" in told[0]
    assert told[1].startswith("34 more like this within ")
    added = number_of(files.missing_folder, "Added", "4110.pdf")
    told = lines_of(files.missing_folder, added)
    assert told[0].startswith("Undoes what ")
    assert told[1].startswith("33 more like this within ")


def test_a_fallen_unit_is_one_run_whatever_the_objects_are() -> None:
    told = lines_of(accounts.fallen_unit, 3)
    assert told[0].startswith("11 more like this within ")


def test_a_spray_of_logons_is_one_line_by_the_workstation() -> None:
    failed = number_of(policies.weakened_policy, "Failed Logon")
    told = lines_of(policies.weakened_policy, failed + 40)
    (spray,) = [line for line in told if "more like this" in line]
    assert spray.startswith("159 more like this within ")
    assert "Failed Logon from 203.0.113.77, by 160 accounts." in spray


def test_an_account_that_was_made_and_removed() -> None:
    first = lines_of(accounts.sleeper_account, 0)[0]
    assert first.startswith("Undone ")
    assert first.endswith("removed again.")


def test_values_are_put_back_and_partly_put_back() -> None:
    weakened = lines_of(policies.weakened_policy, 0)[0]
    assert weakened.startswith("Undone 10 h ")
    assert "Minimum password length is 14 again" in weakened
    both = (Detail("a", None, "1", "2"), Detail("b", None, "x", "y"))
    store = stored([
        record(0, details=both), record(60, details=(Detail("a", None, "2", "1"),)),
    ])  # fmt: skip
    line = related_lines(store, related(store, 1))[0]
    assert line.words == "Partly undone 1 min later by the same account: a is 1 again."


def record(
    second: int, action: str = "Modified", what: str = "\\corp\\x", who: str = "jane",
    details: tuple[Detail, ...] = (), where: str = "dc01", kind: str = "user",
    source: str = "Active Directory",
) -> ActivityRecord:  # fmt: skip
    return ActivityRecord(
        when=when_text(NOW + second), who=who, action=action, what=what, details=details,
        where=where, object_type=kind, data_source=source, workstation=f"ws-{who}",
    )  # fmt: skip


def undone(records: list[ActivityRecord]) -> list[str]:
    """The line of each record that says how it was undone, in the order of time."""
    store = stored(records)
    told = []
    for row in reversed(range(len(store))):
        lines = related_lines(store, related(store, row))
        told.append(next((line.words for line in lines if line.kind == "undone"), ""))
    return told


def test_moved_there_and_back_whichever_path_is_named() -> None:
    def moved(at: int, what: str, before: str, after: str, name: str = "Path") -> ActivityRecord:
        return record(at, "Moved", what, details=(Detail(name, None, before, after),))

    there = moved(0, "\\\\fs\\a\\x.txt", "\\\\fs\\a\\x.txt", "\\\\fs\\b\\x.txt")
    for back_what in ("\\\\fs\\b\\x.txt", "\\\\fs\\a\\x.txt"):
        back = moved(90, back_what, "\\\\FS\\b\\x.txt", "\\\\fs\\A\\x.txt")
        assert undone([there, back])[0].startswith("Undone 1 min 30 s later by the same account")
    away = moved(90, "\\\\fs\\b\\x.txt", "\\\\fs\\b\\x.txt", "\\\\fs\\c\\x.txt")
    assert undone([there, away]) == ["", ""]
    folders = [
        moved(0, "\\corp\\A\\Tom", "\\corp\\A", "\\corp\\B", "Container"),
        moved(9, "\\corp\\B\\Tom", "\\corp\\B", "\\corp\\A", "Container"),
    ]
    assert undone(folders)[0]


def test_renamed_there_and_back() -> None:
    there = record(0, "Renamed", "\\\\fs\\a\\x", details=(Detail("Name", None, "x", "y"),))
    back = record(9, "Renamed", "\\\\fs\\a\\y", details=(Detail("Name", None, "y", "x"),))
    assert undone([there, back])[0] == "Undone 9 s later by the same account: back at x."


def test_only_the_same_object_counts() -> None:
    added = record(0, "Added", who="a")
    assert undone([added, record(9, "Removed", who="b")])[0].startswith("Undone 9 s later by b")
    for other in (
        record(9, "Removed", what="\\corp\\y"), record(9, "Removed", kind="group"),
        record(9, "Remove (Failed Attempt)"), record(9, "Removed", source="Entra ID"),
    ):  # fmt: skip
        assert undone([added, other])[0] == ""
    # A directory's object is the same on any controller; a server's own is not.
    assert undone([added, record(9, "Removed", where="dc02")])[0]
    local = record(0, "Added", what="Administrators", source="Windows Server", where="s1")
    assert not undone([local, record(9, "Removed", what="Administrators",
                                     source="Windows Server", where="s2")])[0]  # fmt: skip


def test_a_double_undoes_nothing_more() -> None:
    store = stored([record(0, "Added"), record(9, "Removed"), record(9, "Removed", who="System")])
    assert [bool(related(store, row).undoes) for row in range(3)] == [False, True, False]


def test_members_are_told_apart() -> None:
    def member(at: int, message: str) -> ActivityRecord:
        return record(at, details=(Detail("Group member", message),), kind="group")

    told = undone([member(0, 'Added: "\\c\\Tom"'), member(5, 'Added: "\\c\\Ann"'),
                   member(9, 'Removed: "\\c\\Ann"')])  # fmt: skip
    assert told == ["", "Undone 4 s later by the same account: Ann removed again.", ""]


@given(st.lists(st.integers(0, 200), max_size=60))
def test_a_run_is_what_every_window_of_its_length_would_find(seconds: list[int]) -> None:
    times = sorted(second * SECOND for second in seconds)
    within = [False] * len(times)
    for start in range(len(times)):
        members = [at for at in range(len(times)) if 0 <= times[at] - times[start] <= WINDOW]
        members = [at for at in members if at >= start]
        if len(members) >= LEAST:
            for at in members:
                within[at] = True
    found = [False] * len(times)
    for first, last in dense_ranges(times, LEAST, WINDOW):
        assert last - first + 1 >= LEAST
        for at in range(first, last + 1):
            assert not found[at]
            found[at] = True
    assert found == within


def test_the_column_says_what_the_record_says() -> None:
    store = story_store()
    index = ObjectIndex(store)
    every = finished(find_all_related(index))
    for row in range(0, len(store), 3):
        one = finished(find_related(index, row))
        undone_by = every.pairs.undone_by.get(row, [])
        assert [c.row for c in one.undone_by] == [c.row for c in undone_by], store.row(row)
        assert [c.row for c in one.undoes] == [c.row for c in every.pairs.undoes.get(row, [])]
        run = every.run(row)
        if run is not None:
            assert one.run is not None
            assert one.run.by_station or one.run == run
    words = [short_words(store, every, row) for row in range(len(store))]
    assert any(text.startswith("undone after") for text in words)
    assert any(text.startswith("undoes ") for text in words)
    assert any(" in " in text for text in words)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5),
            st.sampled_from(["Added", "Removed", "Modified", "Read", "Moved"]),
            st.sampled_from(["\\a\\x", "\\a\\y", "\\b\\x", "\\A\\X"]),
            st.sampled_from([("1", "2"), ("2", "1"), ("\\a\\x", "\\b\\x"), ("\\b\\x", "\\a\\x")]),
        ),
        max_size=14,
    )
)
def test_one_record_alone_finds_what_all_do(
    given_records: list[tuple[int, str, str, tuple[str, str]]],
) -> None:
    records = [
        record(second, action, what, details=(Detail("Path", None, *values),))
        for second, action, what, values in sorted(given_records, key=lambda each: each[0])
    ]
    store = stored(records)
    index = ObjectIndex(store)
    every = finished(find_all_related(index))
    for row in range(len(store)):
        one = finished(find_related(index, row))
        assert [c.row for c in one.undone_by] == [c.row for c in every.pairs.undone_by.get(row, [])]


def test_a_store_that_grows_is_taken_up() -> None:
    store = Store()
    index = ObjectIndex(store)
    first = [replace(record(n, "Read", what=f"f{n % 50}"), rid=rid(n)) for n in range(300)]
    store.append(wire_page(first[200:], WireFormat.JSON))
    assert finished(find_related(index, 0)).after == 50
    store.append(wire_page(first[:200], WireFormat.JSON))
    one = finished(find_related(index, 0))
    assert one.upto == 300
    assert (one.before, one.after) == (250, 50)


def test_a_run_of_names_that_no_filter_can_hold_opens_no_search() -> None:
    for who in ("jane", "jane\x00", "\x01"):
        store = stored([record(second, "Removed", who=who) for second in range(40)])
        run = finished(find_related(ObjectIndex(store), 0)).run
        assert run is not None
        assert (run_plan(store, 0, run) is not None) == (who == "jane")
        assert related_lines(store, finished(find_related(ObjectIndex(store), 0)))
