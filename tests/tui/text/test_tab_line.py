"""Which of several items side by side a click is on."""

from __future__ import annotations

import pytest

from netwrix_tui.tui.text.tab_line import index_at


@pytest.mark.parametrize(
    ("x", "index"),
    [(1, None), (2, 0), (4, 0), (5, None), (6, None), (7, 1), (8, None), (9, None), (10, 2)],
)
def test_a_cell_belongs_to_one_item_or_to_a_gap(x: int, index: int | None) -> None:
    assert index_at(x, (3, 1, 2), gap=2, start=2) == index
