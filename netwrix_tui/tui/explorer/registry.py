"""The registry of actions: the rooms' lists, joined in the order of footer, help and palette."""

from __future__ import annotations

from netwrix_tui.tui.actions.action import Action, Pane
from netwrix_tui.tui.counts.actions import COUNTS_ACTIONS
from netwrix_tui.tui.explorer.actions import EXPLORER_ACTIONS
from netwrix_tui.tui.notes.actions import NOTES_ACTIONS
from netwrix_tui.tui.output.actions import OUTPUT_ACTIONS
from netwrix_tui.tui.record.actions import RECORD_ACTIONS
from netwrix_tui.tui.search.actions import SEARCH_ACTIONS
from netwrix_tui.tui.table.actions import TABLE_ACTIONS
from netwrix_tui.tui.write.actions import WRITE_ACTIONS

_EVERYWHERE = (
    "search", "query", "builder", "searches", "trail_back", "trail_forward", "copy", "copy_as",
    "copy_cell", "plain", "save", "columns", "zone", "retry", "quick_filter", "facets", "timeline",
    "preview", "wire", "newest", "profile", "follow", "load_all", "write", "note", "marked",
    "marks_back", "compare", "theme", "back", "keys", "tour", "quit",
)  # fmt: skip
"""The order of what works everywhere; within its own pane, an action stands as in its list."""


def _place(action: Action) -> tuple[int, int]:
    is_everywhere = action.pane is Pane.EXPLORER
    return list(Pane).index(action.pane), _EVERYWHERE.index(action.name) if is_everywhere else 0


ACTIONS: tuple[Action, ...] = tuple(
    sorted(
        (
            *EXPLORER_ACTIONS, *TABLE_ACTIONS, *RECORD_ACTIONS, *SEARCH_ACTIONS, *COUNTS_ACTIONS,
            *OUTPUT_ACTIONS, *NOTES_ACTIONS, *WRITE_ACTIONS,
        ),
        key=_place,
    )
)  # fmt: skip
"""Every action, once."""
