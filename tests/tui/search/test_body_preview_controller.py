"""The controller of the body preview, built without the screen."""

from __future__ import annotations

from types import SimpleNamespace

from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.tui.search.body_preview_controller import BodyPreviewController
from netwrix_tui.tui.search.body_text import BodyFormat
from netwrix_tui.wire.wire_format import WireFormat


def test_the_pane_shows_the_format_that_searches_have() -> None:
    shown = []
    preview = SimpleNamespace(
        body_format=BodyFormat.JSON, show=shown.append, has_focus_within=False
    )
    pane = SimpleNamespace(preview_is_open=False, preview_covers=False)
    pane.open_preview = lambda: setattr(pane, "preview_is_open", True)
    pane.close_preview = lambda: setattr(pane, "preview_is_open", False)
    sent_as = SimpleNamespace(wire=WireFormat.JSON, connection=None)
    sent_as.switch_wire = lambda: setattr(sent_as, "wire", WireFormat.XML)
    controller = BodyPreviewController(
        preview, pane, sent_as, plan=SearchPlan.initial, copy_text=lambda *_: None
    )
    controller.show()
    assert not shown
    controller.toggle()
    assert len(shown) == 1
    controller.switch_wire()
    assert preview.body_format is BodyFormat.XML
    assert len(shown) == 2
    controller.toggle()
    assert not pane.preview_is_open
