"""A page of records as it was received."""

from __future__ import annotations

from dataclasses import dataclass

from netwrix_tui.records.record import Row
from netwrix_tui.wire.wire_format import WireFormat


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of ``enum`` or ``search``.

    ``rows[i]`` is the table row of record i and ``raws[i]`` its exact bytes. ``mark`` is the
    continuation mark, None where the server sent none or an empty one. ``damaged`` holds the
    indices of records that the strict parser refused: their rows are what a tolerant one could
    make of them. In the row of a record of more than 8 MB (``limits.LONG_RECORD``), values end
    with ``…`` after 65,536 characters. ``declarations`` are the namespace declarations of the
    XML root (``xmlns="…"``), without which a record's bytes may not parse alone; empty for JSON.
    ``search`` says which of several searches that are asked as one it is of, the first being 0.
    """

    format: WireFormat
    rows: list[Row]
    raws: list[bytes]
    mark: str | None = None
    damaged: frozenset[int] = frozenset()
    declarations: str = ""
    search: int = 0

    def __len__(self) -> int:
        return len(self.rows)
