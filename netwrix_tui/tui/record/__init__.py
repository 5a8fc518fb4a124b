"""One record: fields, changes, JSON and XML, find, compare."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["CompareScreen", "RecordController", "RecordViewer"]

__getattr__ = doors(
    __name__,
    compare_screen="CompareScreen", controller="RecordController", record_viewer="RecordViewer",
)  # fmt: skip
