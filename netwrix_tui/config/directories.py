"""Where this program keeps things: in the platform's own places for settings, state and cache."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from netwrix_tui.home import expanded, home_directory, temporary_home

FILE_VARIABLE = "NETWRIX_TUI_CONFIG"
STATE_VARIABLE = "NETWRIX_TUI_STATE"
_FILE_NAME = "config.toml"
_OWN = "netwrix-tui"


class _Kind(Enum):
    """The variable of the "XDG Base Directory Specification", and its place below the home."""

    CONFIG = "XDG_CONFIG_HOME", ".config", "Library/Application Support"
    STATE = "XDG_STATE_HOME", ".local/state", "Library/Application Support"
    CACHE = "XDG_CACHE_HOME", ".cache", "Library/Caches"


def profile_path(environment: Mapping[str, str]) -> Path:
    """The file with the profiles: ``NETWRIX_TUI_CONFIG``, else one in the settings' directory."""
    named = environment.get(FILE_VARIABLE)
    return expanded(named, environment) if named else settings_directory() / _FILE_NAME


def state_directory(environment: Mapping[str, str]) -> Path:
    """Where the program keeps what is its own, unlike the profiles, which people write.

    ``NETWRIX_TUI_STATE``, else the platform's place, as ``~/.local/state/netwrix-tui``.
    """
    named = environment.get(STATE_VARIABLE)
    return expanded(named, environment) if named else _place(_Kind.STATE)


def cache_directory() -> Path:
    """``~/.cache/netwrix-tui``, or what the platform has for what need not be kept."""
    return _place(_Kind.CACHE)


def settings_directory() -> Path:
    """``~/.config/netwrix-tui``, or what the platform has for it."""
    return _place(_Kind.CONFIG)


def without_home(environment: Mapping[str, str]) -> str:
    """What to say where something is kept in a temporary directory for want of a home."""
    if sys.platform == "win32" or home_directory(environment) is not None:
        return ""
    temporary = temporary_home()
    places = profile_path(environment), state_directory(environment)
    if not any(place.is_relative_to(temporary) for place in places):
        return ""
    said = environment.get("HOME")
    home = "HOME is not set" if said is None else f"HOME is “{said}”"
    return (
        f"There is no home directory: {home}, and user {os.geteuid()} has none by its entry. "
        f"What is kept goes to {temporary}, and may be gone after a restart. "
        f"Set HOME, or {STATE_VARIABLE} and {FILE_VARIABLE}."
    )


def _place(kind: _Kind) -> Path:
    if sys.platform == "win32":
        import platformdirs

        of = {
            _Kind.CONFIG: platformdirs.user_config_path,
            _Kind.STATE: platformdirs.user_state_path,
            _Kind.CACHE: platformdirs.user_cache_path,
        }
        return of[kind](_OWN, appauthor=False)
    variable, below, below_library = kind.value
    named = os.environ.get(variable, "").strip()
    if os.path.isabs(named):  # the specification has others ignored
        return Path(named) / _OWN
    home = home_directory()
    if home is None:
        return temporary_home() / below / _OWN
    return home / (below_library if sys.platform == "darwin" else below) / _OWN
