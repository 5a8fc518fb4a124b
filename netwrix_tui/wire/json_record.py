"""One activity record as JSON: written from the record, read from its members."""

from __future__ import annotations

import json

import msgspec

from netwrix_tui.records.record import ActivityRecord, Detail, Row
from netwrix_tui.wire.element_names import DETAIL_FIELDS, PLAN_NAMES, TEXT_FIELDS
from netwrix_tui.wire.json_tolerant import Members


class _JsonName(msgspec.Struct, omit_defaults=True):
    ID: str = ""
    Name: str = ""


class JsonRecord(msgspec.Struct, omit_defaults=True):
    """A record with the field names of the wire, in the order in which the product writes them."""

    Action: str = ""
    MonitoringPlan: _JsonName | None = None
    DataSource: str = ""
    Item: _JsonName | None = None
    ObjectType: str = ""
    RID: str = ""
    What: str = ""
    When: str = ""
    Where: str = ""
    Who: str = ""
    Workstation: str = ""
    DetailList: list[dict[str, str]] = []

    @classmethod
    def of(cls, record: ActivityRecord) -> JsonRecord | dict[str, object]:
        """The object to encode: this struct, or a dict if there are undocumented fields."""
        plain = cls(
            Action=record.action,
            DataSource=record.data_source,
            ObjectType=record.object_type,
            RID=record.rid,
            What=record.what,
            When=record.when,
            Where=record.where,
            Who=record.who,
            Workstation=record.workstation,
            DetailList=[_detail_members(detail) for detail in record.details],
        )
        if record.monitoring_plan or record.monitoring_plan_id:
            plain.MonitoringPlan = _JsonName(record.monitoring_plan_id, record.monitoring_plan)
        if record.item:
            plain.Item = _JsonName(Name=record.item)
        if not record.extra:
            return plain
        return {**msgspec.to_builtins(plain), **dict(record.extra)}


def _detail_members(detail: Detail) -> dict[str, str]:
    members = {
        name: value
        for name, field in DETAIL_FIELDS.items()
        if (value := getattr(detail, field)) is not None
    }
    return members | dict(detail.extra)


def record_from_members(members: Members) -> ActivityRecord:
    """A record from the members of its JSON object, in any order, some of them twice."""
    texts: dict[str, str] = {}
    details: tuple[Detail, ...] = ()
    extra: list[tuple[str, str]] = []
    for name, value in members:
        if value is None:
            continue
        if name in TEXT_FIELDS:
            texts[TEXT_FIELDS[name]] = _text(value)
        elif name in PLAN_NAMES:
            _read_plan(value, texts)
        elif name == "Item":
            texts["item"] = _member(value, "Name") if isinstance(value, Members) else _text(value)
        elif name == "DetailList":
            details += tuple(_detail(entry) for entry in _entries(value))
        else:
            extra.append((name, _text(value)))
    return ActivityRecord(**texts, details=details, extra=tuple(extra))


def row_from_members(members: Members) -> Row:
    """The table fields of a record that the strict parser does not accept."""
    record = record_from_members(Members(m for m in members if m[0] != "DetailList"))
    return Row(**{field: getattr(record, field) for field in Row.__struct_fields__})


def _read_plan(value: object, texts: dict[str, str]) -> None:
    """Read the plan's name and ID from an object or plain text; a record may have one of each."""
    if isinstance(value, Members):
        name, identifier = _member(value, "Name"), _member(value, "ID")
    else:
        name, identifier = _text(value), ""
    texts["monitoring_plan"] = name or texts.get("monitoring_plan", "")
    texts["monitoring_plan_id"] = identifier or texts.get("monitoring_plan_id", "")


def _entries(value: object) -> list[object]:
    """The details, whether they come as a list, as one object or wrapped in ``Detail``."""
    if isinstance(value, Members):
        inner = [member for name, member in value if name == "Detail"]
        return [entry for member in inner for entry in _entries(member)] if inner else [value]
    return value if isinstance(value, list) else [value]


def _detail(value: object) -> Detail:
    if not isinstance(value, Members):
        return Detail(message=_text(value))
    texts = {DETAIL_FIELDS[n]: _text(v) for n, v in value if n in DETAIL_FIELDS and v is not None}
    extra = tuple((n, _text(v)) for n, v in value if n not in DETAIL_FIELDS and v is not None)
    return Detail(**texts, extra=extra)


def _member(members: Members, name: str) -> str:
    return next((_text(v) for n, v in members if n == name and v is not None), "")


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: object) -> object:
    if isinstance(value, Members):
        return {name: _plain(member) for name, member in value}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    return value
