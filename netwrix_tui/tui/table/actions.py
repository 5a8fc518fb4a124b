"""Keys of the results pane: cursor, marks, sort, pivots."""

from __future__ import annotations

from netwrix_tui.tui.actions.action import Action, Pane

TABLE_ACTIONS: tuple[Action, ...] = (
    # Results
    Action(Pane.TABLE, "open", "enter", "Open the record", "open", "enter"),
    Action(Pane.TABLE, "up", "up,k", "One record up", key_display="↑"),
    Action(Pane.TABLE, "down", "down,j", "One record down", key_display="↓"),
    Action(Pane.TABLE, "page_up", "pageup,ctrl+b", "One page up", key_display="pgup"),
    Action(Pane.TABLE, "page_down", "pagedown,ctrl+f", "One page down", key_display="pgdn"),
    Action(Pane.TABLE, "first", "home,g", "To the first record", key_display="home"),
    Action(Pane.TABLE, "last", "end,G", "To the last record loaded", key_display="end"),
    Action(Pane.TABLE, "left", "left,h", "One column to the left", key_display="←"),
    Action(Pane.TABLE, "right", "right,l", "One column to the right", key_display="→"),
    Action(Pane.TABLE, "sort", "S", "Sort: ascending, descending, as they arrived",
           key_display="S"),
    Action(Pane.TABLE, "sort_further", "plus", "Sort further by this column", key_display="+"),
    Action(Pane.TABLE, "unusual", "exclamation_mark", "The most unusual of the loaded first",
           key_display="!"),
    Action(Pane.TABLE, "mark", "space", "Mark the record, and go on to the next", "mark", "space"),
    Action(Pane.TABLE, "extend_up", "shift+up,K", "Mark upwards", key_display="⇧↑"),
    Action(Pane.TABLE, "extend_down", "shift+down,J", "Mark downwards", key_display="⇧↓"),
    Action(Pane.TABLE, "only_this", "i", "Search for only this: the value under the cursor"),
    Action(Pane.TABLE, "not_this", "x", "Search without this: the value under the cursor"),
    Action(Pane.TABLE, "or_this", "o", "Search for this too: the value under the cursor"),
    Action(Pane.TABLE, "pivot_menu", "f", "Go on from here: same account, around it, …", "go on"),
)  # fmt: skip
