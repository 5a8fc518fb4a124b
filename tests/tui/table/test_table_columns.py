"""Columns, cells and truncation: widths that hold for any terminal and any text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from netwrix_tui.records.epoch import moment_at
from netwrix_tui.tui.table.cells import text_cell, time_cell
from netwrix_tui.tui.table.table_columns import (
    ACTION,
    CHANGES,
    COLUMNS,
    GAP,
    WHAT,
    WHEN,
    WHERE,
    WHO,
    WORKSTATION,
    Column,
    layout,
    total_width,
)
from netwrix_tui.tui.text.lines import Span
from netwrix_tui.tui.text.semantic_style import SemanticStyle
from netwrix_tui.tui.text.truncation import fit_end, fit_middle, head, tail

HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x00\x07\x1b\n\r\t\x7f\x9b\u202e\u200b\ufeff\u0301\ud800\\/ …日😀"),
    )
)
WIDTHS = st.integers(1, 60)


def text_of(pieces: tuple[tuple[str, SemanticStyle], ...]) -> str:
    return "".join(piece[0] for piece in pieces)


# Layout


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 400))
def test_a_layout_holds_every_column_once_and_fills_the_width(width: int) -> None:
    placed = layout(width)
    assert {place.column for place in placed} == set(COLUMNS)
    assert len(placed) == len(COLUMNS)
    for left, right in pairwise(placed):
        assert right.x == left.end + GAP
    assert all(place.width >= place.column.minimum for place in placed)
    in_view = [place for place in placed if place.in_view]
    assert in_view == list(placed[: len(in_view)])
    assert in_view[-1].end == max(width, 73)
    assert total_width(placed) >= width


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 400))
def test_a_wider_terminal_never_shows_fewer_columns(width: int) -> None:
    def in_view(cells: int) -> set[Column]:
        return {place.column for place in layout(cells) if place.in_view}

    narrow, wide = in_view(width), in_view(width + 1)
    assert len(narrow) <= len(wide)
    # Changes say more than the machine does: where they begin to fit, they take its place.
    assert narrow <= wide or (narrow - wide == {WORKSTATION} and CHANGES in wide - narrow)


@pytest.mark.parametrize(
    ("width", "titles"),
    [
        (76, ["When", "Who", "Action", "What"]),
        (116, ["When", "Who", "Action", "Object type", "What", "Where"]),
        (156, [column.title for column in COLUMNS if column is not CHANGES]),
        (161, [column.title for column in COLUMNS if column is not CHANGES]),
        # 200 columns with the search beside the table.
        (162, [column.title for column in COLUMNS if column is not WORKSTATION]),
        (196, [column.title for column in COLUMNS]),
    ],
)
def test_what_is_in_view_on_usual_terminals(width: int, titles: list[str]) -> None:
    assert [place.column.title for place in layout(width) if place.in_view] == titles


def test_columns_out_of_view_follow_in_their_own_order() -> None:
    hidden = [place.column.title for place in layout(76) if not place.in_view]
    assert hidden == ["Object type", "Changes", "Where", "Data source", "Workstation"]


# Truncation


@settings(max_examples=300, deadline=None)
@given(HOSTILE, WIDTHS)
def test_cut_text_fits_and_holds_nothing_that_acts(text: str, width: int) -> None:
    for shown in (fit_end(text, width), fit_middle(text, width)):
        assert cell_len(shown) <= width
        assert shown.isprintable()


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab日😀é")), st.integers(0, 30))
def test_head_and_tail_are_the_longest_that_fit(text: str, width: int) -> None:
    start, end = head(text, width), tail(text, width)
    assert text.startswith(start)
    assert text.endswith(end)
    for part, longer in ((start, text[: len(start) + 1]), (end, text[-len(end) - 1 :])):
        assert cell_len(part) <= width
        assert part == text or cell_len(longer) > width


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        (r"\\fs01\finance\Plan\Drafts\Q3.xlsx", 24, r"\\fs01\finance\…\Q3.xlsx"),
        (r"\\fs01\finance\Plan\Drafts\Q3.xlsx", 18, r"\\fs01\…\Q3.xlsx"),
        (r"\corp\Users\Staff\Berlin\Tom Reed", 29, r"\corp\Users\Staff\…\Tom Reed"),
        ("https://corp/sites/hr/Docs/list.xlsx", 24, "https://corp/…/list.xlsx"),
        ("Domain Admins and their friends", 14, "Domain Admins…"),
        (r"C:\an-endless-name-of-one-file.docx", 20, r"…\an-endless-n….docx"),
        ("short", 5, "short"),
    ],
)  # fmt: skip
def test_paths_are_cut_in_the_middle(text: str, width: int, shown: str) -> None:
    assert fit_middle(text, width) == shown


def test_a_value_of_megabytes_keeps_both_its_ends() -> None:
    text = "\\\\fs01\\" + "deep\\" * 1_000_000 + "last.txt"
    assert fit_middle(text, 30) == "\\\\fs01\\deep\\deep\\…\\last.txt"


# Cells


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(COLUMNS), HOSTILE, st.integers(10, 60))
def test_a_cell_is_exactly_as_wide_as_its_column(column: Column, text: str, width: int) -> None:
    shown = text_of(text_cell(column, text, width))
    assert cell_len(shown) == width
    assert shown.isprintable()


@pytest.mark.parametrize(
    ("action", "shown", "style"),
    [
        ("Added", "+ Added", SemanticStyle.ADDED),
        ("Removed", "− Removed", SemanticStyle.REMOVED),
        ("Modified", "~ Modified", SemanticStyle.MODIFIED),
        ("Read", "· Read", SemanticStyle.PLAIN),
        ("Moved", "→ Moved", SemanticStyle.MODIFIED),
        ("Successful Logon", "» Logon", SemanticStyle.PLAIN),
        ("Failed Logon", "! Failed Logon", SemanticStyle.FAILED),
        ("Remove (Failed Attempt)", "! Remove (Failed Attempt)", SemanticStyle.FAILED),
        ("Levitated", "  Levitated", SemanticStyle.PLAIN),
    ],
)
def test_actions_carry_a_sign_and_not_a_colour_alone(
    action: str, shown: str, style: SemanticStyle
) -> None:
    (piece,) = text_cell(ACTION, action, 26)
    assert piece.text.rstrip() == shown
    assert piece.style is style


def test_a_domain_is_quiet_and_gives_way_before_the_name_does() -> None:
    assert text_cell(WHO, r"CORP\jane.doe", 13) == (
        Span("CORP\\", SemanticStyle.QUIET),
        Span("jane.doe", SemanticStyle.PLAIN),
    )
    assert text_of(text_cell(WHO, r"CORP\svc-backup-01", 16)) == "…\\svc-backup-01 "
    assert text_of(text_cell(WHO, "System", 8)) == "System  "


def test_a_host_is_told_from_its_domain_and_from_an_address() -> None:
    assert text_cell(WHERE, "dc01.corp.local", 15) == (
        Span("dc01", SemanticStyle.PLAIN),
        Span(".corp.local", SemanticStyle.QUIET),
    )
    assert text_cell(WHERE, "10.0.0.17", 9) == (Span("10.0.0.17", SemanticStyle.PLAIN),)


MOMENT = datetime(2026, 11, 22, 14, 2, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("year", "width", "shown"),
    [
        (2026, 16, "22 Nov  14:02:31"),
        (2026, 20, "Sun 22 Nov  14:02:31"),
        (2027, 16, "22Nov26 14:02:31"),
        (2027, 20, "22 Nov 2026 14:02:31"),
    ],
)
def test_a_time_is_never_cut_and_names_another_year(year: int, width: int, shown: str) -> None:
    assert text_of(time_cell(MOMENT, repeats=False, this_year=year, width=width)) == shown


def test_a_date_that_repeats_is_quiet() -> None:
    first, clock = time_cell(MOMENT, repeats=True, this_year=2026, width=16)
    assert (first.style, clock.style) == (SemanticStyle.QUIET, SemanticStyle.PLAIN)


@settings(max_examples=100, deadline=None)
@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))
def test_every_time_has_the_width_of_its_column(bare: datetime) -> None:
    for width in range(WHEN.minimum, WHEN.preferred + 3):
        pieces = time_cell(bare.replace(tzinfo=UTC), repeats=False, this_year=2026, width=width)
        assert cell_len(text_of(pieces)) == width


def test_a_moment_outside_the_calendar_is_none() -> None:
    assert moment_at(None, UTC) is None
    assert moment_at(10**18, UTC) is None
    assert moment_at(0, UTC) == datetime(1970, 1, 1, tzinfo=UTC)
    assert moment_at(1_000_000, UTC) == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=1)


def test_what_has_room_before_a_fifth_column_takes_any() -> None:
    for width in range(90, 400):
        what = next(place for place in layout(width) if place.column is WHAT)
        assert what.width >= 32
