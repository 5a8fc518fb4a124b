"""The tables of a case for the loaded records of a search, in a separate database.

The search, its source, marks and notes are added to the records, so that the same SQL works as on
a case.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from netwrix_tui.case import schema
from netwrix_tui.case.facts import NoteFacts, SearchFacts, SourceFacts
from netwrix_tui.case.moments import storable, written
from netwrix_tui.case.plan_text import plan_text
from netwrix_tui.case.record_rows import ROW_FIELDS, RecordRows, make_temporary
from netwrix_tui.case.record_table import Made
from netwrix_tui.results.columnstore.store import Store

_STEP = 5_000
"""Records of a step: some hundredths of a second."""

_PAGE, _SOURCE, _SEARCH = 0, 1, 1


@dataclass(frozen=True, slots=True)
class Loaded:
    """A store, and what is known of it. The source and the search have the number 1.

    ``others`` are further sources, where several servers were asked: each is known by its name.
    """

    store: Store
    source: SourceFacts
    search: SearchFacts
    records: int
    """How many of its records are asked: those that it had then."""
    marks: tuple[int, ...] = ()
    """The marked rows; since when is not known."""
    notes: tuple[NoteFacts, ...] = ()
    others: tuple[SourceFacts, ...] = ()

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers of the sources by their names."""
        return {each.name: at for at, each in enumerate((self.source, *self.others), _SOURCE)}


def empty_tables() -> sqlite3.Connection:
    """A database that is nowhere but in a nameless file of this process."""
    connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    connection.executescript(
        f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN; {schema.TABLES} COMMIT;"
    )
    make_temporary(connection)
    return connection


class LoadedTable:
    """Makes the tables for the records that a store has now.

    Raises sqlite3.Error and StorageFull.
    """

    def __init__(self, loaded: Loaded, target: sqlite3.Connection) -> None:
        self._loaded = loaded
        self._db = target
        self._rows = RecordRows(target)
        self.damaged: set[int] = set()
        self._count = loaded.records

    def making(self) -> Iterator[Made]:
        """Add the records, some thousand a step."""
        store = self._loaded.store
        self._clear("detail", "record")
        self._rows = RecordRows(self._db)
        self.put_facts(self._loaded)
        numbers, servers = self._loaded.numbers, store.column("server")
        texts = [store.column(name) for name in ROW_FIELDS[2:]]
        for start in range(0, self._count, _STEP):
            yield Made(start, start, self._count)
            stop = min(start + _STEP, self._count)
            columns = [
                [store.rid(row) for row in range(start, stop)],
                [""] * (stop - start),
                *(column.texts(column.codes[start:stop]) for column in texts),
            ]
            damaged = frozenset(row - start for row in range(start, stop) if store.damaged(row))
            places = [(_PAGE, row) for row in range(start, stop)]
            moments = store.timestamps[start:stop].tolist()
            self._db.execute("BEGIN")
            named = servers.texts(servers.codes[start:stop])
            sources = [numbers.get(name, _SOURCE) for name in named]
            self._rows.add(columns, moments, places, sources, damaged)
            self._db.execute("COMMIT")
        self._db.execute("CREATE INDEX temp.record_of_rid ON record (rid)")

    def making_details(self) -> Iterator[Made]:
        """Add the changes of the records, some thousand a step."""
        store = self._loaded.store
        for start in range(0, self._count, _STEP):
            yield Made(self._count, start, self._count)
            rows = range(start, min(start + _STEP, self._count))
            raws = [store.raw(row) for row in rows]
            self._db.execute("BEGIN")
            self._rows.add_details(
                [row + 1 for row in rows], raws, [store.format(row) for row in rows]
            )
            self._db.execute("COMMIT")

    def _clear(self, *tables: str) -> None:
        for table in tables:
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - ours

    def put_facts(self, loaded: Loaded) -> None:
        """What is known of the same records by now: in the place of what was known before."""
        self._loaded = loaded
        self._clear("source", "search", "mark", "note")
        source, search = loaded.source, loaded.search
        self._db.executemany(
            "INSERT OR IGNORE INTO source VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    number, each.server, each.account, each.scheme, each.certificate,
                    each.wire.value, each.clock_difference,
                )
                for number, each in enumerate((source, *loaded.others), _SOURCE)
            ],
        )  # fmt: skip
        self._db.execute(
            "INSERT INTO search (id, source, position, words, name, line, plan, resolved, zone,"
            " wire, of_case, in_slices, started, ended, outcome, why, records, doubles, damaged,"
            " arrival_order) VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                _SEARCH, _SOURCE, storable(search.words), storable(search.name),
                storable(search.line), plan_text(search.plan), storable(search.resolved),
                search.zone, search.wire.value, search.of_case, search.in_slices,
                written(search.started),
                written(search.ended) if search.ended is not None else None,
                search.outcome.value, storable(search.why), self._count, search.doubles,
                search.damaged, search.arrival_order,
            ),
        )  # fmt: skip
        self._db.executemany(
            "INSERT OR IGNORE INTO mark VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    _SEARCH,
                    storable(loaded.store.rid(row)),
                    row,
                    loaded.numbers.get(loaded.store.row(row).server, _SOURCE),
                    "",
                    "",
                )
                for row in loaded.marks
                if row < self._count
            ],
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO note VALUES (?, ?, ?, ?, ?)",
            [
                (_SOURCE, storable(note.rid), storable(note.text), written(note.made), note.by)
                for note in loaded.notes
            ],
        )
