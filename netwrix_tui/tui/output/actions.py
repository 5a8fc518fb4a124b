"""The actions that hand records over: copy, plain text, save."""

from __future__ import annotations

from netwrix_tui.tui.actions.action import Action, Pane

OUTPUT_ACTIONS: tuple[Action, ...] = (
    # Everywhere
    Action(Pane.EXPLORER, "copy", "c", "Copy the open record, else the marked, else this", "copy"),
    Action(Pane.EXPLORER, "copy_as", "C", "Copy as text, Markdown, JSON, XML or CSV",
           key_display="C"),
    Action(Pane.EXPLORER, "copy_cell", "y", "Copy the cell under the cursor"),
    Action(Pane.EXPLORER, "plain", "v", "Show as plain text, for the terminal's own selection"),
    Action(Pane.EXPLORER, "save", "s", "Save this record, the marked, the loaded or all to a file"),
)  # fmt: skip
