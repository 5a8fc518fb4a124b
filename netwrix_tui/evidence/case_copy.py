"""A copy of a case, with one more line of custody, as one file that opens anywhere."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from netwrix_tui.case import schema
from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.facts import CustodyEntry
from netwrix_tui.case.moments import written
from netwrix_tui.evidence.watch import Watch, step

_PAGES_AT_ONCE = 4_096
"""Of SQLite, 4 KB each as a rule."""


def copy_case(case: CaseReader, path: Path, exported: CustodyEntry | None, watch: Watch) -> None:
    """Write the copy to a path at which nothing is. Raises StorageFull, UsageError, Cancelled.

    Without ``exported``, the case has that line itself.
    """
    target = schema.create_empty(path)
    try:
        case.connection.backup(
            target,
            pages=_PAGES_AT_ONCE,
            progress=lambda _, left, total: step(watch, "copying the case", total - left, total),
        )
        target.execute("PRAGMA journal_mode=DELETE")
        target.execute("BEGIN")
        if exported is not None:
            _add(target, exported)
        target.execute("INSERT OR REPLACE INTO case_info VALUES ('holder', '')")
        target.execute("COMMIT")
    except sqlite3.Error as error:
        raise schema.storage_full(path, error) from error
    finally:
        target.close()


def _add(target: sqlite3.Connection, entry: CustodyEntry) -> None:
    row = written(entry.at), entry.user, entry.host, entry.act, entry.detail, entry.chain
    target.execute(
        "INSERT INTO custody (at, user, host, act, detail, chain) VALUES (?, ?, ?, ?, ?, ?)", row
    )
