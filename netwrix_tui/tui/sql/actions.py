"""Keys of the line of SQL, and of its rows."""

from __future__ import annotations

from netwrix_tui.tui.actions.action import Action, Pane

SQL_ACTIONS: tuple[Action, ...] = (
    # The line
    Action(Pane.SQL, "run", "enter", "Run it; take the item that is picked", "run", "enter"),
    Action(Pane.SQL, "complete", "tab", "Take the first item", "complete", "tab"),
    Action(Pane.SQL, "item_down", "down", "Pick an item of the list; else to the rows", "pick",
           "↓"),
    Action(Pane.SQL, "item_up", "up", "Go through the statements before", "before", "↑"),
    Action(Pane.SQL, "clear", "ctrl+u", "Empty the line: the examples", "examples", "^u",
           priority=True),
    Action(Pane.SQL, "help", "f1", "Explain tables, examples and keys", "help", "f1"),
    Action(Pane.SQL, "leave", "escape", "Stop what runs, else back", "back", "esc"),
    # Rows
    Action(Pane.ROWS, "open", "enter", "Open the record of the row, where there is a RID", "open",
           "enter"),
    Action(Pane.ROWS, "up", "up,k", "One row up", key_display="↑"),
    Action(Pane.ROWS, "down", "down,j", "One row down", key_display="↓"),
    Action(Pane.ROWS, "page_up", "pageup,ctrl+b", "One page up", key_display="pgup"),
    Action(Pane.ROWS, "page_down", "pagedown,ctrl+f,space", "One page down", key_display="pgdn"),
    Action(Pane.ROWS, "first", "home,g", "To the first row", key_display="home"),
    Action(Pane.ROWS, "last", "end,G", "To the last row", key_display="end"),
    Action(Pane.ROWS, "left", "left,h", "One column to the left", key_display="←"),
    Action(Pane.ROWS, "right", "right,l", "One column to the right", key_display="→"),
    Action(Pane.ROWS, "edit", "semicolon", "Edit the statement", "edit", ";"),
    Action(Pane.ROWS, "sort", "S", "Sort by this column: ascending, descending, as it came", "sort",
           "S"),
    Action(Pane.ROWS, "copy", "c", "Copy all rows, as CSV", "copy"),
    Action(Pane.ROWS, "copy_cell", "y", "Copy the cell under the cursor"),
    Action(Pane.ROWS, "save", "s", "Save all rows to a file, as CSV or NDJSON", "save"),
    Action(Pane.ROWS, "only_this", "i", "Search for only this: the value under the cursor"),
    Action(Pane.ROWS, "not_this", "x", "Search without this: the value under the cursor"),
    Action(Pane.ROWS, "or_this", "o", "Search for this too: the value under the cursor"),
    Action(Pane.ROWS, "help", "question_mark", "Explain tables, examples and keys", "keys", "?"),
    Action(Pane.ROWS, "leave", "escape,q", "Stop what runs, else back", "back", "esc"),
)  # fmt: skip
