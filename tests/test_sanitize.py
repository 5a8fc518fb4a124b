"""Hostile text: everything visible, nothing acting."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from netwrix_tui.sanitize import (
    plain_spaces,
    told_apart,
    visible,
    visible_block,
    visible_lines,
)
from tests.strategies import any_text

ACTING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
texts = any_text | st.text(st.characters(exclude_categories=()), max_size=30)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_nothing_that_acts_is_left(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    assert not {unicodedata.category(char) for char in shown} & ACTING
    shown.encode("utf-8")


@settings(max_examples=300, deadline=None)
@given(texts)
def test_nothing_that_is_there_takes_no_room(text: str) -> None:
    attached = sum(1 for char in text if cell_len(char) == 0 and char.isprintable())
    assert cell_len(visible(text)) >= len(text) - attached


@pytest.mark.parametrize("mark", ["\u0301", "\u20dd", "\u0488", "\u0903", "\u1161"])
def test_no_tower_is_built_on_one_character(mark: str) -> None:
    assert visible("a" + mark * 9).count(mark) == 3


@settings(max_examples=300, deadline=None)
@given(texts)
def test_what_is_visible_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_is_not_touched(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a␛[31mb"),
        ("\x07\x7f\x00", "␇␡␀"),
        ("one\r\ntwo\tthree", "one␍␊two␉three"),
        ("\x9b2J", "‹U+009B›2J"),
        ("evil\u202etxt.exe", "evil‹U+202E›txt.exe"),
        ("zero\u200bwidth", "zero‹U+200B›width"),
        ("\u00a01\u202f234\u2009€\u3000", " 1 234 € "),
        ("half\ud83d", "half‹U+D83D›"),
        ("\ufeffBOM", "‹U+FEFF›BOM"),
        ("heart\ufe0f", "heart‹U+FE0F›"),
        ("\u0301first", "‹U+0301›first"),
        ("e" + "\u0301" * 5, "e\u0301\u0301\u0301‹U+0301›‹U+0301›"),
        ("漢字 é 👩", "漢字 é 👩"),
        ("\U0001f1e9\U0001f1ea", "‹U+1F1E9›‹U+1F1EA›"),
        ("\U0001f44d\U0001f3fd", "\U0001f44d‹U+1F3FD›"),
        ("[bold red]no markup[/]", "[bold red]no markup[/]"),
    ],
)
def test_each_kind_has_its_symbol(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_lines_are_split_at_line_breaks_only() -> None:
    assert visible_lines("a\r\nb\nc\rd\x0be\u2028f") == ["a", "b", "c", "d␋e‹U+2028›f"]


def test_a_block_keeps_line_breaks_and_tabs_and_nothing_else() -> None:
    assert visible_block("a\tb\r\nc\x1b\u202e\rd") == "a\tb\nc␛‹U+202E›\nd"


def test_every_space_looks_like_one_and_is_compared_as_one() -> None:
    every = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) == "Zs"]
    assert "\u3000" in every
    assert {visible(space) for space in every} == {" "}
    assert {plain_spaces(f"1{space}234") for space in every} == {"1 234"}


def test_what_only_looks_like_a_space_is_named() -> None:
    assert visible("\u200b\u2028\u2800\u3164\ufeff") == ("‹U+200B›‹U+2028›‹U+2800›‹U+3164›‹U+FEFF›")


def test_texts_that_differ_in_their_spaces_alone_are_told_apart() -> None:
    assert told_apart("1 234", "1\u00a0234") == ("1 234", "1‹U+00A0›234")
    assert told_apart("1\u202f234", "1\u00a0235") == ("1\u202f234", "1\u00a0235")
    assert told_apart("a\u00a0b", "a\u00a0b") == ("a\u00a0b", "a\u00a0b")
