"""What somebody else says never makes a row of ours."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from netwrix_tui.cell_width import cells
from netwrix_tui.foreign_text import CLOSE, OPEN, foreign, foreign_list, rows
from netwrix_tui.sanitize import visible
from tests.strategies import any_text

blanks = st.text(st.sampled_from(" \u00a0\u2003\u3000\t\n\r\u2028\u200b\u2800"), max_size=200)
padded = st.lists(st.one_of(blanks, st.just("SHA-1     A1B2 C3D4"), any_text)).map("".join)
anything = any_text | padded | st.text(st.characters(exclude_categories=()), max_size=400)
DIGITS = "SHA-1     0000 1111 2222 3333 4444 5555 6666 7777 8888 9999"


@given(anything, st.integers(0, 120))
def test_it_is_one_quoted_row_of_bounded_width(text: str, room: int) -> None:
    shown = foreign(text, room)
    assert shown[0] == OPEN
    assert shown[-1] == CLOSE
    assert not {OPEN, CLOSE} & set(shown[1:-1])
    assert shown.isprintable()
    assert visible(shown) == shown
    assert len(shown.splitlines()) == 1
    assert max(cells(shown), cell_len(shown)) <= max(room, 3)
    assert "  " not in shown


@given(any_text.filter(lambda t: t.isascii() and t.isprintable() and "  " not in t))
def test_what_is_plain_and_short_is_told_as_it_is(text: str) -> None:
    assert foreign(text, len(text) + 2) == f"{OPEN}{text}{CLOSE}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nwx01" + " " * 40 + "SHA-1", "“nwx01‹40 blanks›SHA-1”"),
        ("nwx01" + "\u00a0" * 40 + "x", "“nwx01‹40 blanks›x”"),
        ("nwx01\u3000 \u00a0x", "“nwx01‹3 blanks›x”"),
        ("caf\u00e9\u00a0x", "“café x”"),
        ("a\nb\x1b[2J", "“a␊b␛[2J”"),
        ("\n" * 70, "“␊×70”"),
        ("\u202ecba", "“‹U+202E›cba”"),
        ("he said “yes”", "“he said ‹U+201C›yes‹U+201D›”"),
        ("", "“”"),
    ],
)
def test_what_pads_and_what_acts_is_named(text: str, shown: str) -> None:
    assert foreign(text, 60) == shown


def test_the_middle_is_left_out() -> None:
    shown = foreign("nwx01.corp.local" + "a" * 10_000_000 + ".evil.example", 40)
    assert shown.startswith("“nwx01.corp.local")
    assert shown.endswith("…evil.example”")


@given(st.lists(anything, max_size=60).map(tuple), st.integers(20, 120))
def test_a_list_is_one_row_and_says_how_many_more(texts: tuple[str, ...], room: int) -> None:
    shown = foreign_list(texts, room)
    assert max(cells(shown), cell_len(shown)) <= room
    told = re.fullmatch(r"((?:, )?“[^“”]*”)*(?: and ([\d,]+) more)?", shown)
    assert told is not None
    more = int(told[2].replace(",", "")) if told[2] else 0
    assert shown.count(OPEN) + more == len(texts)


@given(anything, st.integers(24, 120), st.text("abc “”()", max_size=40))
def test_no_row_begins_with_what_somebody_else_says(text: str, width: int, ours: str) -> None:
    """Whoever looks at the beginning of a row knows who speaks."""
    indent = " " * 4
    broken = rows(f"{ours} (400 {foreign(text, 300)}), we say.", width, first="ok  ", rest=indent)
    assert broken[0].startswith("ok  ")
    last = CLOSE
    for row in broken:
        assert cell_len(row) <= width or (OPEN not in row and last != OPEN)
        if row is not broken[0]:
            assert row.startswith(indent)
            assert row.startswith(indent + OPEN) or last != OPEN
        quotes = re.findall(f"[{OPEN}{CLOSE}]", row)
        last = quotes[-1] if quotes else last


def test_a_row_that_goes_on_repeats_the_quotation_mark() -> None:
    told = foreign("Who is empty. " + DIGITS, 100)
    assert rows(f"nwx01 answered: {told}.", 42, rest="  ") == [
        "nwx01 answered: “Who is empty. SHA-1‹5",
        "  “blanks›0000 1111 2222 3333 4444 5555",
        "  “6666 7777 8888 9999”.",
    ]


def test_long_words_of_ours_stay_whole_and_long_words_of_others_do_not() -> None:
    path = "/home/jane/a/rather/long/path/to/a/file"
    assert rows(f"In {path} it says {foreign('x' * 60, 90)}.", 30) == [
        "In", path, "it says", "“" + "x" * 29, "“" + "x" * 29, "“xx”.",
    ]  # fmt: skip
