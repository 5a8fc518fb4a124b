"""Which filter looks at which field of a table row."""

from __future__ import annotations

from netwrix_tui.records.filters import SERVER

TEXT_FIELDS: dict[str, str] = {
    "Who": "who",
    "Action": "action",
    "What": "what",
    "Where": "where",
    "DataSource": "data_source",
    "ObjectType": "object_type",
    "Workstation": "workstation",
    "Item": "item",
    "MonitoringPlan": "monitoring_plan",
}
"""Filters by name, with the text field of :class:`~netwrix_tui.records.record.Row`."""

FILTER_OF: dict[str, str] = {field: name for name, field in TEXT_FIELDS.items()} | {
    "when": "When",
    "rid": "RID",
    "server": SERVER,
}
"""The other way round, for every field of a row."""
