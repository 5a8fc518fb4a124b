"""A small file of the user's own that several running programs change, and none of them breaks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from netwrix_tui.clock import local_now
from netwrix_tui.errors import UsageError
from netwrix_tui.whole_file import replace_file

Contents = TypeVar("Contents")

_LARGEST = 64 << 20
"""Bytes; a file that is larger was not written here."""


class KeptFile(Generic[Contents]):
    """One value of a type, as JSON. Only its owner can read it (0600, in a directory of 0700).

    A change reads the file anew, under a lock where the system has them, and puts a whole new
    file in its place. A file that cannot be understood is renamed, not overwritten; ``trouble`` is
    then a sentence about it, until it is taken.
    """

    def __init__(self, path: Path, kind: type[Contents]) -> None:
        self._path = path
        self._kind = kind
        self._trouble = ""

    def take_trouble(self) -> str:
        """What went wrong while reading, as a sentence; empty from then on."""
        trouble, self._trouble = self._trouble, ""
        return trouble

    def read(self) -> Contents:
        """What is kept; an empty value where there is no file, or none that can be read."""
        try:
            with self._path.open("rb") as file:
                data = file.read(_LARGEST + 1)
        except FileNotFoundError:
            return self._kind()
        except OSError as error:
            self._trouble = f"{self._path} cannot be read: {error.strerror}."
            return self._kind()
        try:
            if len(data) > _LARGEST:
                raise msgspec.DecodeError("too large")
            return msgspec.json.decode(data, type=self._kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self._set_aside()
            return self._kind()

    def change(self, change: Callable[[Contents], Contents]) -> Contents:
        """Apply a change to what is in the file by now, and keep it. Raises UsageError."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._locked():
                kept = change(self.read())
                replace_file(self._path, msgspec.json.format(msgspec.json.encode(kept)) + b"\n")
        except OSError as error:
            raise UsageError(
                f"{self._path} cannot be written: {error.strerror}.",
                next_step="Give yourself the right to, or name a directory in NETWRIX_TUI_STATE.",
            ) from error
        return kept

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            import fcntl
        except ImportError:  # not on this system: reading anew right before writing has to do
            yield
            return
        lock = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _set_aside(self) -> None:
        aside = self._path.with_name(f"{self._path.name}.damaged-{local_now():%Y%m%d-%H%M%S}")
        try:
            os.replace(self._path, aside)
        except OSError as error:
            self._trouble = f"{self._path} is damaged and stays where it is: {error.strerror}."
        else:
            self._trouble = f"{self._path} was damaged; it is kept as {aside.name}."
