"""What an activity record and a search for them are. Pure: no input or output, no Textual.

A record is an :class:`ActivityRecord`, or its :class:`Row` for a table. A search is a
:class:`SearchPlan` while it is edited (:func:`plan_of` reads a query line) and
:class:`SearchParameters` when it is sent.
"""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = [
    "ActivityRecord", "Filter", "NewRecord", "Operator", "Pivot", "PivotKind", "Row",
    "SearchParameters", "SearchPlan", "ShownZone", "line_of", "plan_of",
]  # fmt: skip

__getattr__ = doors(
    __name__,
    filters="Filter Operator", new_record="NewRecord", pivot_list="Pivot PivotKind",
    plan="SearchPlan", query="line_of plan_of", record="ActivityRecord Row",
    search="SearchParameters", zone="ShownZone",
)  # fmt: skip
