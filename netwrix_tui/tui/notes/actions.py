"""The actions of marks and notes."""

from __future__ import annotations

from netwrix_tui.tui.actions.action import Action, Pane

NOTES_ACTIONS: tuple[Action, ...] = (
    # Everywhere
    Action(Pane.EXPLORER, "note", "n,e", "Write a note on the record; in an open one by e",
           key_display="n"),
    Action(Pane.EXPLORER, "marked", "M", "List the marked records and the notes", key_display="M"),
    Action(Pane.EXPLORER, "marks_back", "U", "Bring marks back that esc took away",
           key_display="U"),
    Action(Pane.EXPLORER, "compare", "equals_sign", "Compare two marked records", key_display="="),
)  # fmt: skip
