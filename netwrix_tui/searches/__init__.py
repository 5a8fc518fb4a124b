"""Searches that are kept: the trail, ready-made, saved and recent ones, notes, widenings."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = [
    "Blank", "KeptSearches", "Note", "Notes", "Recipe", "SavedSearch", "Step", "Trail",
    "widenings",
]  # fmt: skip

__getattr__ = doors(
    __name__,
    kept_searches="KeptSearches SavedSearch", notes="Note Notes", recipe="Blank Recipe",
    trail="Step Trail", widening="widenings",
)  # fmt: skip
