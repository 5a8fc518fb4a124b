"""Keys of the record pane, of plain text and of compare."""

from __future__ import annotations

from netwrix_tui.tui.actions.action import Action, Pane, scroll_actions

RECORD_ACTIONS: tuple[Action, ...] = (
    # Record
    Action(Pane.RECORD, "next_record", "n,right_square_bracket", "Next record", "next", "n"),
    Action(
        Pane.RECORD, "previous_record", "p,left_square_bracket", "Previous record", "before", "p"
    ),
    Action(Pane.RECORD, "next_view", "tab", "Fields, changes, JSON, XML in turn", "view", "tab"),
    Action(Pane.RECORD, "view_fields", "1", "Show the fields and changes"),
    Action(Pane.RECORD, "view_changes", "2", "Show the changes in full"),
    Action(Pane.RECORD, "view_json", "3", "Show the JSON"),
    Action(Pane.RECORD, "view_xml", "4", "Show the XML"),
    Action(Pane.RECORD, "pivot_menu", "f", "Go on from here: same account, around it, …", "go on"),
    Action(Pane.RECORD, "related", "enter", "To what belongs to it: what undid it, more like it",
           key_display="enter"),
    Action(Pane.RECORD, "layout", "x", "Switch between indented and exact", "exact"),
    Action(Pane.RECORD, "find", "slash", "Find a text in the record", key_display="/"),
    Action(Pane.RECORD, "find_next", "full_stop", "Next hit", "next hit", "."),
    Action(Pane.RECORD, "find_previous", "comma", "Previous hit", key_display=","),
    Action(Pane.RECORD, "leave_find", "escape", "Close the find line"),
    *scroll_actions(Pane.RECORD),
    # Compare
    Action(Pane.COMPARE, "close", "escape,q,equals_sign", "Back to the explorer", "back", "esc"),
    Action(Pane.COMPARE, "differences", "d", "Only what differs, or all", "only what differs"),
    *scroll_actions(Pane.COMPARE),
    # Plain text
    Action(Pane.PLAIN, "close", "escape,q,v", "Back to the explorer", "back", "esc"),
    *scroll_actions(Pane.PLAIN),
)  # fmt: skip
