"""Fields of a record as it has them, for documents of any schema: empty ones are left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from netwrix_tui.records.record import ActivityRecord, Detail

Fields = dict[str, Any]


def text_fields(record: ActivityRecord, *names: str) -> Fields:
    """The text fields of these names."""
    return {name: value for name in names if (value := getattr(record, name))}


def further_fields(record: ActivityRecord) -> Fields:
    """The changes, and the fields that the documentation does not name."""
    fields: Fields = {}
    if record.details:
        fields["details"] = [detail_fields(detail) for detail in record.details]
    if record.extra:
        fields["extra"] = named_values(record.extra)
    return fields


def detail_fields(detail: Detail) -> Fields:
    """A detail as an object; what the server did not send is left out."""
    names = {
        "property": detail.property_name, "message": detail.message,
        "before": detail.before, "after": detail.after,
    }  # fmt: skip
    fields: Fields = {name: value for name, value in names.items() if value is not None}
    if detail.extra:
        fields["extra"] = named_values(detail.extra)
    return fields


def named_values(pairs: Sequence[tuple[str, str]]) -> list[Fields]:
    """Undocumented fields as objects in an array: no key is made of what a server sends."""
    return [{"name": name, "value": value} for name, value in pairs]
