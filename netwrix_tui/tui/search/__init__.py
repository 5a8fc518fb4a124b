"""The search: builder, query line, filter editor, saved searches, preview of the request body."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["BodyPreview", "QueryLine", "SavedSearchesScreen", "SearchBuilder"]

__getattr__ = doors(
    __name__,
    body_preview="BodyPreview", query_line="QueryLine", saved_searches="SavedSearchesScreen",
    search_builder="SearchBuilder",
)  # fmt: skip
