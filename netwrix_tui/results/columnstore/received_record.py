"""Received record: exact bytes and table row, of a store or of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from netwrix_tui.records.record import ActivityRecord, Row
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.limits import LONG_RECORD
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat


@dataclass(frozen=True, slots=True)
class ReceivedRecord:
    """A record's exact bytes, its table row, and what of its page it needs to be read alone.

    ``declarations`` are the namespace declarations around it, empty for JSON. ``is_damaged`` is
    True where it broke the rules of its format and was read tolerantly. ``server`` and ``fetched``
    (microseconds since the epoch) say where it came from and when, where that was kept with it.
    """

    format: WireFormat
    raw: bytes
    row: Row
    declarations: str = ""
    is_damaged: bool = False
    server: str = ""
    fetched: int | None = None

    @property
    def is_long(self) -> bool:
        """True where only its bytes are whole; see :meth:`record`."""
        return len(self.raw) > LONG_RECORD

    def record(self) -> ActivityRecord:
        """The whole record, decoded anew at each call; of a long one, what its row has of it.

        Decoded, that would take many times its bytes. Raises WireError.
        """
        if self.is_long:
            return self.row.as_record()
        record = codec(self.format).decode_record(self.raw)
        return replace(record, server=self.row.server) if self.row.server else record


def of_page(page: Page) -> Iterator[ReceivedRecord]:
    """The records of a page, in their order."""
    records = zip(page.raws, page.rows, page.fetched_each, strict=True)
    for index, (raw, row, fetched) in enumerate(records):
        yield ReceivedRecord(
            page.format, raw, row, page.declarations, index in page.damaged,
            page.server, fetched,
        )  # fmt: skip


def of_store(store: Store, row: int) -> ReceivedRecord:
    """A record of a store by its row."""
    return ReceivedRecord(
        store.format(row),
        store.raw(row),
        store.row(row),
        store.declarations(row),
        store.damaged(row),
    )
