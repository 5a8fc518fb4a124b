"""A small file of the user's own that several running programs change, and none of them breaks."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from netwrix_tui.atomic_write import replace_file
from netwrix_tui.errors import UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct, decoded, encoded
from netwrix_tui.file_lock import locked

Contents = TypeVar("Contents", bound=ExtensibleStruct)

_LARGEST = 64 << 20
"""Bytes; a file that is larger was not written here."""


class _Unreadable(Exception):
    """A file is there, and what it holds is not known: half a sentence says why."""


class KeptFile(Generic[Contents]):
    """One value of a type, as JSON. Only its owner can read it (0600, in a directory of 0700).

    A change reads the file anew, under a lock where the system has them, and puts a whole new
    file in its place, with all that a newer version keeps in it. A file that is there and cannot be
    read or understood is left as it is: reading gives what was known of it before, ``trouble`` is
    then a sentence about it, until it is taken, and no change is made.
    """

    def __init__(self, path: Path, kind: type[Contents]) -> None:
        self._path = path
        self._kind = kind
        self._known = kind()
        self._trouble = ""

    def take_trouble(self) -> str:
        """What went wrong while reading, as a sentence; empty from then on."""
        trouble, self._trouble = self._trouble, ""
        return trouble

    def read(self) -> Contents:
        """What is kept; an empty value where there is no file.

        Where it cannot be read: what was read last, or an empty value.
        """
        try:
            self._known = self._read()
        except _Unreadable as why:
            self._trouble = f"{self._path} cannot be read: {why}. It stays as it is."
        return self._known

    def change(self, change: Callable[[Contents], Contents]) -> Contents:
        """Apply a change to what is in the file by now, and keep it. Raises UsageError."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with locked(self._path):
                kept = change(self._read())
                replace_file(self._path, msgspec.json.format(encoded(kept)) + b"\n")
        except _Unreadable as why:
            raise UsageError(
                f"Not saved: {self._path} cannot be read: {why}.",
                cause="It stays as it is.",
                next_step="Mend it, or move it away.",
            ) from why
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            raise UsageError(
                f"Not saved: {self._path} cannot be written: {error.strerror}{where}.",
                next_step="Give yourself the right to, or name a directory in NETWRIX_TUI_STATE.",
            ) from error
        self._known = kept
        return kept

    def _read(self) -> Contents:
        try:
            data = _bytes_of(self._path)
        except FileNotFoundError:
            return self._kind()
        except OSError as error:
            raise _Unreadable(error.strerror) from error
        if len(data) > _LARGEST:
            raise _Unreadable(f"it is larger than {_LARGEST >> 20} MB")
        try:
            return decoded(data, self._kind)
        except UnicodeDecodeError as error:
            raise _Unreadable("it is damaged, its text is not UTF-8") from error
        except (ValueError, RecursionError) as error:
            raise _Unreadable("it is damaged, or of a newer version") from error


def _bytes_of(path: Path) -> bytes:
    """The bytes of an ordinary file: no pipe is waited for. Raises OSError."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    try:
        kind = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(kind):
            raise OSError(None, "it is not an ordinary file")
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(_LARGEST + 1)
    finally:
        os.close(descriptor)
