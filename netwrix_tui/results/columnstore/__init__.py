"""Loaded records as columns: interned values, RIDs, timestamps, exact bytes, spilled to disk.

A :class:`Store` only grows: a record keeps its row.
"""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["ArrivalOrder", "Marks", "ReceivedRecord", "SpillConfig", "Store"]

__getattr__ = doors(
    __name__,
    arrival_order="ArrivalOrder", received_record="ReceivedRecord", row_marks="Marks",
    spill="SpillConfig", store="Store",
)  # fmt: skip
