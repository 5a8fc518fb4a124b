"""Fields that can be chosen for a table or a spreadsheet, with their headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from netwrix_tui.records.change_words import changes_text
from netwrix_tui.records.record import ActivityRecord, Detail, Row
from netwrix_tui.results.columnstore.received_record import ReceivedRecord


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its name on the wire, its heading, and its attribute in a record."""

    name: str
    title: str
    attribute: str


CHANGES = Field("DetailList", "Changes", "details")

SERVER = Field("Server", "Server", "server")
"""The server that a record is from, where several are asked: of the record's own fields it is none.
"""

NOTE = Field("note", "note", "note")
"""The user's own note on a record, which is none of the server's fields."""

NoteOf = Callable[[str], str]
"""Tells the user's note on the record of a key (its RID, where one server is asked), empty where
there is none."""


def no_note(_: str) -> str:
    """The note where nobody writes any."""
    return ""


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


def all_fields(*, several: bool) -> tuple[Field, ...]:
    """Every field of a spreadsheet, the note last; with their server where several are asked."""
    return (*FIELDS, SERVER, NOTE) if several else (*FIELDS, NOTE)


def texts(
    received: ReceivedRecord,
    fields: Sequence[Field],
    changes: Callable[[Sequence[Detail]], str] = changes_text,
    note_of: NoteOf = no_note,
) -> list[str]:
    """The fields' values as they were received, the changes in words. Raises WireError.

    ``changes`` tells the changes as visible text; without it, all of them are told whole.
    """
    row: Row | ActivityRecord = received.row
    if CHANGES in fields:
        # A record is decoded for its changes alone: that costs far more than reading its row.
        row = received.record()

    def told(field: Field) -> str:
        if field is CHANGES and isinstance(row, ActivityRecord):
            return changes(row.details)
        return note_of(received.row.key) if field is NOTE else str(getattr(row, field.attribute))

    return [told(field) for field in fields]


def only(record: ActivityRecord, fields: Sequence[Field]) -> ActivityRecord:
    """A record that has the given fields of another and no others."""
    kept = {f.attribute: getattr(record, f.attribute) for f in fields if f is not NOTE}
    if "monitoring_plan" in kept:
        kept["monitoring_plan_id"] = record.monitoring_plan_id
    return ActivityRecord(**kept)
