"""The list of errors that a server may send with a status other than 200.

Source: "Error Details" in the vendor's documentation of the Integration API.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import msgspec

from netwrix_tui.errors import WireError
from netwrix_tui.wire import json_structure, limits, xml_tree
from netwrix_tui.wire.element_names import ERROR_NAMESPACE
from netwrix_tui.wire.encoding import utf8_body
from netwrix_tui.wire.wire_format import WireFormat


@dataclass(frozen=True, slots=True)
class ErrorEntry:
    """One error as the server words it; ``location`` is a path in XML terms, even in JSON."""

    category: str = ""
    description: str = ""
    location: str = ""


class _JsonError(msgspec.Struct, rename="pascal", omit_defaults=True):
    category: str = ""
    description: str = ""
    location: str = ""


class _JsonErrors(msgspec.Struct):
    errors: list[_JsonError] = msgspec.field(name="ErrorList")


def decode_error_list(body: bytes) -> ErrorEntry | None:
    """The first error of a list in either format; None where the body is something else."""
    if len(body) > limits.LONGEST_ERROR_LIST:
        return None
    try:
        body = utf8_body(body)
        if body.startswith(b"{"):
            json_structure.check(body)
            errors = msgspec.json.decode(body, type=_JsonErrors).errors
            return next((ErrorEntry(e.category, e.description, e.location) for e in errors), None)
        if body.startswith(b"<"):
            return _from_xml(xml_tree.parse(body))
    except (WireError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return None


def encode_error_list(
    wire_format: WireFormat, category: str, description: str, location: str = ""
) -> bytes:
    """An error list of one entry."""
    if wire_format is WireFormat.JSON:
        entry = msgspec.to_builtins(_JsonError(category, description, location))
        return json.dumps({"ErrorList": [entry]}).encode("ascii")
    parts = (("Category", category), ("Description", description), ("Location", location))
    inner = "".join(xml_tree.element(name, text) for name, text in parts if text)
    return (
        f'{xml_tree.PROLOG}<ErrorList xmlns="{ERROR_NAMESPACE}"><Error>{inner}</Error></ErrorList>'
    ).encode()


def _from_xml(root: xml_tree.Element) -> ErrorEntry | None:
    first = root.find("Error")
    if root.name != "ErrorList" or first is None:
        return None
    return ErrorEntry(
        first.text_of("Category"), first.text_of("Description"), first.text_of("Location")
    )
