"""Files beside the shipping: what was rejected and why, and what is in doubt. NDJSON, 0600.

A line is on the disk before the place moves on behind its record.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from netwrix_tui.any_text_json import encode_any_text
from netwrix_tui.atomic_write import MOST_BYTES
from netwrix_tui.errors import UsageError
from netwrix_tui.private_directory import make_private
from netwrix_tui.shipping.parcel import Outcome, Parcel


class Ledger:
    """A file that lines are added to; made with the first one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = 0
        """Those that were added here."""

    def add(self, line: dict[str, Any]) -> None:
        """Add a line and have it on the disk. Raises UsageError."""
        data = encode_any_text(line) + b"\n"
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
        flags |= getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        try:
            if not self.path.parent.exists():
                make_private(self.path.parent)
            descriptor = os.open(self.path, flags, 0o600)
            try:
                if _is_torn(descriptor):
                    data = b"\n" + data
                os.write(descriptor, data)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise UsageError(
                f"{self.path} cannot be written: {error.strerror}.",
                next_step="Make room, or name another file with --rejects.",
            ) from error
        self.lines += 1


class Rejects:
    """What a receiver never takes, with its reason and the document; each record once."""

    def __init__(self, path: Path) -> None:
        self._ledger = Ledger(path)
        self._known: set[str] | None = None

    @property
    def path(self) -> Path:
        """Where they are."""
        return self._ledger.path

    def add(self, outcome: Outcome) -> None:
        """Add one. Raises UsageError."""
        parcel = outcome.parcel
        if self._known is None:
            self._known = _identifiers(self.path)
        if parcel.identifier in self._known:
            return
        self._known.add(parcel.identifier)
        self._ledger.add(
            {
                "rid": parcel.rid,
                "id": parcel.identifier,
                "status": outcome.status,
                "reason": outcome.reason,
                "document": _document(parcel.body),
            }
        )


class Doubts:
    """Records that may be at the receiver twice, a line for each time."""

    def __init__(self, path: Path) -> None:
        self._ledger = Ledger(path)

    @property
    def path(self) -> Path:
        """Where they are."""
        return self._ledger.path

    def add(self, rids: Sequence[str], why: str, at: str) -> None:
        """Add some, with the moment ``at`` which it is told. Raises UsageError."""
        self._ledger.add({"at": at, "why": why, "rids": list(rids)})


def names_of(parcels: Sequence[Parcel]) -> list[str]:
    """The RIDs of parcels; where one has none, its id."""
    return [parcel.rid or parcel.identifier for parcel in parcels]


def _document(body: bytes) -> Any:
    """What was sent, as JSON where it is that: of two lines, the document and not its head."""
    last = body.rstrip(b"\n").rpartition(b"\n")[2]
    try:
        return msgspec.json.decode(last)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return last.decode("utf-8", "backslashreplace")


def _identifiers(path: Path) -> set[str]:
    try:
        if path.stat().st_size > MOST_BYTES:
            return set()
        lines = path.read_bytes().splitlines()
    except OSError:
        return set()
    found: set[str] = set()
    for line in lines:
        try:
            told = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        if isinstance(told, dict) and isinstance(told.get("id"), str):
            found.add(told["id"])
    return found


def _is_torn(descriptor: int) -> bool:
    """True where the last line has no end: a program was killed while it wrote."""
    size = os.fstat(descriptor).st_size
    if not size:
        return False
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1) != b"\n"
