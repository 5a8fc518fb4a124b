"""The case on the screen: what is kept, resumed, named, opened."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["CaseController", "keeper_of_case"]

__getattr__ = doors(__name__, controller="CaseController", open_case="keeper_of_case")
