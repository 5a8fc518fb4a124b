"""Pivot actions that the results and the record pane share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message
from textual.widget import Widget

from netwrix_tui.records.pivot_list import PivotKind
from netwrix_tui.tui.terminal.typed_ahead import expect_focus


@dataclass
class PivotRequested(Message):
    """The user wants to go on from the record under the cursor; None offers all ways."""

    kind: PivotKind | None


def pivot_action(kind: PivotKind | None) -> Callable[[Widget], None]:
    """The action of a widget that asks for a pivot, or for the menu of them."""

    def request(widget: Widget) -> None:
        if kind is None:
            expect_focus(widget)  # of the menu, whose keys mean something else here
        widget.post_message(PivotRequested(kind))

    return request
