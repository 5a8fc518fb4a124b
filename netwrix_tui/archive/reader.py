"""Reader of an archive: SQL over the files of some days, even while they are compacted."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from netwrix_tui.archive import engine as db
from netwrix_tui.archive.layout import Listing

_MEMORY_MB = 1024
_TRIES = 5

FILES = "read_parquet(?)"
"""The files to read, in a query: its first parameter is the list of their names."""


class Interrupted(Exception):
    """The query was interrupted, as nobody waits for its answer any more."""


class FileGone(Exception):
    """A file that was named no longer exists: its day was compacted meanwhile."""


class ArchiveReader:
    """The records in one server's directory. Several threads may send queries.

    Queries run one after the other. They also read the directory of :meth:`read_beside`. All
    methods raise NetwrixTuiError if the archive cannot be read.
    """

    def __init__(self, directory: Path, *, spill: Path | None = None) -> None:
        self.directory = directory
        self._listings = [Listing(directory)]
        self._lock = threading.Lock()
        self._spill = spill
        self._db: Any = None
        self._under_way: threading.Event | None = None

    def read_beside(self, directory: Path) -> None:
        """Also read the records of another directory, which replaces the one named before.

        It has to lie in the directory for what does not fit into memory (``spill``).
        """
        self._listings[1:] = [Listing(directory)]

    def days(self) -> list[str]:
        """The days that have records, in order; the undated one comes last."""
        return sorted({day for listing in list(self._listings) for day in listing.days()})

    def _files(self, days: Sequence[str]) -> list[str]:
        return [name for listing in list(self._listings) for name in listing.files(days)]

    def _forget(self) -> None:
        for listing in self._listings:
            listing.forget()

    def ask(
        self,
        query: str,
        days: Sequence[str],
        values: Sequence[Any] = (),
        waited_for: threading.Event | None = None,
    ) -> list[tuple[Any, ...]]:
        """The rows that a query finds in some days; its first parameter is the list of their files.

        Empty if these days have no files. Raises Interrupted once ``waited_for`` is cleared.
        """
        with self._lock:
            for left in reversed(range(_TRIES)):
                files = self._files(days)
                if not files:
                    return []
                try:
                    return self._asked(query, [files, *values], waited_for)
                except db.errors() as error:
                    if not left or not db.file_is_gone(error):
                        raise db.as_ours(error, self.directory) from error
                    # A day was compacted between its listing and its reading.
                    self._forget()
        return []

    def close(self) -> None:
        """Close the files."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def ask_files(
        self, query: str, values: list[Any], waited_for: threading.Event | None = None
    ) -> list[tuple[Any, ...]]:
        """The rows of a query that names its files itself. Raises FileGone if one is gone."""
        with self._lock:
            try:
                return self._asked(query, values, waited_for)
            except db.errors() as error:
                if db.file_is_gone(error):
                    self._forget()
                    raise FileGone from error
                raise db.as_ours(error, self.directory) from error

    def interrupt(self, waited_for: threading.Event) -> None:
        """End the running query, if it is the one that ``waited_for`` belongs to."""
        if self._under_way is waited_for and self._db is not None:
            self._db.interrupt()

    def _asked(
        self, query: str, values: list[Any], waited_for: threading.Event | None
    ) -> list[tuple[Any, ...]]:
        if self._db is None:
            self._db = db.engine(self.directory, memory_mb=_MEMORY_MB, spill=self._spill)
        self._under_way = waited_for
        try:
            if waited_for is not None and not waited_for.is_set():
                raise Interrupted
            return db.rows(self._db, query, values)
        finally:
            self._under_way = None
