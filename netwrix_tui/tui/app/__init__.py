"""The application: launch, themes, command palette, crash report."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["NetwrixTui", "open_case", "open_connect_screen", "open_demo", "open_explorer"]

__getattr__ = doors(
    __name__,
    application="NetwrixTui", launch="open_case open_connect_screen open_demo open_explorer",
)  # fmt: skip
