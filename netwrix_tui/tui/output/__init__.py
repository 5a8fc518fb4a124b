"""Records that leave the program: clipboard and files."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["CopyController", "SaveController"]

__getattr__ = doors(__name__, copy_controller="CopyController", save_controller="SaveController")
