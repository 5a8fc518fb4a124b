"""Counts of an earlier run (``--changed-since FILE``): what is new against it, and what is gone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from netwrix_tui.atomic_write import read_file, replace_file
from netwrix_tui.clock import now
from netwrix_tui.errors import UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct, decoded, encoded
from netwrix_tui.file_lock import locked
from netwrix_tui.way_on import way_on_from

Counts = Mapping[tuple[str, ...], int]

_VERSION = 1


class _Content(ExtensibleStruct, frozen=True):
    version: int
    summary: str
    written: str
    counts: list[tuple[list[str], int]]


class EarlierCounts:
    """A file with the counts of one summary. ``of`` tells the summary from others: all of what
    was asked, of whom; a file of another one is refused, and stays as it is.
    """

    def __init__(self, path: Path, of: str) -> None:
        """Reads it. Raises UsageError."""
        self._path = path
        self._of = hashlib.sha256(of.encode("utf-8", "surrogatepass")).hexdigest()
        content = self._read()
        self.written = content.written if content is not None else ""
        """When the earlier run ended, in UTC; empty where there was none."""
        self.counts: Counts = (
            {tuple(values): count for values, count in content.counts} if content else {}
        )

    @property
    def is_first(self) -> bool:
        """True where there was no run before."""
        return not self.written

    def keep(self, counts: Counts) -> None:
        """Put the counts of this run in the place of those before. Raises UsageError."""
        written = now().astimezone().isoformat(timespec="seconds")
        content = _Content(
            version=_VERSION, summary=self._of, written=written,
            counts=[(list(values), count) for values, count in counts.items()],
        )  # fmt: skip
        try:
            with locked(self._path):
                replace_file(self._path, encoded(content) + b"\n")
        except OSError as error:
            raise UsageError(
                f"--changed-since: {self._path} cannot be written: {error.strerror}.",
                next_step=way_on_from(error, "name another file"),
            ) from error

    def _read(self) -> _Content | None:
        try:
            data, _ = read_file(self._path)
        except FileNotFoundError:
            self._require_directory()
            return None
        except OSError as error:
            raise self._refused(f"it cannot be read: {error.strerror}.") from error
        try:
            content = decoded(data, _Content)
        except (ValueError, RecursionError, msgspec.MsgspecError) as error:
            raise self._refused("it is no file of --changed-since.") from error
        if content.version > _VERSION:
            raise self._refused("it is of a newer version.")
        if content.summary != self._of:
            raise self._refused("it has the counts of another summary.")
        return content

    def _require_directory(self) -> None:
        parent = self._path.parent
        if not parent.is_dir() or not os.access(parent, os.W_OK):
            raise self._refused(f"{parent} is no directory that can be written to.")

    def _refused(self, why: str) -> UsageError:
        return UsageError(
            f"--changed-since {self._path}: {why}", cause="It stays as it is.",
            next_step="Name another file, or remove it to begin anew.",
        )  # fmt: skip
