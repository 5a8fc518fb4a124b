"""Keys of the user's own, as the settings have them, and what is wrong with them."""

from __future__ import annotations

import os

from netwrix_tui.config.user_settings import read_user_settings
from netwrix_tui.errors import UsageError
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.actions.key_map import DEFAULT_KEYS, KeyMap
from netwrix_tui.tui.explorer.actions import ACTIONS

OF_DIALOGS = (
    "app.", "columns.", "connect.", "dialog.", "editor.", "file.", "fill_in.", "form.", "format.",
    "group_keys.", "history.", "keys.", "marked.", "names.", "package.", "paste.", "query.",
    "quick_filter.", "records.", "saving.", "searches.", "sheet_format.", "shell.", "suggestions.",
    "ticket.", "words.", "write.", "written.",
)  # fmt: skip
"""How ids begin that belong to dialogs, which are imported as they are needed."""


def read_keys() -> tuple[KeyMap, list[str]]:
    """The key map, and visible sentences about what cannot be done as it says."""
    try:
        typed = read_user_settings(os.environ).keys
    except UsageError as error:
        return DEFAULT_KEYS, [visible(error.sentence())]
    key_map = KeyMap.of(typed)
    of_dialogs = [name for name in key_map.own if name.startswith(OF_DIALOGS)]
    return key_map, [visible(trouble) for trouble in key_map.troubles(ACTIONS, of_dialogs)]
