"""Rows of the tables ``record`` and ``detail``: how records are put into them, each once.

Very long values are cut, with ``…`` at their end, so that no row is larger than what a statement
of SQL may hold (:mod:`sql`); the records' own bytes are in the pages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import count

from netwrix_tui.case import schema
from netwrix_tui.case.moments import storable
from netwrix_tui.errors import WireError
from netwrix_tui.records.record import Detail, Row
from netwrix_tui.results.columnstore.timestamps import UNKNOWN, TimestampColumn
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat

ROW_FIELDS = Row.__struct_fields__[:-1]
"""The fields of a row that are the record's own: its server is its source here."""

LONGEST_FIELD = 20_000
"""Characters of a field of ``record``; eleven of them in four bytes each stay below a megabyte."""

LONGEST_DETAIL = 60_000
"""Characters of a value of ``detail``."""

_RECORD = "INSERT OR REPLACE INTO record VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_DETAIL = "INSERT OR REPLACE INTO detail VALUES (?, ?, ?, ?, ?, ?)"

PagePlace = tuple[int, int]
"""A page's number and the index of a record there."""


def make_temporary(connection: sqlite3.Connection) -> None:
    """Give the connection empty tables of its own, which are gone with it.

    They hide those of a case file that it has open.
    """
    connection.executescript(
        f"PRAGMA temp_store=FILE; {schema.RECORD_TABLES}".replace(
            "CREATE TABLE", "CREATE TEMP TABLE"
        )
    )


class RecordRows:
    """Puts records into the tables of a connection, in their order. All methods raise
    sqlite3.Error.
    """

    def __init__(self, target: sqlite3.Connection) -> None:
        self._db = target
        (last,) = target.execute("SELECT coalesce(max(id), 0) FROM record").fetchone()
        self._next = int(last) + 1

    def add(
        self, columns: Sequence[Sequence[str]], moments: Sequence[int],
        places: Sequence[PagePlace], source: int | Sequence[int],
        damaged: frozenset[int] = frozenset(),
    ) -> range:  # fmt: skip
        """Add records; returns their numbers.

        ``columns`` are the :data:`ROW_FIELDS`, each a sequence, and ``moments``
        as a TimestampColumn has them.
        """
        rid, when, who, action, object_type, what, where, data_source, station, plan, item = (
            _cut(column, LONGEST_FIELD) for column in columns
        )
        numbers = range(self._next, self._next + len(places))
        times = [None if moment == UNKNOWN else _iso(moment) for moment in moments]
        known = [None if moment == UNKNOWN else moment for moment in moments]
        sources = [source] * len(places) if isinstance(source, int) else source
        rows = list(
            zip(
                numbers, [page for page, _ in places], [index for _, index in places],
                sources, rid, known, times, when, who, action, object_type, what,
                where, data_source, item, plan, station,
                [int(index in damaged) for index in range(len(places))],
                strict=True,
            )
        )  # fmt: skip
        self._put(_RECORD, rows)
        self._next = numbers.stop
        return numbers

    def add_details(
        self, numbers: Sequence[int], raws: Sequence[bytes], formats: Sequence[WireFormat]
    ) -> None:
        """Add the changes of records, the first of each at position 1."""
        rows: list[tuple[object, ...]] = []
        for number, raw, wire_format in zip(numbers, raws, formats, strict=True):
            for position, detail in zip(count(1), _changes(raw, wire_format), strict=False):
                rows.append((number, position, *_texts(detail)))
        self._put(_DETAIL, rows)

    def _put(self, statement: str, rows: list[tuple[object, ...]]) -> None:
        try:
            self._db.executemany(statement, rows)
        except UnicodeEncodeError:  # SQLite keeps UTF-8, which lone surrogates have no place in
            self._db.executemany(
                statement,
                ([storable(v) if isinstance(v, str) else v for v in row] for row in rows),
            )


def moments_of(whens: Sequence[str], column: TimestampColumn) -> list[int]:
    """The moments that texts name, read by a column that may be used for many."""
    first = len(column.timestamps)
    column.extend(list(whens))
    return column.timestamps[first:].tolist()


def _changes(raw: bytes, wire_format: WireFormat) -> tuple[Detail, ...]:
    try:
        return codec(wire_format).decode_changes(raw)
    except WireError:
        return ()


def _texts(detail: Detail) -> Iterator[str | None]:
    for text in (detail.property_name, detail.message, detail.before, detail.after):
        if text is not None and len(text) > LONGEST_DETAIL:
            text = text[:LONGEST_DETAIL] + "…"
        yield text


def _cut(texts: Sequence[str], most: int) -> Sequence[str]:
    if max(map(len, texts), default=0) <= most:
        return texts
    return [text if len(text) <= most else text[:most] + "…" for text in texts]


_SECOND, _DAY = 1_000_000, 86_400_000_000
_EPOCH = date(1970, 1, 1).toordinal()


def _iso(moment: int) -> str:
    """``2026-03-17T09:37:11Z``, with six more digits where it is between two seconds."""
    day, within = divmod(moment, _DAY)
    second, fraction = divmod(within, _SECOND)
    text = f"{_date(day)}T{_clock(second)}"
    return f"{text}.{fraction:06}Z" if fraction else f"{text}Z"


@lru_cache(4096)
def _date(day: int) -> str:
    return date.fromordinal(_EPOCH + day).isoformat()


@lru_cache(100_000)
def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
