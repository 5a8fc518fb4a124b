"""XML that a strict parser refuses, made parseable without moving a byte.

A copy of the same length has everything illegal masked: raw control characters, references such as
``&#27;``, bare ampersands, invalid UTF-8. Structure and offsets come from the copy, values from the
original (:func:`content_text`), so nothing is lost.
"""

from __future__ import annotations

import re

from netwrix_tui.records.filters import is_xml_character

_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NONCHARACTER = re.compile(rb"\xef\xbf[\xbe\xbf]")
_REFERENCE = re.compile(rb"&(?:#(\d{1,9})|#[xX]([0-9A-Fa-f]{1,8})|(\w+));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PIECE = re.compile(
    r"<!\[CDATA\[(?P<cdata>.*?)\]\]>"
    r"|&(?:#(?P<decimal>\d{1,9})|#[xX](?P<hex>[0-9A-Fa-f]{1,8})|(?P<name>\w+));",
    re.DOTALL,
)


def mask(body: bytes) -> bytes:
    """A copy of the same length with every illegal byte replaced by ``?``."""
    text = body.decode("utf-8", "surrogateescape")
    body = re.sub("[\udc80-\udcff]", "?", text).encode("utf-8")
    body = _CONTROL.sub(b"?", body)
    body = _NONCHARACTER.sub(b"???", body)
    return _REFERENCE.sub(_masked_reference, body)


def content_text(content: bytes) -> str:
    """The text that an element's content stands for, illegal characters included."""
    try:
        text = content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "surrogateescape")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _PIECE.sub(_meant, _COMMENT.sub("", text))


def _masked_reference(match: re.Match[bytes]) -> bytes:
    whole = match[0]
    if match[3] is not None:
        legal = match[3].decode("utf-8", "replace") in _NAMED
    elif match[1] is not None or match[2] is not None:
        code = int(match[1]) if match[1] is not None else int(match[2], 16)
        legal = code <= 0x10FFFF and is_xml_character(chr(code))
    else:
        legal = False
    return whole if legal else b"?" * len(whole)


def _meant(match: re.Match[str]) -> str:
    if (cdata := match["cdata"]) is not None:
        return cdata
    if (name := match["name"]) is not None:
        return _NAMED.get(name, match[0])
    code = int(match["decimal"]) if match["decimal"] is not None else int(match["hex"], 16)
    return chr(code) if code <= 0x10FFFF else match[0]
