"""Spill file: bytes kept on disk instead of in memory, which nobody else can open.

The file has no name: it is gone with the process that holds it, however that ends. Where a file in
use cannot lose its name (Windows), it is deleted when it is closed.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import IO

from netwrix_tui.errors import StorageFull
from netwrix_tui.private_directory import make_private
from netwrix_tui.way_on import way_on_from

DEFAULT_LIMIT_MB = 8_192
"""Some ten million records."""

_MEGABYTE = 1_000_000
_ANOTHER_CACHE = "name another directory in XDG_CACHE_HOME and start again"


@dataclass(frozen=True, slots=True)
class SpillConfig:
    """Where such files are, and how many megabytes one may hold.

    ``directory`` is asked for when the first file is needed.
    """

    directory: Callable[[], Path]
    limit_mb: int


class SpillFile:
    """A file for one reader's and writer's own use, only ever added to.

    One thread appends; any may read what :meth:`append` has returned the place of. It is closed
    with the last reference to it.
    """

    def __init__(self, spill: SpillConfig) -> None:
        """The file itself is made by the first :meth:`append`."""
        self._file: IO[bytes] | None = None
        self._spill = spill
        self._size = 0
        self.elsewhere = 0
        """Bytes of the same records that somebody else keeps on disk: the bound is of all."""
        self._lock = Lock()

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def append(self, data: bytes) -> int:
        """Keep these bytes; returns where they begin.

        Raises StorageFull where they don't fit; all that is there stays readable, and it may be
        tried again.
        """
        self.check(len(data))
        start = self._size
        try:
            self._write(data, start)
        except OSError as error:
            raise StorageFull(
                f"Records cannot be kept on disk: {error.strerror or type(error).__name__}.",
                cause=f"They go to {self._directory_words()}. What is loaded stays.",
                next_step=f"{way_on_from(error, _ANOTHER_CACHE)} r tries again.",
            ) from error
        self._size = start + len(data)
        return start

    def check(self, more: int) -> None:
        """Raises StorageFull where so many bytes more are beyond the bound."""
        if self._size + self.elsewhere + more > self._spill.limit_mb * _MEGABYTE:
            raise StorageFull(
                f"The records on disk have come to their bound of {self._spill.limit_mb:,} MB.",
                cause="What is loaded stays.",
                next_step="Narrow the search, or raise spill_limit_mb in the profile and start "
                "again.",
            )

    def read(self, start: int, length: int) -> bytes:
        """Bytes from a place on. Raises StorageFull where the disk does not give them back."""
        try:
            data = self._read(start, length)
        except OSError as error:
            raise StorageFull(
                f"A record cannot be read back from disk: {error.strerror}."
            ) from error
        if len(data) != length:
            raise StorageFull("A record cannot be read back from disk: the file was cut off.")
        return data

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            directory = self._spill.directory()
            make_private(directory)
            # Readable by its owner alone, without a name where that is possible. It lasts as long
            # as this object.
            self._file = tempfile.TemporaryFile(  # noqa: SIM115
                dir=directory, prefix="records-", buffering=0
            )
        return self._file

    def _write(self, data: bytes, start: int) -> None:
        with self._lock:
            file = self._opened()
            file.seek(start)
            rest = memoryview(data)
            while rest:
                # A disk that fills up takes a part first, and says so only the next time.
                rest = rest[file.write(rest) :]

    def _read(self, start: int, length: int) -> bytes:
        file = self._opened()
        if hasattr(os, "pread"):
            return os.pread(file.fileno(), length, start)
        with self._lock:
            file.seek(start)
            return file.read(length)

    def _directory_words(self) -> str:
        try:
            return str(self._spill.directory())
        except OSError:
            return "the cache directory"
