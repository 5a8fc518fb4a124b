"""The folder or zip of a package that is checked: anything in it may be wrong.

Members are only unpacked by name, into memory or a file of this program; no link is followed.
"""

from __future__ import annotations

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from netwrix_tui.evidence.bag_zip import COMMENT, files_below
from netwrix_tui.evidence.differences import Differences
from netwrix_tui.evidence.watch import Watch, step

BROKEN = (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
"""What reading a file of a container may raise."""

MOST_AT_ONCE = 1 << 29
"""Bytes of a file that is read into memory; no page of records is so long."""

_PIECE = 1 << 20


class Container(Protocol):
    """The files of a package by their names. Reading raises one of BROKEN."""

    names: set[str]

    def opened(self, name: str) -> IO[bytes]:
        """A file, to be read."""

    def path(self, name: str) -> Path | None:
        """Where a file stands by itself; None in a zip."""

    def size(self, name: str) -> int:
        """Its length in bytes."""


class Folder:
    """A package as a folder. Raises OSError."""

    def __init__(self, root: Path, found: Differences) -> None:
        self._root = root
        self.names: set[str] = set()
        for name in sorted(files_below(root)):
            if stat.S_ISREG((root / name).lstat().st_mode):
                self.names.add(name)
            else:
                found.add(name, "it is no ordinary file")

    def opened(self, name: str) -> IO[bytes]:
        return (self._root / name).open("rb")

    def path(self, name: str) -> Path | None:
        return self._root / name

    def size(self, name: str) -> int:
        return (self._root / name).stat().st_size


class Zip:
    """A package as a zip. Raises OSError and BadZipFile."""

    def __init__(self, path: Path, found: Differences, watch: Watch) -> None:
        self._check_own_bytes(path, found, watch)
        self._archive = zipfile.ZipFile(path)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        tops = {entry.filename.partition("/")[0] for entry in self._archive.infolist()}
        if len(tops) != 1:
            found.add(path.name, "it does not hold one directory")
        for entry in self._archive.infolist():
            name = entry.filename.partition("/")[2]
            if name in self._entries:
                found.add(name or entry.filename, "it is in the zip twice")
            if not entry.is_dir():
                self._entries[name] = entry
        self.names = set(self._entries)

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    def opened(self, name: str) -> IO[bytes]:
        return self._archive.open(self._entries[name])

    def path(self, name: str) -> Path | None:
        return None

    def size(self, name: str) -> int:
        return self._entries[name].file_size

    @staticmethod
    def _check_own_bytes(path: Path, found: Differences, watch: Watch) -> None:
        """The comment is the hash of all before it: so is what no file in it depends on."""
        left = path.stat().st_size - COMMENT
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while left > 0 and (piece := file.read(min(_PIECE, left))):
                step(watch, "reading the zip", 0)
                digest.update(piece)
                left -= len(piece)
            if file.read() != digest.hexdigest().encode():
                found.add(path.name, "its SHA-256 is not the one that its last 64 characters say")


@contextmanager
def reading(found: Differences, name: str) -> Iterator[None]:
    """What goes wrong while a file is read is a difference of that file."""
    try:
        yield
    except BROKEN as error:
        reason = getattr(error, "strerror", None) or "it is damaged"
        found.add(name, f"it cannot be read: {reason}")


def hash_of(container: Container, name: str, watch: Watch) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises one of BROKEN."""
    digest = hashlib.sha256()
    with container.opened(name) as file:
        while piece := file.read(_PIECE):
            step(watch, "checking hashes", 0)
            digest.update(piece)
    return digest.hexdigest()


def content_of(container: Container, name: str) -> bytes:
    """All of a file. Raises one of BROKEN."""
    with container.opened(name) as file:
        content = file.read(MOST_AT_ONCE + 1)
    if len(content) > MOST_AT_ONCE:
        raise OSError(None, "it is too long")
    return content


def lines_of(container: Container, name: str) -> Iterator[bytes]:
    """The lines of a file, each with its end. Raises one of BROKEN."""
    with container.opened(name) as file:
        while line := file.readline(MOST_AT_ONCE + 1):
            if len(line) > MOST_AT_ONCE:
                raise OSError(None, "it has a line that is too long")
            yield line
