"""Keys of the table of counts."""

from __future__ import annotations

from netwrix_tui.tui.actions.action import Action, Pane

SUMMARY_ACTIONS: tuple[Action, ...] = (
    Action(Pane.SUMMARY, "open", "enter", "Search for the records of the line", "open", "enter"),
    Action(Pane.SUMMARY, "group", "g", "Choose by what it is counted", "group by"),
    Action(Pane.SUMMARY, "minimum", "m", "Only groups of at least so many records", "at least"),
    Action(Pane.SUMMARY, "sort", "S", "Sort by this column, the greatest or the least first",
           "sort", "S"),
    Action(Pane.SUMMARY, "cross", "x", "Cross table of two keys, or the list again", "cross"),
    Action(Pane.SUMMARY, "beside", "f", "The values of two keys beside each other", "beside"),
    Action(Pane.SUMMARY, "other_side", "tab", "To the list beside", key_display="tab"),
    Action(Pane.SUMMARY, "logons", "o", "The logons of each account, or the counts again",
           "logons"),
    Action(Pane.SUMMARY, "load_all", "L", "Load everything, or pause that", key_display="L"),
    Action(Pane.SUMMARY, "copy", "c", "Copy the table as text", "copy"),
    Action(Pane.SUMMARY, "copy_as", "C", "Copy it as text, Markdown, columns or CSV",
           key_display="C"),
    Action(Pane.SUMMARY, "copy_cell", "y", "Copy the cell under the cursor"),
    Action(Pane.SUMMARY, "up", "up,k", "One line up", key_display="↑"),
    Action(Pane.SUMMARY, "down", "down,j", "One line down", key_display="↓"),
    Action(Pane.SUMMARY, "page_up", "pageup,ctrl+b", "One page up", key_display="pgup"),
    Action(Pane.SUMMARY, "page_down", "pagedown,ctrl+f,space", "One page down",
           key_display="pgdn"),
    Action(Pane.SUMMARY, "first", "home", "To the first line", key_display="home"),
    Action(Pane.SUMMARY, "last", "end,G", "To the last line", key_display="end"),
    Action(Pane.SUMMARY, "left", "left,h", "One column to the left", key_display="←"),
    Action(Pane.SUMMARY, "right", "right,l", "One column to the right", key_display="→"),
    Action(Pane.SUMMARY, "help", "question_mark,f1", "Explain the table and its keys", "keys",
           "?"),
    Action(Pane.SUMMARY, "leave", "escape,t,q", "Back to the records", "back", "esc"),
)  # fmt: skip
