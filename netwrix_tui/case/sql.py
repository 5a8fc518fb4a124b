"""Read-only SQL over the records of a case, or over the loaded records of a search.

Nothing can be changed, by three means: the connection (a case file is opened read-only), an
authorizer, which lets a statement read the five tables of :mod:`sql_names` and call functions that
touch nothing but their arguments, and ``PRAGMA query_only``. ATTACH, PRAGMA, load_extension and
whatever reads or writes files fall to the authorizer.

No statement runs without limits: it is checked every millisecond or so whether it is still wanted,
no value is larger than a megabyte, and temporary files leave room on the disk. Sources: "Defense
Against The Dark Arts", "Run-Time Limits" and "Temporary Files" in SQLite's documentation.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol, Self

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.loaded_table import Loaded, LoadedTable, empty_tables
from netwrix_tui.case.record_rows import make_temporary
from netwrix_tui.case.record_table import Made, RecordTable, is_made
from netwrix_tui.case.sql_errors import WHOLE, explained, no_function, no_table
from netwrix_tui.case.sql_names import BEHIND, FUNCTIONS, SERIES, VIEWS
from netwrix_tui.case.sql_text import SqlError, names, words
from netwrix_tui.errors import NetwrixTuiError, StorageFull, UsageError
from netwrix_tui.records.when import instant
from netwrix_tui.records.zone import ShownZone

Value = str | int | float | bytes | None
IsWanted = Callable[[], bool]

LONGEST_VALUE = 1_000_000
"""Bytes of a value, and of a row: a function that searches a text in another cannot be interrupted,
and at worst takes time that grows with the square of the size."""

_BETWEEN = 20_000
"""Steps of SQLite's machine between two questions whether a statement is still wanted."""

_LEAST_ROOM = 256 << 20
"""Bytes that temporary files leave on the disk."""

_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 100,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 1_000_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
_READING = ("select", "with", "values", "explain")
_ONLY_READING = "Only reading works here, by SELECT: nothing can be changed."


_PLAIN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\dZ", re.ASCII)
"""A time as the tables have it."""


class Stopped(NetwrixTuiError):
    """The statement is not wanted any more."""

    def __init__(self) -> None:
        super().__init__("The statement was stopped.")


class _Tables(Protocol):
    """Makes the tables of records and of their changes, step by step."""

    damaged: set[int]

    def making(self) -> Iterator[Made]: ...

    def making_details(self) -> Iterator[Made]: ...


class Answer:
    """The rows of a statement, read while it runs. Reading raises as :meth:`Sql.run`."""

    def __init__(self, sql: Sql, statement: str, cursor: sqlite3.Cursor) -> None:
        self._sql = sql
        self._statement = statement
        self._cursor = cursor
        self.columns: tuple[str, ...] = tuple(each[0] for each in cursor.description or ())

    def rows(self, together: int = 1_000) -> Iterator[list[tuple[Value, ...]]]:
        """The rows, so many together."""
        while True:
            try:
                some = self._cursor.fetchmany(together)
            except sqlite3.Error as error:
                raise self._sql.told(error, self._statement) from error
            if not some:
                return
            yield some

    def close(self) -> None:
        """No more rows are wanted."""
        with suppress(sqlite3.Error):
            self._cursor.close()


class Sql:
    """Statements over one set of tables, one after the other, all on one thread at a time."""

    def __init__(
        self, connection: sqlite3.Connection, zone: ShownZone, tables: _Tables | None,
        *, close: Callable[[], None],
    ) -> None:  # fmt: skip
        """Use :meth:`of_case` or :meth:`of_loaded`. ``tables`` are to be made; None: are there."""
        self.connection = connection
        self._tables = tables
        self._close = close
        self._zone = zone
        self._is_made = self._has_details = tables is None
        self._is_wanted: IsWanted = lambda: True
        self._denied: SqlError | None = None
        self._statement = ""
        self.room_looked_at = 0.0
        self._has_room = True
        connection.text_factory = partial(str, encoding="utf-8", errors="replace")
        connection.create_function("local", 1, self._local, deterministic=True)
        for name, statement in VIEWS.items():
            connection.execute(f"CREATE TEMP VIEW {name} AS {statement}")
        self._hidden = self._existing() - VIEWS.keys()
        connection.set_progress_handler(self._stop, _BETWEEN)
        self.lock_down()

    @classmethod
    def of_case(cls, path: Path, zone: ShownZone) -> Sql:
        """Over a case file, which stays byte for byte. Raises UsageError."""
        case = CaseReader(path)
        connection = case.connection
        if is_made(case):
            connection.execute("PRAGMA query_only=OFF")
            return cls(connection, zone, None, close=case.close)
        # Another one reads the pages: what is allowed here is not enough for that.
        pages = CaseReader(path)
        connection.execute("PRAGMA query_only=OFF")
        make_temporary(connection)

        def close() -> None:
            case.close()
            pages.close()

        tables = RecordTable(pages, connection, with_details=False)
        return cls(connection, zone, tables, close=close)

    @classmethod
    def of_loaded(cls, loaded: Loaded, zone: ShownZone) -> Sql:
        """Over the records that a search has loaded now."""
        connection = empty_tables()
        return cls(connection, zone, LoadedTable(loaded, connection), close=connection.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def refresh(self, loaded: Loaded) -> None:
        """Take what is known by now of the same loaded records: marks, notes, the search."""
        if isinstance(self._tables, LoadedTable):
            with self._open():
                self._tables.put_facts(loaded)

    def close(self) -> None:
        """Let go of the tables."""
        self._close()

    @property
    def damaged(self) -> int:
        """How many pages of the case cannot be read; their records are in no table."""
        return 0 if self._tables is None else len(self._tables.damaged)

    def check(self, statement: str) -> None:
        """Raises SqlError where the statement cannot be run; no record is looked at."""
        first = next(iter(words(statement)), None)
        if first is None:
            raise SqlError("The statement is empty.", 0, 1, next_step=WHOLE)
        if first.name not in _READING:
            raise SqlError(_ONLY_READING, first.at, len(first.text))
        if first.name != "explain":
            self._execute("EXPLAIN ", statement).close()

    def making(self, statement: str, is_wanted: IsWanted) -> Iterator[Made]:
        """Make the tables that a statement needs and that are not there yet, step by step.

        Raises Stopped, StorageFull and UsageError.
        """
        self._is_wanted = is_wanted
        try:
            if self._tables is not None and not self._is_made:
                yield from self._steps(self._tables.making())
                self._is_made = True
            if self._tables is not None and not self._has_details and "details" in names(statement):
                yield from self._steps(self._tables.making_details())
                self._has_details = True
        except sqlite3.Error as error:
            raise self.told(error, statement) from error

    def run(self, statement: str, is_wanted: IsWanted) -> Answer:
        """Begin a statement, of which the tables are made.

        Raises SqlError, Stopped once ``is_wanted`` says no, and StorageFull.
        """
        self._is_wanted = is_wanted
        return Answer(self, statement, self._execute("", statement))

    def told(self, error: sqlite3.Error, statement: str) -> NetwrixTuiError:
        """What a failure of SQLite means."""
        if self._denied is not None:
            return self._denied
        message = str(error)
        if message == "interrupted" or not self._has_room:
            return Stopped() if self._has_room else _no_room()
        if "disk" in message and ("full" in message or "I/O" in message):
            return _no_room()
        if "too big" in message:
            what = f"A value of more than {LONGEST_VALUE:,} bytes came up."
            return UsageError(what, next_step="Take a part of it, as by substr(what, 1, 100).")
        if isinstance(error, sqlite3.ProgrammingError | sqlite3.Warning) and "one statement" in (
            message
        ):
            return _second(statement)
        if isinstance(error, sqlite3.ProgrammingError) and "binding" in message:
            return _parameter(statement)
        return explained(message, statement, self._attempt)

    # The statement

    def _execute(self, before: str, statement: str) -> sqlite3.Cursor:
        self._denied, self._statement = None, statement
        try:
            return self.connection.execute(before + statement)
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise self.told(error, statement) from error  # type: ignore[arg-type]
        except ValueError as error:  # a null character; a lone surrogate
            raise SqlError(
                "There is a character in it that no statement can hold.", 0, 1
            ) from error

    def _attempt(self, statement: str) -> str:
        try:
            self.connection.execute(f"EXPLAIN {statement}").close()
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            return str(error)
        return ""

    # What keeps it within bounds

    def _existing(self) -> set[str]:
        for series in SERIES:  # which makes it known: it is of no file
            with suppress(sqlite3.Error):
                self.connection.execute(f"SELECT 1 FROM {series}('[]')").close()  # noqa: S608
        every = "SELECT name FROM sqlite_master UNION SELECT name FROM sqlite_temp_master"
        return {row[0] for row in self.connection.execute(every)}

    def lock_down(self) -> None:
        for limit, most in _LIMITS.items():
            self.connection.setlimit(limit, most)
        self.connection.execute("PRAGMA query_only=ON")
        self.connection.set_authorizer(self._authorize)

    @contextmanager
    def _open(self) -> Iterator[None]:
        """The connection as it is for whoever makes the tables."""
        self._denied = None
        self.connection.set_authorizer(None)
        self.connection.execute("PRAGMA query_only=OFF")
        try:
            yield
        finally:
            self.lock_down()

    def _steps(self, making: Iterator[Made]) -> Iterator[Made]:
        """Make something, for which the connection is open; it is locked between two steps."""
        while True:
            with self._open():
                made = next(making, None)
            if made is None:
                return
            if not self._is_wanted():
                raise Stopped
            yield made

    def _authorize(
        self, action: int, one: str | None, two: str | None, _base: str | None, view: str | None
    ) -> int:
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ:
            # Counting rows reads no column, and no view is named then.
            is_count = not two and one in BEHIND
            if view in VIEWS or one in VIEWS or is_count or not self._is_hidden(one or ""):
                return sqlite3.SQLITE_OK
            return self._deny(no_table(one or "", self._statement))
        if action == sqlite3.SQLITE_FUNCTION:
            if (two or "").casefold() in FUNCTIONS:
                return sqlite3.SQLITE_OK
            return self._deny(no_function(two or "", self._statement))
        return self._deny(SqlError(_ONLY_READING, 0, len(self._statement)))

    def _is_hidden(self, table: str) -> bool:
        """True for a table that is there and cannot be named; False for one of the statement's."""
        return table in self._hidden or table.casefold().startswith(("sqlite_", "pragma_"))

    def _deny(self, error: SqlError) -> int:
        self._denied = self._denied or error
        return sqlite3.SQLITE_DENY

    def _stop(self) -> bool:
        if not self._is_wanted():
            return True
        now = time.monotonic()
        if now - self.room_looked_at >= 1.0:
            self.room_looked_at = now
            self._has_room = room_on_disk() > _LEAST_ROOM
        return not self._has_room

    def _local(self, moment: object) -> str | None:
        return shown_time(moment, self._zone) if isinstance(moment, str) else None


def shown_time(moment: str, zone: ShownZone) -> str | None:
    """``2026-11-22 13:58:40`` in a zone; None for what is no moment."""
    if _PLAIN.fullmatch(moment) is not None:
        # Each minute is worked out once, which a million calls are not.
        minute = _minute(moment[:16], zone)
        if minute:
            return minute + moment[16:19]
    return _read(moment, zone)


@lru_cache(20_000)
def _minute(text: str, zone: ShownZone) -> str:
    """A minute of UTC in a zone; empty where it begins between two of that zone's."""
    shown = _read(f"{text}:00Z", zone)
    return shown[:16] if shown is not None and shown.endswith(":00") else ""


def _read(moment: str, zone: ShownZone) -> str | None:
    found = instant(moment)
    if found is None:
        return None
    try:
        there = found.astimezone(zone.tzinfo)
    except (OverflowError, ValueError, OSError):
        return None
    return there.replace(tzinfo=None, microsecond=0).isoformat(sep=" ")


def temporary_directory() -> str:
    """Where SQLite keeps its temporary files ("Temporary File Storage Locations")."""
    if os.name != "posix":
        return tempfile.gettempdir()
    named = (os.environ.get(name) for name in ("SQLITE_TMPDIR", "TMPDIR"))
    for directory in (*named, "/var/tmp", "/usr/tmp", "/tmp"):  # noqa: S108 - SQLite's own list
        if directory and os.path.isdir(directory) and os.access(directory, os.W_OK | os.X_OK):
            return directory
    return "."


def room_on_disk() -> int:
    try:
        return shutil.disk_usage(temporary_directory()).free
    except OSError:
        return _LEAST_ROOM + 1  # whoever cannot say has no bound


def _no_room() -> StorageFull:
    return StorageFull(
        "The statement needs more room for its temporary files than there is.",
        cause=f"They are in {temporary_directory()}.",
        next_step="Make room there, name another directory in SQLITE_TMPDIR, or ask for less.",
    )


def _second(statement: str) -> SqlError:
    found = words(statement)
    ends = [index for index, word in enumerate(found) if word.text == ";"]
    second = next((found[at + 1] for at in ends if at + 1 < len(found)), found[-1])
    return SqlError("One statement at a time.", second.at, len(second.text))


def _parameter(statement: str) -> SqlError:
    word = next(each for each in words(statement) if each.text[:1] in "?:@$#")
    return SqlError("A value has to stand here, not a parameter.", word.at, len(word.text))
