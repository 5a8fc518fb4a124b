"""Rows as columns: whatever is asked of them, they are what a list of rows is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.records.folded import folded, folded_each
from netwrix_tui.records.record import Row
from netwrix_tui.records.row_columns import FIELDS, column_of, joined, row_columns
from tests.results.records import rows, texts

lists = st.lists(rows, max_size=6)


@given(lists, lists, st.data())
def test_they_are_what_a_list_is(ours: list[Row], others: list[Row], data: st.DataObject) -> None:
    columns = row_columns(ours)
    assert (len(columns), list(columns), columns) == (len(ours), ours, ours)
    assert (columns == row_columns(others)) == (ours == others)
    assert columns + others == joined((columns, others)) == ours + others
    start, stop = data.draw(st.integers(-7, 7)), data.draw(st.integers(-7, 7))
    assert columns[start:stop] == ours[start:stop]
    chosen = data.draw(st.lists(st.integers(0, len(ours) - 1)) if ours else st.just([]))
    assert columns.chosen(chosen) == [ours[at] for at in chosen] == [columns[at] for at in chosen]
    for field in FIELDS:
        assert column_of(columns, field) == column_of(ours, field)
        assert column_of(ours, field) == [getattr(row, field) for row in ours]
    assert {row.server for row in columns.of_server("nwx02")} <= {"nwx02"}


@given(st.lists(texts, max_size=6))
def test_texts_are_folded_together_as_one_by_one(some: list[str]) -> None:
    assert folded_each(some) == [folded(text) for text in some]
