"""Fields that can be chosen for a table or a spreadsheet, with their headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from netwrix_tui.records.change_words import changes_text
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.results.columnstore.received_record import ReceivedRecord


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its name on the wire, its heading, and its attribute in a record."""

    name: str
    title: str
    attribute: str


CHANGES = Field("DetailList", "Changes", "details")

FIELDS: tuple[Field, ...] = (
    Field("RID", "RID", "rid"),
    Field("When", "When", "when"),
    Field("Who", "Who", "who"),
    Field("Action", "Action", "action"),
    Field("ObjectType", "Object type", "object_type"),
    Field("What", "What", "what"),
    Field("Where", "Where", "where"),
    Field("DataSource", "Data source", "data_source"),
    Field("Workstation", "Workstation", "workstation"),
    Field("MonitoringPlan", "Monitoring plan", "monitoring_plan"),
    Field("Item", "Item", "item"),
    CHANGES,
)
"""Every documented field, in the order of a spreadsheet's columns."""


def texts(
    received: ReceivedRecord,
    fields: Sequence[Field],
    changes: Callable[[Sequence[Detail]], str] = changes_text,
) -> list[str]:
    """The fields' values as they were received, the changes in words. Raises WireError.

    ``changes`` tells the changes as visible text; without it, all of them are told whole.
    """
    if CHANGES not in fields:
        # A record is decoded for its changes alone: that costs far more than reading its row.
        row = received.row
        return [str(getattr(row, field.attribute)) for field in fields]
    record = received.record()
    return [
        changes(record.details) if field is CHANGES else str(getattr(record, field.attribute))
        for field in fields
    ]


def only(record: ActivityRecord, fields: Sequence[Field]) -> ActivityRecord:
    """A record that has the given fields of another and no others."""
    kept = {field.attribute: getattr(record, field.attribute) for field in fields}
    if "monitoring_plan" in kept:
        kept["monitoring_plan_id"] = record.monitoring_plan_id
    return ActivityRecord(**kept)
