"""Changes in words: one, as many as fit on a line, all of them; and never anything that acts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.cell_width import cells
from netwrix_tui.records.change_words import (
    change_words,
    changes_line,
    changes_text,
    first_value,
)
from netwrix_tui.records.record import Detail
from netwrix_tui.sanitize import visible
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.results.records import details
from tests.strategies import records

TITLE = Detail("title", before="Analyst", after="Senior analyst")
MEMBER = Detail("Group member", message='Added: "\\local\\corp\\Users\\Staff\\Anna Hoffmann"')
POLICY = Detail("Computer/Account Policies/Minimum length", before="14", after="4")
OFFICE = Detail("office", before="Berlin")
NOTHING = Detail()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (TITLE, "title: Analyst → Senior analyst"),
        (Detail("Member", message="Added: Anna Hoffmann"), "Member, Added: Anna Hoffmann"),
        (Detail("Logon type", message="Network"), "Logon type: Network"),
        (Detail("Custom", message="Custom", before="1", after="2"), "Custom: 1 → 2"),
        (Detail("Custom", message="Custom"), "Custom"),
        (OFFICE, "office: was Berlin"),
        (Detail("office", before="", after="Rome"), "office: now Rome"),
        (Detail(message="Account unlocked"), "Account unlocked"),
        (Detail(before="1", after="2"), "1 → 2"),
        (Detail("member"), "member"),
        (Detail("a\x1b]52;c;x\x07", after="one\ntwo\u202e"), "a␛]52;c;x␇: now one␊two‹U+202E›"),
        (Detail("size", before="1\u00a0024", after="2\u202f048"), "size: 1 024 → 2 048"),
        (Detail("size", before="1\u00a0024", after="1 024"), "size: 1‹U+00A0›024 → 1 024"),
        (NOTHING, ""),
        (Detail("", "", "", ""), ""),
    ],
)
def test_one_change(change: Detail, words: str) -> None:
    assert change_words(change) == words
    assert changes_line([change], 200) == words


@pytest.mark.parametrize(
    ("changes", "room", "line"),
    [
        ([], 40, ""),
        ([NOTHING, NOTHING], 40, ""),
        ([TITLE, OFFICE], 60, "title: Analyst → Senior analyst; office: was Berlin"),
        ([TITLE, NOTHING, OFFICE], 40, "title: Analyst → Senior analyst +1"),
        ([TITLE, OFFICE, OFFICE], 34, "title: Analyst → Senior analyst +2"),
        ([TITLE, OFFICE, OFFICE], 33, "title: Analyst → Senior analy… +2"),
        ([MEMBER], 41, 'Group member, Added: "\\lo…\\Anna Hoffmann"'),
        ([MEMBER, TITLE], 36, 'Group member, Add…\\Anna Hoffmann" +1'),
        ([Detail("path", before="\\\\fs01\\a\\b", after="\\\\fs02\\c\\d")], 20,
         "path: \\\\fs01\\a\\b → …"),
        ([POLICY, TITLE], 36, "…/Minimum length: 14 → 4 +1"),
        ([POLICY], 22, "…/Minimum length: 14 …"),
        ([POLICY], 60, "Computer/Account Policies/Minimum length: 14 → 4"),
        ([TITLE] * 1_200, 40, "title: Analyst → Senior analyst +1,199"),
        ([TITLE], 1, "…"),
        ([TITLE] * 1_300, 6, "title…"),
    ],
)  # fmt: skip
def test_a_line_holds_the_first_changes_and_how_many_more_there_are(
    changes: list[Detail], room: int, line: str
) -> None:
    assert changes_line(changes, room) == line


def test_a_value_of_megabytes_is_cut_without_being_looked_through() -> None:
    long = Detail("body", before="x" * 5_000_000, after="\x1b" * 5_000_000)
    assert changes_line([long, TITLE], 30) == "body: " + "x" * 20 + "… +1"


@given(st.lists(details, max_size=5), st.integers(1, 120))
def test_a_line_fits_and_holds_nothing_that_acts(changes: list[Detail], room: int) -> None:
    line = changes_line(changes, room)
    assert cells(line) <= room
    assert line.isprintable()
    assert visible(changes_text(changes)) == changes_text(changes)


def test_all_of_them_are_told_whole() -> None:
    long = Detail("body", "Custom", "x" * 500, "y", (("Hint", "z\t"),))
    assert changes_text([TITLE, NOTHING, long, Detail(extra=(("Only", "1"),))]) == (
        "title: Analyst → Senior analyst; "
        f"body: {'x' * 500} → y; message: Custom; Hint: z␉; Only: 1"
    )


def test_the_value_to_search_for() -> None:
    assert first_value([NOTHING, TITLE]) == "Senior analyst"
    assert first_value([OFFICE, TITLE]) == "Berlin"
    assert first_value([MEMBER]) == MEMBER.message
    assert first_value([Detail("member"), NOTHING]) == ""


# Read from a record's bytes alone


@pytest.mark.parametrize("wire", list(WireFormat))
@given(record=records)
def test_changes_read_alone_are_those_of_the_record(wire: WireFormat, record: object) -> None:
    wire_codec = codec(wire)
    raw = wire_codec.encode_record(record)  # type: ignore[arg-type]
    known = [
        (one.property_name, one.message, one.before, one.after)
        for one in wire_codec.decode_record(raw).details
    ]
    alone = wire_codec.decode_changes(raw)
    assert [(one.property_name, one.message, one.before, one.after) for one in alone] == known


@pytest.mark.parametrize(
    ("wire", "raw"),
    [
        ("json", b'{"DetailList":null}'),
        ("json", b'{"DetailList":{"PropertyName":"p","After":"1"}}'),
        ("json", b'{"DetailList":[{"Before":"1"}],"DetailList":[{"Before":"2"}]}'),
        ("json", b'{"DetailList":["free text",{"After":7}]}'),
        ("json", b'{"DetailList":[{"After":"caf\xe9"}]}'),
        ("json", b"no JSON"),
        ("xml", b"<ActivityRecord><DetailList/></ActivityRecord>"),
        ("xml", b"<R><DetailList><Detail>free text</Detail></DetailList></R>"),
        ("xml", b"<R><DetailList> <Detail>\n<After>a &amp; b</After><Before/> </Detail>"
                b"</DetailList></R>"),
        ("xml", b"<a:R><a:DetailList><a:Detail><a:After>1</a:After></a:Detail>"
                b"</a:DetailList></a:R>"),
        ("xml", b"<R><What><![CDATA[<DetailList><Detail><After>false</After></Detail>"
                b"</DetailList>]]></What></R>"),
        ("xml", b"<R><DetailList><Detail><After><![CDATA[x]]></After></Detail></DetailList></R>"),
        ("xml", b"<R><DetailList><Detail><After>1</After></Detail></DetailList>"
                b"<DetailList><Detail><After>2</After></Detail></DetailList></R>"),
        ("xml", b"<R><DetailList><Detail><After>1</DetailList>"),
    ],
)  # fmt: skip
def test_changes_that_stand_otherwise_are_read_as_the_record_is(wire: str, raw: bytes) -> None:
    wire_codec = codec(WireFormat(wire))
    assert wire_codec.decode_changes(raw) == wire_codec.decode_record(raw).details
