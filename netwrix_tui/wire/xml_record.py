"""One activity record as XML: written from the record, read from its element."""

from __future__ import annotations

import re

from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.wire.element_names import DETAIL_FIELDS, PLAN_NAMES, TEXT_FIELDS
from netwrix_tui.wire.xml_tolerant import content_text
from netwrix_tui.wire.xml_tree import Element, element

_TEXT_ELEMENT = re.compile(rb"<(?:[\w.-]++:)?(\w++)>([^<]*+)(?=<)")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")


def record_to_xml(record: ActivityRecord) -> str:
    """The record as an element, in the order in which the product writes them."""
    parts = ["<ActivityRecord>"]
    if record.monitoring_plan or record.monitoring_plan_id:
        parts.append("<MonitoringPlan>")
        parts.append(_optional("Name", record.monitoring_plan))
        parts.append(_optional("ID", record.monitoring_plan_id))
        parts.append("</MonitoringPlan>")
    parts.append(_optional("DataSource", record.data_source))
    if record.item:
        parts.append(f"<Item>{element('Name', record.item)}</Item>")
    for name in ("ObjectType", "RID", "What", "Action", "When", "Where", "Who", "Workstation"):
        parts.append(_optional(name, getattr(record, TEXT_FIELDS[name])))
    if record.details:
        parts.append("<DetailList>")
        parts.extend(_detail_to_xml(detail) for detail in record.details)
        parts.append("</DetailList>")
    parts.extend(element(name, text) for name, text in record.extra if _NAME.fullmatch(name))
    parts.append("</ActivityRecord>")
    return "".join(parts)


def record_from_element(root: Element) -> ActivityRecord:
    """A record from its element, its children in any order, some of them twice."""
    texts: dict[str, str] = {}
    details: list[Detail] = []
    extra: list[tuple[str, str]] = []
    for child in root.children:
        if child.name in TEXT_FIELDS:
            texts[TEXT_FIELDS[child.name]] = child.text
        elif child.name in PLAN_NAMES:
            name = child.text_of("Name") if child.children else child.text.strip()
            texts["monitoring_plan"] = name or texts.get("monitoring_plan", "")
            identifier = child.text_of("ID")
            texts["monitoring_plan_id"] = identifier or texts.get("monitoring_plan_id", "")
        elif child.name == "Item":
            texts["item"] = child.text_of("Name") if child.children else child.text.strip()
        elif child.name == "DetailList":
            details.extend(_detail(entry) for entry in child.children)
        else:
            extra.append((child.name, flattened(child)))
    return ActivityRecord(**texts, details=tuple(details), extra=tuple(extra))


def salvaged_record(raw: bytes) -> ActivityRecord:
    """What can be read of a record whose tags do not match: its text fields."""
    texts: dict[str, str] = {}
    for match in _TEXT_ELEMENT.finditer(raw):
        field = TEXT_FIELDS.get(match[1].decode("utf-8", "replace"))
        if field is not None:
            texts[field] = content_text(match[2])
    return ActivityRecord(**texts, details=(), extra=())


def flattened(root: Element) -> str:
    """An undocumented element as text: its own, or its children's as XML."""
    if not root.children:
        return root.text
    parts: list[str] = []
    _flatten(root, parts)
    return "".join(parts)


def _flatten(root: Element, parts: list[str]) -> None:
    parts.append(root.text)
    for child in root.children:
        parts.append(f"<{child.name}>")
        _flatten(child, parts)
        parts.append(f"</{child.name}>")


def _detail(root: Element) -> Detail:
    texts = {DETAIL_FIELDS[c.name]: c.text for c in root.children if c.name in DETAIL_FIELDS}
    extra = tuple((c.name, flattened(c)) for c in root.children if c.name not in DETAIL_FIELDS)
    if not root.children and root.text.strip():
        return Detail(message=root.text)
    return Detail(**texts, extra=extra)


def _detail_to_xml(detail: Detail) -> str:
    known = (
        element(name, value)
        for name, field in DETAIL_FIELDS.items()
        if (value := getattr(detail, field)) is not None
    )
    further = (element(name, text) for name, text in detail.extra if _NAME.fullmatch(name))
    return f"<Detail>{''.join(known)}{''.join(further)}</Detail>"


def _optional(name: str, text: str) -> str:
    return element(name, text) if text else ""
