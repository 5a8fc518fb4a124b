"""SQL over what is loaded, or over a case: the line, its thread, and the rows."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["SqlController"]

__getattr__ = doors(__name__, controller="SqlController")
