"""Values in SQL: what goes in comes out, and nothing else runs."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from netwrix_tui.archive.cluster.quoting import quoted, quoted_list
from tests.archive.click_house_pair import ClickHousePair

_HOSTILE = st.lists(
    st.sampled_from(
        ("'", '"', "\\", "\\'", "''", "`", ";", "--", "/*", "*/", "\x00", "\n", "\r", "\t", "\x1a",
         "%", "_", "?", "{x:String}", "$1", "\\x27", "\\0", "\\", ") OR 1=1 --", "é", "漢", "😀",
         "\u2028", "\ufeff", "\x7f", "FORMAT JSON", "0", "a", " ")
    ),
    max_size=8,
).map("".join)  # fmt: skip
_TEXTS = st.one_of(_HOSTILE, st.text(max_size=40))


@settings(max_examples=150)
@given(text=_TEXTS, other=_TEXTS)
@example(text="\\", other="'")
@example(text="'; DROP TABLE records; --", other="\\'; DROP TABLE records; --")
def test_a_text_comes_back_as_it_went(click_house: ClickHousePair, text: str, other: str) -> None:
    query = (
        f"SELECT {quoted(text)}, {quoted(other)}, toUInt8({quoted(text)} = {quoted(other)}), "
        f"toUInt8({quoted(text)} IN {quoted_list([other, text])})"
    )
    (row,) = click_house.values(click_house.address("default", one=True), query, "bbBB")
    assert row == (text.encode(), other.encode(), text == other, 1)


@settings(max_examples=30)
@given(number=st.integers(-(1 << 62), 1 << 62))
def test_a_number_comes_back_as_it_went(click_house: ClickHousePair, number: int) -> None:
    address = click_house.address("default", one=True)
    assert click_house.values(address, f"SELECT {quoted(number)}", "q") == [(number,)]


def test_half_a_character_is_one_that_no_record_has(click_house: ClickHousePair) -> None:
    address = click_house.address("default", one=True)
    half = quoted("a\ud800b")
    assert click_house.values(address, f"SELECT {half}") == [("a\uffffb",)]
