"""Layout of a record's bytes as text: exact, or with white space between the tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from netwrix_tui.tui.text.xml_indent import indented_xml
from netwrix_tui.wire import json_structure
from netwrix_tui.wire.limits import LimitExceeded
from netwrix_tui.wire.wire_format import WireFormat

MOST_LAID_OUT = 4 << 20
"""Bytes of a record that are laid out: a text takes up to four times its bytes, and its rows again
as much. A file has all of it."""

_NOT_UTF8 = {0xDC00 + byte: f"‹{byte:02X}›" for byte in range(0x80, 0x100)}
"""What is shown for a byte that is not UTF-8, by the code point that Python decodes it to."""


class Layout(StrEnum):
    """Layouts of raw text."""

    INDENTED = "indented"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class RawText:
    """Text of a record in the layout that was possible; ``note`` says why it is not indented.

    ``longest`` is the number of characters of its longest line.
    """

    text: str
    layout: Layout
    note: str = ""
    longest: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "longest", max(map(len, self.text.split("\n"))))


def lay_out(
    raw: bytes,
    wire_format: WireFormat,
    layout: Layout,
    *,
    damaged: bool,
    is_wanted: Callable[[], bool] = lambda: True,
) -> RawText:
    """The text of a record's bytes. What cannot be indented faithfully is shown exactly.

    A megabyte of XML takes a tenth of a second: on another thread, ``is_wanted`` is asked now and
    then, and the text is given up for the exact one where it is not.
    """
    if len(raw) > MOST_LAID_OUT:
        return RawText(exact_text(_beginning(raw)), Layout.EXACT, _ONLY_BEGINNING)
    if layout is Layout.EXACT:
        return RawText(exact_text(raw), Layout.EXACT)
    if damaged:
        return RawText(exact_text(raw), Layout.EXACT, "damaged, so not indented")
    try:
        indented = _indented(raw, wire_format, is_wanted)
    except LimitExceeded as error:
        note = f"{error.what.removesuffix('.')}, so not indented"
        return RawText(exact_text(raw), Layout.EXACT, f"{note[:1].lower()}{note[1:]}")
    if indented is None:
        return RawText(exact_text(raw), Layout.EXACT, "not well-formed, so not indented")
    return RawText(indented, Layout.INDENTED)


_ONLY_BEGINNING = (
    f"its first {MOST_LAID_OUT >> 20} MB alone; a file that it is saved to has all of it"
)


def _beginning(raw: bytes) -> bytes:
    """The first bytes, not cut within a character."""
    end = MOST_LAID_OUT
    while end > MOST_LAID_OUT - 4 and raw[end] & 0xC0 == 0x80:
        end -= 1
    return raw[:end]


def exact_text(raw: bytes) -> str:
    """Every character as it came; a byte that is not UTF-8 as ``‹FF›``."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "surrogateescape")
    return text.translate(_NOT_UTF8)  # of 4 MB of them, a substitution would keep 4 million pieces


def _indented(raw: bytes, wire_format: WireFormat, is_wanted: Callable[[], bool]) -> str | None:
    if wire_format is WireFormat.XML:
        return indented_xml(exact_text(raw), is_wanted)
    json_structure.check(raw)
    json_structure.check_growth(raw)
    try:
        return exact_text(msgspec.json.format(raw, indent=2))
    except (msgspec.DecodeError, RecursionError):
        return None
