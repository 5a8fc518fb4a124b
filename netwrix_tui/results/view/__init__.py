"""Views of a store: sorted, filtered and counted in steps; nothing in the store is moved.

A :class:`View` is a permutation of the store's rows. What takes long is a generator of small steps
(``cooperative_steps.py``), which the screen can give up between two of them.
"""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["Counts", "QuickFilter", "SortKey", "SortKeys", "StoreRow", "View", "ViewRow"]

__getattr__ = doors(
    __name__,
    counts="Counts", quick_filter="QuickFilter", sorting="SortKey SortKeys",
    view="StoreRow View ViewRow",
)  # fmt: skip
