"""An activity record that is to be written: which fields it has, and what makes it valid.

Source: "Reference for Creating Activity Records" in the vendor's documentation. RID, DataSource and
a detail's Message are given by the server and never written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from netwrix_tui.records.filters import ACTIONS
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.when import instant

MOST_RECORDS = 1_000
MOST_BYTES = 50_000_000
"""The recommended bounds of one write: records, and bytes as sent."""

_WHEN = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})")
_ACTIONS = frozenset(ACTIONS)
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot carry, found fast in megabytes of text."""


class NewRecord(msgspec.Struct, frozen=True):
    """Who did what, where and when, as it is handed in. ``when`` is ISO 8601 with an offset.

    ``monitoring_plan`` and ``item`` are names. ``is_archive_only`` sends the record to the
    Long-Term Archive alone, where no search finds it.
    """

    who: str = ""
    action: str = ""
    what: str = ""
    when: str = ""
    where: str = ""
    object_type: str = ""
    monitoring_plan: str = ""
    item: str = ""
    workstation: str = ""
    is_archive_only: bool = False
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class NewField:
    """One field of a new record: its name on the wire, and its bounds in characters."""

    name: str
    attribute: str
    is_required: bool = False
    longest: int | None = None


NEW_FIELDS: tuple[NewField, ...] = (
    NewField("When", "when", is_required=True),
    NewField("Who", "who", is_required=True, longest=255),
    NewField("Action", "action", is_required=True),
    NewField("What", "what", is_required=True),
    NewField("Where", "where", is_required=True, longest=255),
    NewField("ObjectType", "object_type", is_required=True, longest=255),
    NewField("MonitoringPlan", "monitoring_plan", longest=255),
    NewField("Item", "item"),
    NewField("Workstation", "workstation"),
)
"""The fields with one text each, in the order in which one fills them in."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field. ``field`` is its path, as ``DetailList/Detail[2]/Before``.

    A problem that is no error is a warning: the record can be sent.
    """

    field: str
    what: str
    is_error: bool = True


def problems_of(record: NewRecord) -> Iterator[FieldProblem]:
    """Everything that is wrong with a record, field by field; nothing where it is valid."""
    for field in NEW_FIELDS:
        text: str = getattr(record, field.attribute)
        if field.is_required and not text.strip():
            yield FieldProblem(field.name, f"{field.name} is missing.")
        else:
            yield from _text_problems(field.name, text, field.longest)
    if record.when.strip():
        yield from _when_problems(record.when)
    if record.action.strip() and record.action not in _ACTIONS:
        yield FieldProblem("Action", _unknown_action(record.action), is_error=False)
    for number, detail in enumerate(record.details, 1):
        yield from _detail_problems(detail, f"DetailList/Detail[{number}]")


def as_new(record: ActivityRecord) -> tuple[NewRecord, tuple[str, ...]]:
    """What of a record can be written, and the names of the fields that are left out."""
    left_out: list[str] = []
    is_archive_only = False
    for name, text in record.extra:
        if name == "IsArchiveOnly":
            is_archive_only = text.strip().lower() not in ("false", "0", "no")
        else:
            left_out.append(name)
    given = (
        ("RID", record.rid),
        ("DataSource", record.data_source),
        ("MonitoringPlan/ID", record.monitoring_plan_id),
    )
    left_out += [name for name, text in given if text]
    details = tuple(Detail(d.property_name, None, d.before, d.after) for d in record.details)
    for old in record.details:
        left_out += ["Detail/Message"] if old.message is not None else []
        left_out += [f"Detail/{name}" for name, _ in old.extra]
    texts = {field.attribute: getattr(record, field.attribute) for field in NEW_FIELDS}
    new = NewRecord(**texts, is_archive_only=is_archive_only, details=details)
    return new, tuple(dict.fromkeys(left_out))


def as_record(new: NewRecord) -> ActivityRecord:
    """The record as it would be read back, without what only the server can give."""
    texts = {field.attribute: getattr(new, field.attribute) for field in NEW_FIELDS}
    extra = (("IsArchiveOnly", "true"),) if new.is_archive_only else ()
    return ActivityRecord(**texts, details=new.details, extra=extra)


def _text_problems(field: str, text: str, longest: int | None) -> Iterator[FieldProblem]:
    name = field.rpartition("/")[2]
    if longest is not None and len(text) > longest:
        yield FieldProblem(
            field, f"{name} is {len(text):,} characters long; the API takes at most {longest:,}."
        )
    bad = _NOT_XML.search(text)
    if bad is not None:
        yield FieldProblem(
            field, f"{name} holds the character U+{ord(bad[0]):04X}, which the API cannot carry."
        )


def _when_problems(text: str) -> Iterator[FieldProblem]:
    if _WHEN.fullmatch(text) is None:
        yield FieldProblem(
            "When", f"When is {text[:40]!r}; write it as 2026-11-05T14:30:00Z or with +01:00."
        )
    elif instant(text) is None:
        yield FieldProblem("When", f"When is {text!r}, a time that does not exist.")


def _unknown_action(action: str) -> str:
    meant = next((known for known in ACTIONS if known.casefold() == action.casefold()), None)
    if meant is not None:
        return f"The documented action is written {meant!r}, not {action!r}."
    return f"{action[:40]!r} is no documented action; this server may know it."


def _detail_problems(detail: Detail, at: str) -> Iterator[FieldProblem]:
    if not (detail.property_name or "").strip():
        yield FieldProblem(f"{at}/PropertyName", "A detail has no PropertyName.")
    else:
        yield from _text_problems(f"{at}/PropertyName", detail.property_name or "", 255)
    yield from _text_problems(f"{at}/Before", detail.before or "", None)
    yield from _text_problems(f"{at}/After", detail.after or "", None)
