"""The actions of the explorer itself: searches and their trail, help, tour, leaving."""

from __future__ import annotations

from netwrix_tui.tui.actions.action import Action, Pane

EXPLORER_ACTIONS: tuple[Action, ...] = (
    # Everywhere
    Action(Pane.EXPLORER, "search", "f5", "Search again with the filters as they are", "search"),
    Action(Pane.EXPLORER, "trail_back", "less_than_sign,alt+left",
           "Back to the search before, as it was left", key_display="<"),
    Action(Pane.EXPLORER, "trail_forward", "greater_than_sign,alt+right",
           "Forward to the search that one came back from", key_display=">"),
    Action(Pane.EXPLORER, "zone", "u", "Switch between local time and UTC"),
    Action(Pane.EXPLORER, "retry", "r", "Try the failed page again", "retry"),
    Action(Pane.EXPLORER, "wire", "f8", "Switch between JSON and XML for the next searches"),
    Action(Pane.EXPLORER, "newest", "N", "Fetch the newest first, in slices of time, or no more"),
    Action(Pane.EXPLORER, "profile", "f9", "Switch to another profile or server"),
    Action(Pane.EXPLORER, "save_case", "ctrl+s", "Save the session as a case, in one file",
           key_display="^s"),
    Action(Pane.EXPLORER, "resume", "R", "Go on with the session that was left", "go on"),
    Action(Pane.EXPLORER, "theme", "f2", "Switch between the dark and the light theme"),
    Action(Pane.EXPLORER, "back", "escape", "One step back: close, undo, cancel, clear filter"),
    Action(Pane.EXPLORER, "keys", "question_mark", "Explain this pane and the keys", "keys", "?"),
    Action(Pane.EXPLORER, "tour", "f1", "Take the tour of one minute"),
    Action(Pane.EXPLORER, "quit", "q,ctrl+q", "Leave", key_display="q"),
    # Trail
    Action(Pane.TRAIL, "step_left", "left,h", "One step to the left", key_display="←"),
    Action(Pane.TRAIL, "step_right", "right,l", "One step to the right", key_display="→"),
    Action(Pane.TRAIL, "go", "enter", "Go to the step", "go", "enter"),
    Action(Pane.TRAIL, "name_step", "n", "Name the step of the trail", "name"),
    # Nothing found
    Action(Pane.NOTICE, "take", "enter", "Search what the proposal says", "search that", "enter"),
    Action(Pane.NOTICE, "up", "up,k", "One proposal up", key_display="↑"),
    Action(Pane.NOTICE, "down", "down,j", "One proposal down", key_display="↓"),
)  # fmt: skip
