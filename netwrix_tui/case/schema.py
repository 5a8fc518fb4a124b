"""Schema of a case file: an SQLite database, and how it is opened.

The tables are read by other programs too: names and meanings stay, further ones may be added.
Moments are ISO 8601 text in UTC; hashes are SHA-256 as raw bytes.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from netwrix_tui.errors import StorageFull, UsageError
from netwrix_tui.private_directory import give_to_owner

APPLICATION_ID = 0x4E575843
"""``NWXC``, in the header of the file ("Database Header" in SQLite's file format)."""

VERSION = 1
SUFFIX = ".nwcase"

_CHECKPOINT = 4_000
"""Pages of 4 KB in the journal at which they go into the file: 16 MB. SQLite's own 1,000 take a
sixth more time, as what comes is large.
"""

RECORD_TABLES = """
CREATE TABLE record (
  id INTEGER PRIMARY KEY, page INTEGER NOT NULL REFERENCES page(id), position INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES source(id), rid TEXT NOT NULL, moment INTEGER,
  time TEXT, "when" TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
  object_type TEXT NOT NULL, what TEXT NOT NULL, location TEXT NOT NULL,
  data_source TEXT NOT NULL, item TEXT NOT NULL, plan TEXT NOT NULL, workstation TEXT NOT NULL,
  damaged INTEGER NOT NULL
);
CREATE TABLE detail (
  record INTEGER NOT NULL REFERENCES record(id), position INTEGER NOT NULL,
  property TEXT, message TEXT, "before" TEXT, "after" TEXT, PRIMARY KEY (record, position)
) WITHOUT ROWID;
"""
"""Made from the pages when they are first needed; see :mod:`record_table`."""

TABLES = """
CREATE TABLE case_info (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (
  id INTEGER PRIMARY KEY, server TEXT NOT NULL, account TEXT NOT NULL, scheme TEXT NOT NULL,
  certificate TEXT NOT NULL, wire TEXT NOT NULL, clock_difference REAL,
  UNIQUE (server, account)
);
CREATE TABLE search (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id),
  position INTEGER, words TEXT NOT NULL, name TEXT NOT NULL, line TEXT NOT NULL,
  plan TEXT NOT NULL, body BLOB, resolved TEXT NOT NULL, zone TEXT NOT NULL, wire TEXT NOT NULL,
  of_case INTEGER NOT NULL, in_slices INTEGER NOT NULL, started TEXT NOT NULL, ended TEXT,
  outcome TEXT NOT NULL, why TEXT NOT NULL, records INTEGER NOT NULL, doubles INTEGER NOT NULL,
  damaged INTEGER NOT NULL, arrival_order TEXT NOT NULL, mark TEXT
);
CREATE TABLE request (
  id INTEGER PRIMARY KEY, search INTEGER REFERENCES search(id), sent TEXT NOT NULL,
  path TEXT NOT NULL, mark BLOB, status INTEGER, answered TEXT, bytes INTEGER NOT NULL,
  records INTEGER NOT NULL, why TEXT NOT NULL, page INTEGER REFERENCES page(id)
);
CREATE TABLE page (
  id INTEGER PRIMARY KEY, format TEXT NOT NULL, packed INTEGER NOT NULL, content BLOB NOT NULL,
  size INTEGER NOT NULL, sha256 BLOB NOT NULL, chain BLOB NOT NULL
);
CREATE TABLE batch (
  id INTEGER PRIMARY KEY, search INTEGER NOT NULL REFERENCES search(id),
  arrived INTEGER NOT NULL, mark TEXT, page INTEGER REFERENCES page(id), places BLOB,
  records INTEGER NOT NULL
);
CREATE INDEX batch_of_search ON batch (search, id);
CREATE TABLE view (
  search INTEGER PRIMARY KEY REFERENCES search(id), cursor_rid TEXT NOT NULL,
  cursor_row INTEGER NOT NULL, top INTEGER NOT NULL, sort TEXT NOT NULL, quick_filter TEXT NOT NULL,
  columns TEXT NOT NULL, panes TEXT NOT NULL, zone TEXT NOT NULL
);
CREATE TABLE mark (
  search INTEGER NOT NULL REFERENCES search(id), rid TEXT NOT NULL, row INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES source(id), made TEXT NOT NULL, by TEXT NOT NULL,
  PRIMARY KEY (search, row)
) WITHOUT ROWID;
CREATE TABLE note (
  source INTEGER NOT NULL REFERENCES source(id), rid TEXT NOT NULL, text TEXT NOT NULL,
  made TEXT NOT NULL, by TEXT NOT NULL, PRIMARY KEY (source, rid)
) WITHOUT ROWID;
CREATE TABLE finding (
  id INTEGER PRIMARY KEY, place INTEGER NOT NULL, source INTEGER REFERENCES source(id),
  rid TEXT, text TEXT NOT NULL, made TEXT NOT NULL, by TEXT NOT NULL
);
CREATE TABLE custody (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, user TEXT NOT NULL, host TEXT NOT NULL,
  act TEXT NOT NULL, detail TEXT NOT NULL, chain BLOB NOT NULL
);
"""


SERVER_TABLES = """
CREATE TABLE IF NOT EXISTS source_name (
  source INTEGER PRIMARY KEY REFERENCES source(id), name TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS page_source (
  page INTEGER PRIMARY KEY REFERENCES page(id), source INTEGER NOT NULL REFERENCES source(id)
);
"""
"""Made where several servers are asked together: what each is called, and which a page is from.

A page that is not there is from the source of its search.
"""


def create(path: Path) -> sqlite3.Connection:
    """Make a new case file, which its owner alone can read. Raises UsageError where one is there.

    A commit survives a power cut (``synchronous=FULL``). Raises StorageFull.
    """
    connection = create_empty(path)
    try:
        connection.executescript(
            f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={VERSION};"
            f"PRAGMA journal_mode=WAL; BEGIN; {TABLES} {RECORD_TABLES} COMMIT;"
        )
    except sqlite3.Error as error:
        connection.close()
        path.unlink(missing_ok=True)
        raise storage_full(path, error) from error
    _set_for_writing(connection)
    return connection


def create_empty(path: Path) -> sqlite3.Connection:
    """An empty database in a new file of mode 0600. Raises UsageError where one is there."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        try:
            # Root's, in somebody's HOME, is that user's; SQLite makes its journals alike.
            give_to_owner(descriptor, path.parent)
        finally:
            os.close(descriptor)
    except FileExistsError as error:
        raise UsageError(
            f"{path} is there already.", next_step="Give the case another name."
        ) from error
    except OSError as error:
        raise _cannot(path, "made", error.strerror or type(error).__name__) from error
    return _connected(path, "rw")


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open a case file to go on with it. Raises UsageError for what is none, or is too new."""
    connection = _checked(path, "rw")
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        _set_for_writing(connection)
    except sqlite3.Error as error:
        connection.close()
        raise _cannot(path, "written", str(error)) from error
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open a case file, which stays byte for byte as it is. Raises UsageError likewise."""
    connection = _checked(path, "ro")
    connection.execute("PRAGMA query_only=ON")
    return connection


def storage_full(path: Path, error: sqlite3.Error) -> StorageFull:
    """What a failed write to a case file means."""
    return StorageFull(
        f"The case file cannot be written: {error}.",
        cause=f"It is {path}. What was kept before is there.",
        next_step="Make room there.",
    )


def _set_for_writing(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT}")
    connection.execute("PRAGMA foreign_keys=ON")


def _connected(path: Path, mode: str, extra: str = "") -> sqlite3.Connection:
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}{extra}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)


def _checked(path: Path, mode: str) -> sqlite3.Connection:
    if not path.is_file():
        raise UsageError(f"There is no case file {path}.", next_step="Check its name.")
    # Without a journal beside it nothing is under way: then no file beside it is made either.
    is_alone = mode == "ro" and not path.with_name(path.name + "-wal").exists()
    try:
        connection = _connected(path, mode, "&immutable=1" if is_alone else "")
    except sqlite3.Error as error:
        raise _cannot(path, "read", str(error)) from error
    try:
        application, version = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version")
        )
    except sqlite3.Error as error:
        connection.close()
        raise _cannot(path, "read", str(error)) from error
    if application != APPLICATION_ID:
        connection.close()
        raise UsageError(f"{path} is no case file.", next_step="Check its name.")
    if version > VERSION:
        connection.close()
        raise UsageError(
            f"{path} was made by a newer version of netwrix-tui (format {version}).",
            cause=f"This one knows the formats up to {VERSION}.",
            next_step="Open it with that version, or bring this one up to date.",
        )
    return connection


def _cannot(path: Path, done: str, why: str) -> UsageError:
    return UsageError(
        f"The case file {path} cannot be {done}: {why}.", next_step="Check its name and rights."
    )
