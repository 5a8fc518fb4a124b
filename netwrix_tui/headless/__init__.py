"""Commands without a screen: search, enum, follow, write, sql, sessions, evidence."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["FollowCommand", "SearchCommand", "SqlCommand", "WriteCommand"]

__getattr__ = doors(
    __name__,
    follow="FollowCommand", run_search="SearchCommand", run_sql="SqlCommand", write="WriteCommand",
)  # fmt: skip
