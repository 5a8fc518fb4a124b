"""Notes on the records of several servers: each is kept with those of its own server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from netwrix_tui.errors import UsageError
from netwrix_tui.records.record import Row, key_parts, record_key
from netwrix_tui.searches.notes import Note, Notes


class ServerNotes:
    """Notes as :class:`~netwrix_tui.searches.notes.Notes` has them, by the keys of records.

    ``profiles`` are the names under which they are kept, by the names of the servers: whoever asks
    one of the servers alone has its notes, too.
    """

    def __init__(self, directory: Path | None, profiles: Mapping[str, str]) -> None:
        """Without a directory nothing outlasts the program."""
        self._of = {server: Notes(directory, name) for server, name in profiles.items()}

    def load(self) -> None:
        """Read the file."""
        for notes in self._of.values():
            notes.load()

    def of(self, key: str) -> str:
        """The note on a record; empty where there is none."""
        notes, rid = self._found(key)
        return "" if notes is None else notes.of(rid)

    def is_kept(self, key: str) -> bool:
        """False where the note on a record was to be saved, and could not be."""
        notes, rid = self._found(key)
        return notes is None or notes.is_kept(rid)

    @property
    def all(self) -> list[Note]:
        """All notes, the latest first, each with the key of its record as its RID."""
        each = (
            replace(note, rid=record_key(server, note.rid))
            for server, notes in self._of.items()
            for note in notes.all
        )
        return sorted(each, key=lambda note: -note.at)

    def __len__(self) -> int:
        return sum(map(len, self._of.values()))

    def write(self, key: str, text: str, at: int, record: Row | None = None) -> None:
        """Put a note on a record in the place of the one before. Raises UsageError likewise."""
        notes, rid = self._found(key)
        if notes is None:
            raise UsageError(
                "This record has no RID, by which a note would find it again.",
                next_step="Mark it instead.",
            )
        notes.write(rid, text, at, record)

    def know(self, key: str, text: str, at: int) -> None:
        """Have a note as long as the program runs: it is kept elsewhere."""
        notes, rid = self._found(key)
        if notes is not None:
            notes.know(rid, text, at)

    def take_trouble(self) -> str:
        """What went wrong with the file, as a sentence."""
        return next(filter(None, [notes.take_trouble() for notes in self._of.values()]), "")

    def _found(self, key: str) -> tuple[Notes | None, str]:
        server, rid = key_parts(key)
        return self._of.get(server), rid
