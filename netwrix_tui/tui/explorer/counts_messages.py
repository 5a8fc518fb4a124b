"""What the panes that count tell the explorer, each with the controller method that answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.message import Message

from netwrix_tui.tui.counts.facets import Facets
from netwrix_tui.tui.counts.timeline import Timeline

if TYPE_CHECKING:
    from netwrix_tui.tui.counts.controller import CountsController
    from netwrix_tui.tui.explorer.explorer_screen import Explorer

COUNTS_MESSAGES: dict[type[Message], Callable[[CountsController, Any], object]] = {
    Facets.ColumnChanged: lambda counts, _: counts.catch_up(at_once=True),
    Timeline.BucketsRequested: lambda counts, _: counts.catch_up(at_once=True),
    Facets.ValueRequested: lambda counts, m: counts.search_value(m.kind, m.column, m.value),
    Facets.FilterRequested: lambda counts, m: counts.filter_value(m.column, m.value),
    Facets.ListCopyRequested: lambda counts, m: counts.copy_list(m.lines, choose=m.choose),
    Timeline.ZoomRequested: lambda counts, m: counts.zoom(m.start, m.end),
    Timeline.ZoomOutRequested: lambda counts, _: counts.zoom_out(),
    Timeline.FirstRecordRequested: lambda counts, m: counts.find_first(m.start, m.end),
}


def counts_handler(kind: type[Message]) -> Callable[[Explorer, Message], None]:
    """The method of the screen that Textual calls for a message."""
    answer = COUNTS_MESSAGES[kind]

    def handle(explorer: Explorer, message: Message) -> None:
        answer(explorer.counts, message)

    return handle
