"""Records in pieces, each of which one request carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netwrix_tui.records.new_record import MOST_BYTES, MOST_RECORDS, NewRecord
from netwrix_tui.wire.new_records import body_size, encode_new_record
from netwrix_tui.wire.wire_format import WireFormat


@dataclass(frozen=True, slots=True)
class Batch:
    """The records from ``first`` up to ``end`` (not included) of an input; numbers begin at 1."""

    number: int
    first: int
    end: int

    def __len__(self) -> int:
        return self.end - self.first

    def __str__(self) -> str:
        if len(self) == 1:
            return f"batch {self.number:,} (record {self.end:,})"
        return f"batch {self.number:,} (records {self.first + 1:,} to {self.end:,})"


def encoded_sizes(records: Sequence[NewRecord], wire: WireFormat) -> list[int]:
    """The bytes of each record as it is sent."""
    return [len(encode_new_record(record, wire)) for record in records]


def in_batches(
    sizes: Sequence[int],
    wire: WireFormat,
    most_records: int = MOST_RECORDS,
    most_bytes: int = MOST_BYTES,
) -> list[Batch]:
    """Batches of at most so many records and bytes, as sent; a record alone may be larger."""
    batches: list[Batch] = []
    first, held = 0, body_size([], wire)
    for index, size in enumerate(sizes):
        more = size + (1 if index > first else 0)
        if index > first and (index - first >= most_records or held + more > most_bytes):
            batches.append(Batch(len(batches) + 1, first, index))
            first, held, more = index, body_size([], wire), size
        held += more
    if sizes:
        batches.append(Batch(len(batches) + 1, first, len(sizes)))
    return batches


def batches_of_lengths(lengths: Sequence[int]) -> list[Batch]:
    """Batches with so many records each."""
    batches: list[Batch] = []
    first = 0
    for number, length in enumerate(lengths, 1):
        batches.append(Batch(number, first, first + length))
        first += length
    return batches
