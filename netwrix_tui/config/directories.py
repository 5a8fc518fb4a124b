"""Where this program keeps things: in the platform's own places for settings, state and cache."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FILE_VARIABLE = "NETWRIX_TUI_CONFIG"
STATE_VARIABLE = "NETWRIX_TUI_STATE"
_FILE_NAME = "config.toml"


def profile_path(environment: Mapping[str, str]) -> Path:
    """The file with the profiles: ``NETWRIX_TUI_CONFIG``, else one in the settings' directory."""
    named = environment.get(FILE_VARIABLE)
    return Path(named).expanduser() if named else settings_directory() / _FILE_NAME


def state_directory(environment: Mapping[str, str]) -> Path:
    """Where the program keeps what is its own, unlike the profiles, which people write.

    ``NETWRIX_TUI_STATE``, else the platform's place, as ``~/.local/state/netwrix-tui``.
    """
    named = environment.get(STATE_VARIABLE)
    if named:
        return Path(named).expanduser()
    import platformdirs

    return platformdirs.user_state_path("netwrix-tui", appauthor=False)


def cache_directory() -> Path:
    """``~/.cache/netwrix-tui``, or what the platform has for what need not be kept."""
    import platformdirs

    return platformdirs.user_cache_path("netwrix-tui", appauthor=False)


def settings_directory() -> Path:
    """``~/.config/netwrix-tui``, or what the platform has for it."""
    import platformdirs

    return platformdirs.user_config_path("netwrix-tui", appauthor=False)
