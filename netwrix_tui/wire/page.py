"""A page of records as it was received, and what both wire formats can do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from netwrix_tui.records.record import ActivityRecord, Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.wire_format import WireFormat


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of ``enum`` or ``search``.

    ``rows[i]`` is the table row of record i and ``raws[i]`` its exact bytes. ``mark`` is the
    continuation mark, None where the server sent none or an empty one. ``damaged`` holds the
    indices of records that the strict parser refused: their rows are what a tolerant one could
    make of them. ``declarations`` are the namespace declarations of the XML root
    (``xmlns="…"``), without which a record's bytes may not parse alone; empty for JSON.
    """

    format: WireFormat
    rows: list[Row]
    raws: list[bytes]
    mark: str | None = None
    damaged: frozenset[int] = frozenset()
    declarations: str = ""

    def __len__(self) -> int:
        return len(self.rows)


class Codec(Protocol):
    """What :mod:`json_format` and :mod:`xml_format` both offer, under the same names."""

    def decode_page(self, body: bytes) -> Page:
        """A page of records. Raises WireError; one bad record never costs the page."""

    def decode_record(self, raw: bytes) -> ActivityRecord:
        """One record from its exact bytes, damaged or not. Raises WireError."""

    def encode_record(self, record: ActivityRecord) -> bytes:
        """One record's bytes."""

    def encode_page(self, records: Iterable[bytes], mark: str | None) -> bytes:
        """A page of records that are encoded already."""

    def encode_search(self, parameters: SearchParameters, mark: str | None = None) -> bytes:
        """The body of ``search``."""

    def decode_search(self, body: bytes) -> tuple[SearchParameters, str | None]:
        """The filters and the mark of a body of ``search``. Raises WireError."""

    def encode_mark(self, mark: str) -> bytes:
        """The body of ``POST enum``."""

    def decode_mark(self, body: bytes) -> str:
        """The mark in a body of ``POST enum``. Raises WireError."""


def codec(wire_format: WireFormat) -> Codec:
    """The codec of a format."""
    from netwrix_tui.wire import json_format, xml_format

    if wire_format is WireFormat.JSON:
        return json_format
    return xml_format
