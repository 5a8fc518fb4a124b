"""Prepared input: checked records, decoded for the table and cut into batches, for the screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netwrix_tui.client.connection import Connection
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.new_records import encode_new_record
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.batches import Batch, in_batches
from netwrix_tui.writing.journal import Journal
from netwrix_tui.writing.opening import open_journal
from netwrix_tui.writing.validation import CheckedInput
from netwrix_tui.writing.write_report import confirmation

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """One input on its way to one server. ``sizes`` are the bytes of each record as sent."""

    given: CheckedInput
    store: Store
    sizes: Sequence[int]
    wire: WireFormat
    connection: Connection

    @property
    def target(self) -> str:
        """Server and account, as questions name them."""
        return f"{self.connection.server} as {self.connection.user}"

    def amount(self, batches: Sequence[Batch] | None = None) -> str:
        """``2,000 records (1.2 MB, 2 batches)``, of all or of some batches."""
        chosen = in_batches(self.sizes, self.wire) if batches is None else batches
        return confirmation(chosen, sum(sum(batch.of(self.sizes)) for batch in chosen))

    def journal(self) -> Journal:
        """What is known of this input at this server. Raises UsageError."""
        return open_journal(self.given, self.sizes, self.wire, self.connection)


def prepared(given: CheckedInput, wire: WireFormat, connection: Connection) -> Prepared:
    """Everything that takes time, and may be done beside the screen."""
    store = Store()
    sizes: list[int] = []
    wire_codec = codec(wire)
    for start in range(0, len(given.sourced), _AT_ONCE):
        some = given.sourced[start : start + _AT_ONCE]
        encoded = [encode_new_record(one.record, wire) for one in some]
        sizes += map(len, encoded)
        store.append(wire_codec.decode_page(wire_codec.encode_page(encoded, None)))
    return Prepared(given, store, sizes, wire, connection)
