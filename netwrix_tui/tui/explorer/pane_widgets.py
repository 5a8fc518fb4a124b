"""Widgets of the explorer's panes, by the panes whose keys they hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from netwrix_tui.tui.actions.action import Pane

if TYPE_CHECKING:
    from netwrix_tui.tui.explorer.explorer_screen import Explorer


def pane_widgets(of: Explorer) -> dict[Pane, Widget]:
    """The widget of each pane that has keys of its own."""
    return {
        Pane.TABLE: of.table,
        Pane.RECORD: of.viewer,
        Pane.BUILDER: of.builder,
        Pane.QUERY: of.query_line,
        Pane.TRAIL: of.crumbs,
        Pane.PREVIEW: of.preview,
        Pane.FACETS: of.facets,
        Pane.TIMELINE: of.timeline,
        Pane.NOTICE: of.notice,
    }


def focused_pane(of: Explorer) -> Pane:
    """The pane whose keys the help explains first."""
    widgets = pane_widgets(of).items()
    return next((pane for pane, widget in widgets if widget.has_focus_within), Pane.EXPLORER)
