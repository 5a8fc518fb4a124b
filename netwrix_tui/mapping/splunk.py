"""An audit record as an event of Splunk's HTTP Event Collector.

The event itself is the record as the API gives it in JSON, which is what the vendor's own add-on
indexes under the source type ``netwrix``.
"""

from __future__ import annotations

from typing import Any

import msgspec

from netwrix_tui.mapping.record_facts import RecordFacts, original_text
from netwrix_tui.records.record import ActivityRecord

SPLUNK_FIELDS: tuple[tuple[str, str], ...] = (
    ("time", "When, in seconds since 1970"),
    ("host", "Where"),
    ("source", "`netwrix-tui:` and the server of Netwrix Auditor"),
    ("sourcetype", "`netwrix`"),
    ("event", "the record, as the API gives it in JSON"),
    ("event.Original", "the exact bytes, with `--original`"),
)
"""Fields and what is in them."""


def splunk_event(record: ActivityRecord, facts: RecordFacts, as_json: bytes) -> dict[str, Any]:
    """The event. ``as_json`` is the record as one JSON object on one line, which goes in as it is.

    Without a readable When the time is left out, and Splunk takes the moment at which it comes.
    """
    event: dict[str, Any] = {}
    if facts.moment is not None:
        event["time"] = facts.moment / 1_000_000
    if record.where:
        event["host"] = record.where
    event["source"] = f"netwrix-tui:{facts.server}"
    event["sourcetype"] = "netwrix"
    if facts.with_original:
        original = msgspec.json.encode(original_text(facts.raw))
        as_json = as_json.rstrip()[:-1] + b',"Original":' + original + b"}"
    event["event"] = msgspec.Raw(as_json)
    return event
