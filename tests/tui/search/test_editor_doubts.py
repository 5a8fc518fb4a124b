"""Filter editor: what may be a slip in a value is told while it is typed."""

from __future__ import annotations

from textual.pilot import Pilot

from netwrix_tui.records.filters import Filter, Operator
from tests.tui.search.test_filter_editor import press, run, said


def test_a_wildcard_is_doubted_while_it_is_typed() -> None:
    async def look(pilot: Pilot[None]) -> None:
        assert "There are no wildcards: jane* is looked for with its *." in said(pilot)
        await press(pilot, "backspace")
        assert "wildcard" not in said(pilot)
        await press(pilot, "enter")

    assert run("'who", "enter", "'jane*", then=look) == [[Filter("Who", Operator.CONTAINS, "jane")]]
