"""The controller of the record pane, built without the screen."""

from __future__ import annotations

from types import SimpleNamespace

from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view.view import View
from netwrix_tui.tui.record.controller import RecordController
from tests.tui.fake_host import FakeHost


def test_the_pane_waits_for_the_cursor_to_rest_where_anybody_looks() -> None:
    host, cleared = FakeHost(), []
    table = SimpleNamespace(
        store=Store(), view=View(Store()), record_row=None, cursor_row=0, note_of=None,
        move_to=lambda row: None,
    )  # fmt: skip
    viewer = SimpleNamespace(clear=lambda: cleared.append(True))
    pane = SimpleNamespace(record_is_shown=False)
    record = RecordController(
        host, table, viewer, pane, fetch=lambda rid, wire: None, is_whole=lambda: True
    )
    record.follow_cursor()
    assert not host.waiting
    pane.record_is_shown = True
    record.follow_cursor()
    record.follow_cursor()
    assert len(host.waiting) == 1
    host.waiting[0]()
    assert cleared == [True]
    record.step(-1)
    record.step(1)
    assert host.said == ["That is the first record.", "That is the last record."]
