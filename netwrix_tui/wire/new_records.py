"""Records that are written: as JSON a bare array, as XML an ActivityRecordList.

Source: "Write Activity Records" in the vendor's documentation of the Integration API.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from netwrix_tui.any_text_json import decode_any_text, encode_any_text
from netwrix_tui.errors import Malformed, WireError
from netwrix_tui.records.new_record import NewRecord, as_new, as_record
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.wire import json_structure, json_tolerant, xml_tree
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.element_names import NAMESPACE
from netwrix_tui.wire.encoding import utf8_body
from netwrix_tui.wire.json_record import record_from_members
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.wire.xml_record import record_from_element
from netwrix_tui.wire.xml_tree import Element

_XML_HEAD = f'{xml_tree.PROLOG}<ActivityRecordList xmlns="{NAMESPACE}">'.encode()
_XML_TAIL = b"</ActivityRecordList>"


def encode_new_record(record: NewRecord, wire: WireFormat) -> bytes:
    """One record as it stands in a body of several."""
    whole = as_record(record)
    if wire is WireFormat.XML:
        return codec(wire).encode_record(whole)
    if not record.is_archive_only:
        return codec(wire).encode_record(whole)
    members = decode_any_text(codec(wire).encode_record(whole))
    return encode_any_text({**members, "IsArchiveOnly": True})


def encode_new_records(records: Iterable[bytes], wire: WireFormat) -> bytes:
    """The body of a write, of records that are encoded already."""
    if wire is WireFormat.JSON:
        return b"[" + b",".join(records) + b"]"
    return _XML_HEAD + b"".join(records) + _XML_TAIL


def body_size(sizes: Sequence[int], wire: WireFormat) -> int:
    """Bytes of the body of a write whose records have these sizes."""
    if wire is WireFormat.JSON:
        return sum(sizes) + max(len(sizes) - 1, 0) + 2
    return sum(sizes) + len(_XML_HEAD) + len(_XML_TAIL)


def decode_new_records(body: bytes, wire: WireFormat) -> list[tuple[NewRecord, tuple[str, ...]]]:
    """The records of a body as a server gets it, each with the fields that it does not know.

    Raises Malformed, and WireError where the body is no list of records.
    """
    found = _from_json(body) if wire is WireFormat.JSON else _from_xml(body)
    return [as_new(record) for record in found]


def _from_json(body: bytes) -> list[ActivityRecord]:
    text = utf8_body(body)
    json_structure.check_depth(text)
    try:
        msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("The body is not JSON.") from error
    entries = json_tolerant.decode(text, is_record=False)
    if not isinstance(entries, list) or isinstance(entries, json_tolerant.Members):
        raise WireError("Activity records are written as an array.", location="/")
    records: list[ActivityRecord] = []
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, json_tolerant.Members):
            raise WireError("An activity record is an object.", location=place_of(number))
        records.append(record_from_members(entry))
    return records


def _from_xml(body: bytes) -> list[ActivityRecord]:
    records: list[ActivityRecord] = []

    def take(child: Element) -> None:
        if child.name != "ActivityRecord":
            raise _unexpected(child.name)
        records.append(record_from_element(child))

    root = xml_tree.parse_each(body, take)
    if root.name != "ActivityRecordList":
        raise _unexpected(root.name)
    return records


def _unexpected(name: str) -> WireError:
    return WireError(f"Unexpected element {name!r}.", category="XMLError", location="/")


def place_of(number: int, field: str = "") -> str:
    """A record of a body as the server's errors name it; ``number`` counts from 1."""
    return f"/ActivityRecordList/ActivityRecord[{number}]{'/' if field else ''}{field}"
