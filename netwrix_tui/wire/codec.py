"""What both wire formats can do, and which module does it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire import json_format, xml_format
from netwrix_tui.wire.limits import IsWanted, always
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat


class Codec(Protocol):
    """What :mod:`json_format` and :mod:`xml_format` both offer, under the same names."""

    def decode_page(self, body: bytes, is_wanted: IsWanted = always) -> Page:
        """A page of records. Raises WireError; one bad record never costs the page.

        Where ``is_wanted``, asked between records, says no, the error is DecodingStopped.
        """

    def decode_sound(self, body: bytes) -> Page | None:
        """The same where all of it is sound, in some milliseconds a megabyte; else None."""

    def decode_record(self, raw: bytes) -> ActivityRecord:
        """One record from its exact bytes, damaged or not. Raises WireError."""

    def decode_changes(self, raw: bytes) -> tuple[Detail, ...]:
        """The changes of a sound record alone, in a fraction of the time.

        Fields of a change that are not documented may be left out. Raises WireError.
        """

    def decode_rest(self, raw: bytes) -> tuple[str, tuple[Detail, ...]]:
        """What a row does not have: the ID of the monitoring plan, and the changes.

        Fields of a change that are not documented may be left out. Raises WireError.
        """

    def encode_record(self, record: ActivityRecord) -> bytes:
        """One record's bytes."""

    def encode_page(self, records: Iterable[bytes], mark: str | None) -> bytes:
        """A page of records that are encoded already."""

    def encode_search(self, parameters: SearchParameters, mark: str | None = None) -> bytes:
        """The body of ``search``."""

    def decode_search(
        self, body: bytes, *, only_known: bool = True
    ) -> tuple[SearchParameters, str | None]:
        """The filters and the mark of a body of ``search``. Raises WireError.

        With ``only_known`` False, filters that are not documented are taken as they come.
        """

    def encode_mark(self, mark: str) -> bytes:
        """The body of ``POST enum``."""

    def decode_mark(self, body: bytes) -> str:
        """The mark in a body of ``POST enum``. Raises WireError."""


def codec(wire_format: WireFormat) -> Codec:
    """The codec of a format."""
    if wire_format is WireFormat.JSON:
        return json_format
    return xml_format
