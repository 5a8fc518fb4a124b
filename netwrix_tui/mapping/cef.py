"""An audit record as a line of ArcSight's Common Event Format, with the vendor's own keys.

Parsers exist for the line that the vendor's add-on writes ("Netwrix Auditor Add-on for Generic
SIEM" in its documentation): its keys come first, in its order. Months are English and times are
UTC, whatever the locale.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from netwrix_tui.mapping.record_facts import RecordFacts, original_text
from netwrix_tui.records.record import ActivityRecord, Detail

CEF_KEYS: tuple[tuple[str, str], ...] = (
    ("shost", "Where"),
    ("cat", "ObjectType"),
    ("suser", "Who"),
    ("filePath", "What"),
    ("start", "When, as `Mar 28 2017 14:01:48`, in UTC"),
    ("msg", "the details"),
    ("externalId", "RID"),
    ("rt", "When, in milliseconds since 1970"),
    ("cs1Label cs1", "Workstation"),
    ("cs2Label cs2", "MonitoringPlan"),
    ("cs3Label cs3", "Item"),
    ("cs4Label cs4", "what else the server sent"),
    ("cs5Label cs5", "the server of Netwrix Auditor"),
    ("cs6Label cs6", "the exact bytes, with `--original`"),
)
"""Keys of the extension and what is in them; one without a value is left out."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BREAKS_LINE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]|[\ud800-\udfff]")
_HEADER_BLANKS = re.compile(r"[\r\n\t]+")


def cef_line(record: ActivityRecord, facts: RecordFacts) -> str:
    """The line, without its end. Characters that some reader takes for the end of a line are
    written as ``‹U+2028›``: CEF has no escape for them.
    """
    action = record.action or "Unknown"
    name = f"{action} {record.object_type}".strip()
    head = "|".join(map(_in_header, (record.data_source or "Auditor", "1.0", action, name)))
    pairs = (
        ("shost", record.where),
        ("cat", record.object_type),
        ("suser", record.who),
        ("filePath", record.what),
        ("start", "" if facts.moment is None else _start(facts.moment)),
        ("msg", details_text(record.details)),
        ("externalId", record.rid),
        ("rt", "" if facts.moment is None else str(facts.moment // 1000)),
        *_custom("cs1", "Workstation", record.workstation),
        *_custom("cs2", "MonitoringPlan", record.monitoring_plan),
        *_custom("cs3", "Item", record.item),
        *_custom("cs4", "Other", "; ".join(f"{name}: {value}" for name, value in record.extra)),
        *_custom("cs5", "Server", facts.server),
        *_custom("cs6", "Original", original_text(facts.raw) if facts.with_original else ""),
    )
    extension = " ".join(f"{key}={_in_extension(value)}" for key, value in pairs if value)
    return f"CEF:0|Netwrix|{head}|0|{extension}"


def details_text(details: Sequence[Detail]) -> str:
    """The details in words, as the product tells them: ``title: "Clerk" changed to "Analyst"``."""
    return "; ".join(filter(None, map(_detail_text, details)))


def _detail_text(detail: Detail) -> str:
    name, message = detail.property_name or "", detail.message or ""
    before, after = detail.before or "", detail.after or ""
    if before and after:
        change = f'changed from "{before}" to "{after}"'
    elif before or after:
        change = f'was "{before}"' if before else f'is now "{after}"'
    else:
        change = ""
    others = [f"{name}: {value}" for name, value in detail.extra]
    said = ", ".join(filter(None, (message, change, *others)))
    return f"{name}: {said}" if name and said else name or said


def _custom(key: str, label: str, value: str) -> tuple[tuple[str, str], ...]:
    return ((f"{key}Label", label), (key, value)) if value else ()


def _start(moment: int) -> str:
    when = _EPOCH + timedelta(microseconds=moment)
    return f"{_MONTHS[when.month - 1]} {when.day:02} {when.year:04} {when:%H:%M:%S}"


def _in_header(text: str) -> str:
    text = _HEADER_BLANKS.sub(" ", _visible(text))
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _in_extension(text: str) -> str:
    text = _visible(text).replace("\\", "\\\\").replace("=", "\\=")
    return text.replace("\r", "\\r").replace("\n", "\\n")


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return _BREAKS_LINE.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text)
