"""Marked rows."""

from __future__ import annotations

from netwrix_tui.results.columnstore.row_marks import Marks


def test_toggle_update_and_clear() -> None:
    marks = Marks()
    assert marks.toggle(5) is True
    assert marks.toggle(9) is True
    assert marks.toggle(5) is False
    marks.update([4, 3, 2])
    marks.update([4])
    assert marks.sorted() == [2, 3, 4, 9]
    assert len(marks) == 4
    assert 3 in marks
    assert 5 not in marks
    marks.clear()
    assert len(marks) == 0
