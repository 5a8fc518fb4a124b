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


def test_marks_that_are_restored_count_once_their_records_are_there() -> None:
    marks = Marks()
    marks.restore([1, 4, 9], 2)
    assert marks.sorted() == [1]
    assert marks.kept() == [1, 4, 9]
    marks.arrive(5)
    assert marks.sorted() == [1, 4]
    marks.clear()
    marks.arrive(10)
    assert not marks
