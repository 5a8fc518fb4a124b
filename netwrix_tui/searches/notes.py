"""Notes that the user wrote on records, for each profile apart. A record is known by its RID."""

from __future__ import annotations

from pathlib import Path

import msgspec

from netwrix_tui.errors import UsageError
from netwrix_tui.kept_file import KeptFile

LONGEST = 2_000
"""Characters of a note."""

MOST = 2_000
"""Notes that are kept for a profile; beyond, the oldest go."""


class Note(msgspec.Struct, frozen=True):
    """What was written on the record of a RID, and when (seconds since the epoch)."""

    rid: str
    text: str
    at: int = 0


class _File(msgspec.Struct, frozen=True):
    profiles: dict[str, list[Note]] = {}


class Notes:
    """The notes of one profile. They are read once, and every change is kept in the file.

    Where the file cannot be read, :meth:`take_trouble` says so.
    """

    def __init__(self, directory: Path | None, profile: str) -> None:
        """Without a directory nothing outlasts the program."""
        self._file = KeptFile(directory / "notes.json", _File) if directory else None
        self._profile = profile
        self._by_rid: dict[str, Note] = {}

    def load(self) -> None:
        """Read the file. Until then, and where there is none, no record has a note."""
        if self._file is not None:
            self._by_rid = self._of(self._file.read())

    def of(self, rid: str) -> str:
        """The note on a record; empty where there is none."""
        note = self._by_rid.get(rid)
        return "" if note is None else note.text

    @property
    def rids(self) -> list[str]:
        """The RIDs of all records with a note."""
        return list(self._by_rid)

    def __len__(self) -> int:
        return len(self._by_rid)

    def write(self, rid: str, text: str, at: int) -> None:
        """Put a note on a record in the place of the one before; an empty text takes it away.

        Raises UsageError for a note that is too long, a record without a RID, and where the file
        cannot be written: the note then holds as long as the program runs.
        """
        if not rid:
            raise UsageError(
                "This record has no RID, by which a note would find it again.",
                next_step="Mark it instead.",
            )
        if len(text) > LONGEST:
            raise UsageError(
                f"The note is {len(text):,} characters long.",
                next_step=f"Take {LONGEST:,} at most.",
            )
        written = Note(rid, text.strip(), at)
        self._by_rid = _with(self._by_rid, written)

        def changed(file: _File) -> _File:
            kept = _with(self._of(file), written)
            newest = sorted(kept.values(), key=lambda note: -note.at)[:MOST]
            return _File(file.profiles | {self._profile: newest})

        if self._file is not None:
            self._by_rid = self._of(self._file.change(changed))

    def take_trouble(self) -> str:
        """What went wrong with the file, as a sentence."""
        return "" if self._file is None else self._file.take_trouble()

    def _of(self, file: _File) -> dict[str, Note]:
        return {note.rid: note for note in file.profiles.get(self._profile, [])}


def _with(notes: dict[str, Note], written: Note) -> dict[str, Note]:
    others = {rid: note for rid, note in notes.items() if rid != written.rid}
    return others | {written.rid: written} if written.text else others
