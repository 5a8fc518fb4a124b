"""The results table: columns, cells, cursor, sort and filter, follow."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = [
    "Column", "ColumnsController", "FollowController", "ResultsTable", "SortFilterController",
]  # fmt: skip

__getattr__ = doors(
    __name__,
    columns_controller="ColumnsController", follow_controller="FollowController",
    results_table="ResultsTable", sort_filter_controller="SortFilterController",
    table_columns="Column",
)  # fmt: skip
