"""Lossless JSON and XML: records byte for byte as the server sent them, where possible.

A record that came in the other format, or damaged, is written anew from what could be read of it.
"""

from __future__ import annotations

import re

import msgspec

from netwrix_tui.any_text_json import encode_any_text
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.sanitize import visible
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.element_names import NAMESPACE
from netwrix_tui.wire.wire_format import WireFormat

XML_END = b"</ActivityRecordList>\n"

# What the codec writes for characters that XML 1.0 has no way to carry; any other & is &amp;.
_IMPOSSIBLE = re.compile(rb"&#x([0-9A-F]+);")
_DEFAULT_NAMESPACE = re.compile(r"(?:^|\s)xmlns\s*=")


def is_exact(received: ReceivedRecord, wire: WireFormat) -> bool:
    """True where the record's own bytes can stand in a document of this format."""
    return received.format is wire and not received.is_damaged


def json_object(received: ReceivedRecord) -> bytes:
    """The record as a JSON object. Raises WireError."""
    if is_exact(received, WireFormat.JSON):
        return received.raw
    return encoded(received.record(), WireFormat.JSON)


def with_note(written: bytes, note: str) -> bytes:
    """A JSON object with the user's note as its last member, all before it byte for byte.

    The member is called ``note``; ``user_note`` where the server sent one of that name.
    """
    return _with_member(written, "note", "user_note", note) if note else written


def with_server(written: bytes, server: str) -> bytes:
    """A JSON object with the name of the server that it is from as its last member, likewise.

    The member is called ``Server``; ``AskedServer`` where the server sent one of that name.
    """
    return _with_member(written, "Server", "AskedServer", server)


def _with_member(written: bytes, name: str, otherwise: str, value: str) -> bytes:
    whole = written.rstrip()
    name = otherwise if _has_member(whole, name) else name
    comma = b"" if whole[:-1].rstrip().endswith(b"{") else b","
    return whole[:-1] + comma + f'"{name}":'.encode() + encode_any_text(value) + b"}"


def _has_member(written: bytes, name: str) -> bool:
    try:
        return name in msgspec.json.decode(written, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return f'"{name}"'.encode() in written


def xml_element(received: ReceivedRecord, declared: str) -> bytes:
    """The record as an element of a list with the given namespace declarations.

    One that came with other declarations is written anew, too. Raises WireError.
    """
    if is_exact(received, WireFormat.XML) and received.declarations == declared:
        return received.raw
    return encoded(received.record(), WireFormat.XML)


def xml_start(declared: str) -> bytes:
    """The beginning of a list with the given declarations, and the API's namespace in any case."""
    if not _DEFAULT_NAMESPACE.search(declared):
        declared = f'xmlns="{NAMESPACE}" {declared}'.rstrip()
    return f'<?xml version="1.0" encoding="utf-8"?>\n<ActivityRecordList {declared}>\n'.encode()


def encoded(record: ActivityRecord, wire: WireFormat) -> bytes:
    """A record written anew; in XML, characters that it cannot carry are shown as symbols."""
    written = codec(wire).encode_record(record)
    if wire is WireFormat.JSON:
        return written
    return _IMPOSSIBLE.sub(lambda found: visible(chr(int(found[1], 16))).encode(), written)
