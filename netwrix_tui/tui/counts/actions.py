"""Keys of the panes facets and timeline."""

from __future__ import annotations

from netwrix_tui.tui.actions.action import Action, Pane

COUNTS_ACTIONS: tuple[Action, ...] = (
    # Facets
    Action(Pane.FACETS, "only_this", "i,enter", "Search for only this value", "only", "i"),
    Action(Pane.FACETS, "not_this", "x", "Search without this value", "not", "x"),
    Action(Pane.FACETS, "or_this", "o", "Search for this value too", "or", "o"),
    Action(Pane.FACETS, "filter", "slash", "Filter the loaded records by it", "filter", "/"),
    Action(Pane.FACETS, "copy_list", "c", "Copy the counts as text for a ticket", "copy list", "c"),
    Action(Pane.FACETS, "copy_list_as", "C", "Copy the counts as text, Markdown or in columns",
           key_display="C"),
    Action(Pane.FACETS, "next_column", "right,l", "Next column; 1 to 9 pick one", "column", "→"),
    Action(Pane.FACETS, "previous_column", "left,h", "Previous column", key_display="←"),
    Action(Pane.FACETS, "up", "up,k", "One value up", key_display="↑"),
    Action(Pane.FACETS, "down", "down,j", "One value down", key_display="↓"),
    Action(Pane.FACETS, "page_up", "pageup", "One page up", key_display="pgup"),
    Action(Pane.FACETS, "page_down", "pagedown", "One page down", key_display="pgdn"),
    Action(Pane.FACETS, "first", "home,g", "To the first value", key_display="home"),
    Action(Pane.FACETS, "last", "end,G", "To the last value", key_display="end"),
    Action(Pane.FACETS, "close", "escape,f3", "Close the pane", "close", "esc"),
    # Timeline
    Action(Pane.TIMELINE, "earlier", "left,h", "One bar earlier", key_display="←"),
    Action(Pane.TIMELINE, "later", "right,l", "One bar later", key_display="→"),
    Action(Pane.TIMELINE, "earliest", "home,g", "To the earliest bar", key_display="home"),
    Action(Pane.TIMELINE, "latest", "end,G", "To the latest bar", key_display="end"),
    Action(Pane.TIMELINE, "extend_earlier", "shift+left,K", "Select towards earlier",
           key_display="⇧←"),
    Action(Pane.TIMELINE, "extend_later", "shift+right,J", "Select towards later",
           key_display="⇧→"),
    Action(Pane.TIMELINE, "zoom", "enter", "Search within the time selected", "zoom", "enter"),
    Action(Pane.TIMELINE, "zoom_out", "minus", "Back to the search before", "out", "-"),
    Action(Pane.TIMELINE, "go_to_first", "space", "To the first record of that time in the table",
           "find", "space"),
    Action(Pane.TIMELINE, "leave", "escape", "Clear the selection; to the table", "table", "esc"),
)  # fmt: skip
