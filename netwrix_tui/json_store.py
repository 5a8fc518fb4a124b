"""A small JSON file of the user's, which several running programs can change safely."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from netwrix_tui.atomic_write import read_file, replace_file
from netwrix_tui.errors import UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct, decoded, encoded
from netwrix_tui.file_lock import locked
from netwrix_tui.private_directory import make_private
from netwrix_tui.way_on import way_on_from

Contents = TypeVar("Contents", bound=ExtensibleStruct)


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
            make_private(self._path.parent)
            with locked(self._path):
                kept = change(self._read())
                replace_file(self._path, msgspec.json.format(encoded(kept)) + b"\n")
        except _Unreadable as why:
            raise UsageError(
                f"Not saved: {self._path} cannot be read: {why}.",
                cause="It stays as it is.",
                next_step="Correct the file, or move it away.",
            ) from why
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            raise UsageError(
                f"Not saved: {self._path} cannot be written: {error.strerror}{where}.",
                next_step=way_on_from(error, "name a directory in NETWRIX_TUI_STATE"),
            ) from error
        self._known = kept
        return kept

    def _read(self) -> Contents:
        try:
            data, _ = read_file(self._path)
        except FileNotFoundError:
            return self._kind()
        except OSError as error:
            raise _Unreadable(error.strerror) from error
        try:
            return decoded(data, self._kind)
        except UnicodeDecodeError as error:
            raise _Unreadable("it is damaged, its text is not UTF-8") from error
        except (ValueError, RecursionError) as error:
            raise _Unreadable("it is damaged, or of a newer version") from error
