"""A page of records as it was received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from netwrix_tui.records.record import Row
from netwrix_tui.records.row_columns import column_of, row_columns
from netwrix_tui.wire.wire_format import WireFormat


class Follows(Enum):
    """What it takes to get the page behind another."""

    ASKED = auto()  # a request
    AT_HAND = auto()  # nothing: it is read from a file
    HELD = auto()  # a request, and nobody makes it before the user goes on


class Keeping(Enum):
    """Whether the bytes of an answer are where they are to be kept."""

    WAITING = auto()  # not yet: they are in memory
    KEPT = auto()
    LOST = auto()  # they are in memory, and will not be kept


class KeptBytes(Protocol):
    """The bytes of an answer that somebody keeps anyway. For any thread."""

    @property
    def keeping(self) -> Keeping:
        """Whether they are kept by now."""

    def read(self, start: int, length: int) -> bytes:
        """Some of them. Raises StorageFull where a disk fails."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came over the wire, for whoever keeps what a server said.

    ``content`` are the exact bytes, decompressed, and ``raws`` the records found in them, in
    order; ``path`` is what was asked (``search?count=1000&format=json``), ``body`` what was sent
    with it, None for a GET, and ``mark`` the continuation mark in it. Moments are aware. Whoever
    keeps the bytes adds to ``kept`` where they can be had again. ``server`` is the name of the
    server where several are asked. ``tries`` is how often it was asked for until it came, and
    ``seconds`` how long the last try took, without a sign-in before it; None where nobody knows.
    """

    content: bytes
    raws: list[bytes]
    format: WireFormat
    path: str
    body: bytes | None
    mark: str | None
    sent: datetime
    answered: datetime
    status: int = 200
    kept: list[KeptBytes] = field(default_factory=list, compare=False, repr=False)
    server: str = ""
    tries: int = 1
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of ``enum`` or ``search``.

    ``rows[i]`` is the table row of record i, made when it is asked for, and ``raws[i]`` its exact
    bytes; :meth:`column` has a field of all of them. ``mark`` is the
    continuation mark, None where the server sent none or an empty one. ``damaged`` holds the
    indices of records that the strict parser refused: their rows are what a tolerant one could
    make of them. In the row of a record of more than 8 MB (``limits.LONG_RECORD``), values end
    with ``…`` after 65,536 characters. ``declarations`` are the namespace declarations of the
    XML root (``xmlns="…"``), without which a record's bytes may not parse alone; empty for JSON.
    ``search`` says which of several searches that are asked as one it is of, the first being 0.
    ``answers`` are those that its records are from; none where nobody may want to keep them.
    ``by_following`` is True for records that came by following. ``follows`` says what the next page
    costs. ``is_filed`` is True for a page out of the file that the search is kept in.
    ``server`` and ``fetched`` (microseconds since the epoch, of each record) say where its records
    came from and when, where they come from something that has kept them; else both are empty.
    """

    format: WireFormat
    rows: Sequence[Row]
    raws: list[bytes]
    mark: str | None = None
    damaged: frozenset[int] = frozenset()
    declarations: str = ""
    search: int = 0
    answers: tuple[Answer, ...] = field(default=(), compare=False, repr=False)
    by_following: bool = False
    follows: Follows = Follows.ASKED
    is_filed: bool = False
    server: str = field(default="", compare=False)
    fetched: tuple[int | None, ...] = field(default=(), compare=False)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, field: str) -> list[str]:
        """One field of all rows, without a row being made. It is not to be changed."""
        return column_of(self.rows, field)

    @property
    def fetched_each(self) -> tuple[int | None, ...]:
        """When each record came, None where that is not known."""
        return self.fetched or (None,) * len(self)

    def of_server(self, name: str) -> Page:
        """The page, each of its records and answers with the name of the server it is from."""
        return replace(
            self,
            rows=row_columns(self.rows).of_server(name),
            answers=tuple(replace(answer, server=name) for answer in self.answers),
        )
