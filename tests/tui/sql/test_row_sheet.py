"""Rows as cells: widths, order."""

from __future__ import annotations

from netwrix_tui.tui.sql.row_sheet import GAP, RowSheet


def test_widths_are_given_by_those_that_can() -> None:
    sheet = RowSheet(
        ("rid", "at", "who", "n"),
        [("2" * 49, "2026-11-30 11:41:00", "CORP\\" + "w" * 40, 7)],
    )
    widths = sheet.widths(60)
    assert widths == [8, 19, 26, 1]
    assert sum(widths) + 3 * GAP == 60
    assert sheet.widths(200) == [49, 19, 45, 1]
    assert sheet.widths(5) == [8, 19, 20, 1]  # the rest is scrolled to


def test_cells_are_as_wide_as_they_are_to_be_and_act_on_nothing() -> None:
    sheet = RowSheet(("a", "n"), [("\x1b[31m\u202e漢字", 5), (None, -12), (b"\xff", None)])
    assert sheet.cell(0, 0, 8) == "␛[31m‹U…"
    assert sheet.cell(0, 1, 4) == "   5"
    assert sheet.cell(1, 0, 3) == "   "
    assert sheet.cell(2, 0, 3) == "FF "


def test_any_values_are_sorted() -> None:
    values = ["b", None, 2, "A", 1.5, b"\x00"]
    sheet = RowSheet(("v",), [(value,) for value in values])
    up = [values[index] for index in sheet.sorted_order(0, downwards=False)]
    assert up == [None, 1.5, 2, "A", "b", b"\x00"]
    down = [values[index] for index in sheet.sorted_order(0, downwards=True)]
    assert down == up[::-1]


def test_nothing_at_all() -> None:
    sheet = RowSheet()
    assert len(sheet) == 0
    assert sheet.widths(80) == []
