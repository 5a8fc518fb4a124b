"""An audit record as an event of Timesketch's timelines (a line of its JSONL)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from netwrix_tui.mapping.action_parts import ActionKind, action_parts
from netwrix_tui.mapping.cef import details_text
from netwrix_tui.mapping.plain_fields import Fields, further_fields, text_fields
from netwrix_tui.mapping.record_facts import RecordFacts, original_text
from netwrix_tui.records.record import ActivityRecord

TIMESKETCH_FIELDS: tuple[tuple[str, str], ...] = (
    ("message", "a sentence: who did what to what, where"),
    ("datetime", "When in UTC, as ISO 8601 with `+00:00`"),
    ("timestamp", "the same in microseconds since 1970"),
    ("timestamp_desc", "`Logon`, `Logoff`, else `Change recorded`"),
    ("who … item", "the record's fields, by their names in lower case"),
    ("details", "its changes, as objects"),
    ("rid", "RID (never `_id`)"),
    ("server", "the server of Netwrix Auditor"),
    ("tag", "`marked`, and the letters of `!`"),
    ("netwrix_note", "your note"),
    ("original", "the exact bytes, with `--original`"),
)
"""Fields and what is in them."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DESCRIPTIONS = {ActionKind.LOGON: "Logon", ActionKind.LOGOFF: "Logoff"}
_LONGEST_CHANGES = 1_000
"""Characters of the changes in the sentence; all of them are in ``details``."""


def timesketch_event(
    record: ActivityRecord, facts: RecordFacts, note: str = "", tags: Sequence[str] = ()
) -> Fields:
    """The event, with the user's note and tags. An unreadable When is 1970, and tagged."""
    moment = facts.moment or 0
    action_kind = action_parts(record.action).kind
    event: Fields = {
        "message": sentence_of(record),
        "datetime": (_EPOCH + timedelta(microseconds=moment)).isoformat(),
        "timestamp": moment,
        "timestamp_desc": _DESCRIPTIONS.get(action_kind, "Change recorded"),
    }
    event |= text_fields(
        record, "who", "action", "object_type", "what", "where", "workstation", "data_source",
        "monitoring_plan", "monitoring_plan_id", "item",
    )  # fmt: skip
    event |= further_fields(record)
    event["rid"] = record.rid
    if facts.server:
        event["server"] = facts.server
    told = list(tags)
    if facts.moment is None:
        event["when"] = record.when
        told.append("when_unreadable")
    if facts.is_damaged:
        told.append("damaged")
    if facts.is_cut:
        told.append("cut")
    if told:
        event["tag"] = told
    if note:
        event["netwrix_note"] = note
    if facts.with_original:
        event["original"] = original_text(facts.raw)
    return event


def sentence_of(record: ActivityRecord) -> str:
    """``CORP\\jane: Removed File \\\\fs01\\a.txt on fs01 from ws7 (Size: was "9 bytes")``."""
    parts = [f"{record.who or 'Somebody'}:", record.action, record.object_type, record.what]
    if record.where:
        parts += ["on", record.where]
    if record.workstation:
        parts += ["from", record.workstation]
    said = " ".join(filter(None, parts))
    changes = details_text(record.details)
    if len(changes) > _LONGEST_CHANGES:
        changes = f"{changes[:_LONGEST_CHANGES]}…"
    return f"{said} ({changes})" if changes else said
