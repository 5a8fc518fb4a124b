"""Records that are written to the server: chosen, previewed, confirmed, sent."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["WriteController"]

__getattr__ = doors(__name__, controller="WriteController")
