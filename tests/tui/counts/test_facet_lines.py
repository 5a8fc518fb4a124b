"""Bars and lines of the facets pane: exact widths, honest shares, whatever the values hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from netwrix_tui.records.record import Row
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.results.view.counts import TopValues, ValueCount
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.results.view.view import View
from netwrix_tui.tui.counts.facet_lines import (
    EMPTY,
    FACET_COLUMNS,
    FacetLines,
    filter_term,
    title_line,
)
from netwrix_tui.tui.table.table_columns import WHAT, WHO
from netwrix_tui.tui.text.bars import horizontal_bar, share_words, standing_bar
from tests.results.records import page_of, rid, texts

counts = st.integers(0, 2_000_000)
widths = st.integers(0, 120)


def lines_of(*pairs: tuple[str, int], distinct: int = 0, filtered: bool = False) -> FacetLines:
    values = tuple(ValueCount(*pair) for pair in pairs)
    records = sum(each.count for each in values)
    top = TopValues(values, records, distinct or len(values))
    return FacetLines(WHO, top, 2 * records if filtered else records, filtered)


@given(counts, counts, widths)
def test_a_lying_bar_has_its_width_and_shows_whatever_is_there(
    part: int, whole: int, width: int
) -> None:
    bar = horizontal_bar(part, whole, width)
    assert cell_len(bar) == width
    assert bool(bar.strip()) == bool(part and whole and width)
    if whole and part >= whole:
        assert bar == "█" * width


@given(counts, counts, st.integers(1, 9))
def test_a_standing_bar_is_filled_from_the_bottom(part: int, whole: int, height: int) -> None:
    bar = standing_bar(part, whole, height)
    assert len(bar) == height
    assert (bar[-1] != " ") == bool(part and whole)
    assert bar.lstrip(" ")[1:].strip("█") == ""


@given(counts, counts)
def test_more_is_never_shown_as_less(one: int, other: int) -> None:
    less, more = sorted((one, other))
    for whole in (more, 2 * more):
        bars = [standing_bar(part, whole, 3) for part in (less, more)]
        assert all(low <= high for low, high in zip(*bars, strict=True))
        assert len(horizontal_bar(less, whole, 9).rstrip()) <= len(
            horizontal_bar(more, whole, 9).rstrip()
        )


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 0, "0%"), (0, 9, "0%"), (1, 1_000, "<1%"), (1, 2, "50%"), (999, 1_000, "99%"),
     (7, 7, "100%")],
)  # fmt: skip
def test_shares_in_words(part: int, whole: int, words: str) -> None:
    assert share_words(part, whole) == words


@given(st.lists(st.tuples(texts, st.integers(1, 10**6)), min_size=1, max_size=5), widths)
def test_a_row_has_exactly_its_width(pairs: list[tuple[str, int]], width: int) -> None:
    pairs.sort(key=lambda pair: -pair[1])
    lines = lines_of(*pairs)
    for place in range(len(lines)):
        pieces, bar, numbers = lines.row(place, width)
        told = "".join(piece.text for piece in pieces)
        assert all(char.isprintable() for char in told)
        if width > 30:
            assert cell_len(told) + cell_len(bar) + len(numbers) + 2 == width
        if width > 32:  # room for a bar beside a million and its share
            assert bar.strip()


def test_what_the_counts_are_of_is_said_first() -> None:
    lines = lines_of(("jane", 30), ("bob", 10), distinct=512)
    assert lines.heading(99) == "of the 40 loaded records · 512 values · the top 2"
    assert lines.heading(40) == "of the 40 loaded records · 512 values"
    assert lines.heading(30) == "of the 40 loaded records"
    assert lines_of(("a", 3), filtered=True).heading(99) == "of the 3 shown, of 6 loaded · 1 value"


def test_what_is_empty_says_so() -> None:
    pieces, _, _ = lines_of(("", 3), (" ", 1)).row(0, 60)
    assert pieces[0].text.startswith(EMPTY)
    assert EMPTY in lines_of(("", 3)).as_text()


def test_the_list_as_text_names_column_and_records() -> None:
    text = lines_of(("CORP\\jane", 1_500), ("bob\x1b[2J", 500)).as_text()
    first, *lines = text.splitlines()
    assert first == "Who, of the 2,000 loaded records · 2 values"
    assert lines[0].split() == ["1,500", "75%", "CORP\\jane"]
    assert "\x1b" not in text


def test_titles_number_the_columns() -> None:
    assert title_line(WHO, 60) == "FACETS ‹ Who ›  1 of 10"
    assert title_line(WHAT, 10).endswith("…")
    assert len(FACET_COLUMNS) == 10


@given(texts.filter(lambda text: text.strip().strip('"').strip()))
def test_the_quick_filter_of_a_value_lets_through_what_has_it(value: str) -> None:
    store = Store()
    store.append(page_of([Row(rid(0), "", who=value), Row(rid(1), "")]))
    view = View(store)
    term = filter_term("who", value)
    view.adopt(finished(view.order_rows((), QuickFilter.parse(term))))
    assert [view.store_row(row) for row in range(len(view))] == [0]


def test_there_is_no_filter_for_what_is_empty() -> None:
    assert filter_term("who", "") == filter_term("who", ' "" ') == ""
