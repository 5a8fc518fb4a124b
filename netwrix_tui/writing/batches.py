"""Batches: the records that one request carries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from netwrix_tui.records.new_record import MOST_BYTES, MOST_RECORDS, NewRecord
from netwrix_tui.wire.new_records import body_size, encode_new_record
from netwrix_tui.wire.wire_format import WireFormat

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records of an input, by their places in it: ``rows`` count from 0, numbers from 1."""

    number: int
    rows: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def of(self, records: Sequence[T]) -> list[T]:
        """What stands at its places."""
        return [records[row] for row in self.rows]

    def __str__(self) -> str:
        first, last = self.rows[0] + 1, self.rows[-1] + 1
        if len(self) == 1:
            return f"batch {self.number:,} (record {first:,})"
        if last - first < len(self):
            return f"batch {self.number:,} (records {first:,} to {last:,})"
        return f"batch {self.number:,} ({len(self):,} records between {first:,} and {last:,})"


def encoded_sizes(records: Sequence[NewRecord], wire: WireFormat) -> list[int]:
    """The bytes of each record as it is sent."""
    return [len(encode_new_record(record, wire)) for record in records]


def cut(
    rows: Iterable[int],
    sizes: Sequence[int],
    wire: WireFormat,
    most_records: int = MOST_RECORDS,
    most_bytes: int = MOST_BYTES,
) -> list[tuple[int, ...]]:
    """The rows in pieces of at most so many records and bytes; a record alone may be larger.

    ``sizes`` are those of all records, as sent.
    """
    pieces: list[tuple[int, ...]] = []
    piece: list[int] = []
    empty = body_size([], wire)
    held = empty
    for row in rows:
        more = sizes[row] + (1 if piece else 0)
        if piece and (len(piece) >= most_records or held + more > most_bytes):
            pieces.append(tuple(piece))
            piece, held, more = [], empty, sizes[row]
        piece.append(row)
        held += more
    return [*pieces, tuple(piece)] if piece else pieces


def in_batches(
    sizes: Sequence[int],
    wire: WireFormat,
    most_records: int = MOST_RECORDS,
    most_bytes: int = MOST_BYTES,
) -> list[Batch]:
    """All records of an input, cut as :func:`cut` does."""
    pieces = cut(range(len(sizes)), sizes, wire, most_records, most_bytes)
    return [Batch(number, rows) for number, rows in enumerate(pieces, 1)]
