"""Keys of the screen of records to write."""

from __future__ import annotations

from netwrix_tui.tui.actions.action import Action, Pane

WRITE_ACTIONS: tuple[Action, ...] = (
    # Records to write
    Action(Pane.WRITE, "confirm", "w", "Write these records, after one more question", "write…"),
    Action(Pane.WRITE, "read", "enter", "Read the record under the cursor", "read", "enter"),
    Action(Pane.WRITE, "zone", "u", "Switch between local time and UTC"),
    Action(Pane.WRITE, "close", "escape", "Back, without writing", "back", "esc"),
)  # fmt: skip
