"""The API's XML: pages, records, searches and marks. See :class:`netwrix_tui.wire.codec.Codec`.

Source: "Activity Records", "Search Parameters" and "Continuation Mark" in the vendor's
documentation. Entity declarations are refused in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import WireError
from netwrix_tui.records.filters import Filter
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire import limits, xml_tree
from netwrix_tui.wire.element_names import NAMESPACE
from netwrix_tui.wire.encoding import utf8_body
from netwrix_tui.wire.filter_values import (
    ROOT,
    filter_from_wire,
    is_timed,
    unexpected,
    wire_parts,
    written_operator,
)
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.wire.xml_changes import plain_changes
from netwrix_tui.wire.xml_page import read_tolerantly, split_page
from netwrix_tui.wire.xml_record import record_to_xml


def decode_page(body: bytes, is_wanted: limits.IsWanted = limits.always) -> Page:
    """A page of records; one bad record never costs the page.

    Raises Malformed or BrokenPage, and DecodingStopped once it is not wanted any more.
    """
    page = split_page(utf8_body(body), is_wanted)
    damaged = frozenset(page.damaged)
    return Page(WireFormat.XML, page.rows, page.raws, page.mark or None, damaged, page.declarations)


def decode_sound(body: bytes) -> Page | None:
    """None: no page of XML is decoded in a few milliseconds."""
    return None


def decode_record(raw: bytes) -> ActivityRecord:
    """One record from its exact bytes, damaged or not."""
    return read_tolerantly(raw)


def decode_changes(raw: bytes) -> tuple[Detail, ...]:
    """The changes of a record alone; see :class:`netwrix_tui.wire.codec.Codec`."""
    plain = plain_changes(raw)
    return decode_record(raw).details if plain is None else plain


def decode_rest(raw: bytes) -> tuple[str, tuple[Detail, ...]]:
    """The plan's ID and the changes; see :class:`netwrix_tui.wire.codec.Codec`."""
    record = decode_record(raw)
    return record.monitoring_plan_id, record.details


def encode_record(record: ActivityRecord) -> bytes:
    """One record as an element of the list, without a namespace declaration of its own."""
    return record_to_xml(record).encode()


def encode_page(records: Iterable[bytes], mark: str | None) -> bytes:
    """A page of records that are encoded already."""
    head = f'{xml_tree.PROLOG}<ActivityRecordList xmlns="{NAMESPACE}">'
    if mark is not None:
        head += xml_tree.element("ContinuationMark", mark)
    return head.encode() + b"".join(records) + b"</ActivityRecordList>"


_ACTING = re.compile("[\x7f-\x9f]")
"""Controls that XML may hold as they are, and that a clipboard must not carry."""


def encode_search(parameters: SearchParameters, mark: str | None = None) -> bytes:
    """The body of ``search``: the mark first, then the filters in their order.

    It holds no control character but line feeds and tabs, so that it can be copied as it is sent.
    """
    marked = "" if mark is None else xml_tree.element("ContinuationMark", mark)
    filters = "".join(_filter_element(condition) for condition in parameters.filters)
    text = (
        f'{xml_tree.PROLOG}<ActivityRecordSearch xmlns="{NAMESPACE}">'
        f"{marked}<FilterList>{filters}</FilterList></ActivityRecordSearch>"
    )
    return _ACTING.sub(lambda control: f"&#x{ord(control[0]):X};", text).encode()


def decode_search(body: bytes, *, only_known: bool = True) -> tuple[SearchParameters, str | None]:
    """The filters and the mark of a search. Raises Malformed, or WireError with a location."""
    root = xml_tree.parse(body)
    if root.name != "ActivityRecordSearch":
        raise unexpected(root.name, ("ActivityRecordSearch",), "/", _XML_ERROR)
    mark: str | None = None
    found: list[Filter] = []
    for child in root.children:
        if child.name == "ContinuationMark":
            mark = child.text.strip()
        elif child.name == "FilterList":
            found.extend(_filters(child, only_known))
        else:
            raise unexpected(child.name, ("FilterList", "ContinuationMark"), ROOT, _XML_ERROR)
    return SearchParameters().with_(*found), mark


def encode_mark(mark: str) -> bytes:
    """The body of ``POST enum``."""
    content = xml_tree.escape(mark)
    return (
        f'{xml_tree.PROLOG}<ContinuationMark xmlns="{NAMESPACE}">{content}</ContinuationMark>'
    ).encode()


def decode_mark(body: bytes) -> str:
    """The mark in a body of ``POST enum``. Raises Malformed, WireError."""
    root = xml_tree.parse(body)
    if root.name != "ContinuationMark":
        raise _unexpected(root.name, "/")
    return root.text.strip()


def _filter_element(condition: Filter) -> str:
    operator = written_operator(condition)
    start = condition.name if operator is None else f'{condition.name} Operator="{operator}"'
    parts = wire_parts(condition.value)
    if isinstance(parts, str):
        content = xml_tree.escape(parts)
    else:
        content = "".join(
            xml_tree.element(name, text) if text else f"<{name}/>" for name, text in parts
        )
    return f"<{start}>{content}</{condition.name}>"


def _filters(root: xml_tree.Element, only_known: bool) -> Iterator[Filter]:
    for child in root.children:
        operator = child.attributes.get("Operator")
        _check_attributes(child)
        if is_timed(child.name):
            elements = [(part.name, part.text) for part in child.children]
            parts = elements or child.text
            yield filter_from_wire(child.name, operator, parts, only_known=only_known)
        elif child.children:
            raise _unexpected(child.children[0].name, f"{ROOT}/FilterList/{child.name}")
        else:
            yield filter_from_wire(child.name, operator, child.text, only_known=only_known)


def _check_attributes(element: xml_tree.Element) -> None:
    """An operator under another name would be passed over, and another search be meant."""
    for name in element.attributes:
        if name != "Operator" and did_you_mean(name, ("Operator",)):
            raise WireError(
                f"{element.name} has no attribute {name!r}.",
                next_step="Did you mean Operator?",
                category=_XML_ERROR,
                location=f"{ROOT}/FilterList/{element.name}",
            )


_XML_ERROR = "XMLError"


def _unexpected(name: str, location: str) -> WireError:
    return WireError(f"Unexpected element {name!r}.", category=_XML_ERROR, location=location)
