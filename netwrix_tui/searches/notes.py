"""Notes of the user on records, for each profile apart. A record is known by its RID."""

from __future__ import annotations

from pathlib import Path

from msgspec import field
from msgspec.structs import replace

from netwrix_tui.errors import UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.json_store import KeptFile
from netwrix_tui.records import pivots
from netwrix_tui.records.filters import SERVER, Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.record import Row, key_parts

LONGEST = 2_000
"""Characters of a note."""

MOST = 2_000
"""Notes that are kept for a profile; beyond, the oldest go."""


_LONGEST_FIELD = 300
"""Characters that are kept of a field of the record: it is told by them, not searched for."""


class Note(ExtensibleStruct, frozen=True, omit_defaults=True):
    """What was written on the record of a RID, and ``at`` what time (seconds since the epoch).

    ``when``, ``who``, ``action`` and ``what`` are the record's, the long ones cut at their end.
    They are empty in notes that were written before they were kept.
    """

    rid: str
    text: str
    at: int = 0
    when: str = ""
    who: str = ""
    action: str = ""
    what: str = ""

    @property
    def is_told(self) -> bool:
        """True where it says what it was written on."""
        return bool(self.when or self.who or self.action or self.what)

    def on(self, record: Row | Note) -> Note:
        """The note with what is to be known of its record."""
        return replace(
            self,
            when=_kept(record.when),
            who=_kept(record.who),
            action=_kept(record.action),
            what=_kept(record.what),
        )

    def search(self) -> SearchPlan:
        """A search for the record. Raises UsageError where the API has none for such a RID.

        The time says nothing that the RID does not; a server finds it sooner by that, and without
        the RID it is what else happened around it.
        """
        server, rid = key_parts(self.rid)
        by_rid = Filter("RID", Operator.EQUALS, rid)
        try:
            plan = pivots.around(Row(rid, self.when), minutes=1).add(by_rid)
        except UsageError:
            plan = SearchPlan.of(by_rid)
        return plan.add(Filter(SERVER, Operator.EQUALS, server)) if server else plan


class _File(ExtensibleStruct, frozen=True):
    profiles: dict[str, list[Note]] = field(default_factory=dict)


class Notes:
    """The notes of one profile. They are read once, and every change is kept in the file.

    Where the file cannot be read, :meth:`take_trouble` says so. A note that could not be kept is
    tried again together with the next one.
    """

    def __init__(self, directory: Path | None, profile: str) -> None:
        """Without a directory nothing outlasts the program."""
        self._file = KeptFile(directory / "notes.json", _File) if directory else None
        self._profile = profile
        self._by_rid: dict[str, Note] = {}
        self._unkept: dict[str, Note] = {}
        """What was written and is not in the file, by RID."""

    def load(self) -> None:
        """Read the file. Until then, and where there is none, no record has a note."""
        if self._file is not None:
            self._by_rid = self._of(self._file.read())
            for written in self._unkept.values():
                self._by_rid = _with(self._by_rid, written)

    def of(self, rid: str) -> str:
        """The note on a record; empty where there is none."""
        note = self._by_rid.get(rid)
        return "" if note is None else note.text

    def is_kept(self, rid: str) -> bool:
        """False where the note on a record was to be saved, and could not be."""
        return rid not in self._unkept

    @property
    def all(self) -> list[Note]:
        """All notes, the latest first."""
        return sorted(self._by_rid.values(), key=lambda note: -note.at)

    def __len__(self) -> int:
        return len(self._by_rid)

    def write(self, rid: str, text: str, at: int, record: Row | None = None) -> None:
        """Put a note on a record in the place of the one before; an empty text takes it away.

        Without the ``record``, what the note before knew of it stays known.

        Raises UsageError for a note that is too long, a record without a RID, and where the file
        cannot be written: the note then holds as long as the program runs.
        """
        if not rid.isprintable() or not rid:
            raise UsageError(
                "This record has no RID, by which a note would find it again.",
                next_step="Mark it instead.",
            )
        if len(text) > LONGEST:
            raise UsageError(
                f"The note is {len(text):,} characters long.",
                next_step=f"Take {LONGEST:,} at most.",
            )
        written = Note(rid, text.strip().encode("utf-8", "replace").decode(), at)
        if record is not None:
            written = written.on(record)
        if self._file is None:
            self._by_rid = _with(self._by_rid, written)
            return
        self._unkept[rid] = written  # first: until it is in the file, it is not called saved
        self._by_rid = _with(self._by_rid, written)

        def changed(file: _File) -> _File:
            kept = self._of(file)
            for note in self._unkept.values():
                kept = _with(kept, note)
            newest = sorted(kept.values(), key=lambda note: -note.at)[:MOST]
            return replace(file, profiles=file.profiles | {self._profile: newest})

        self._by_rid = self._of(self._file.change(changed))
        self._unkept.clear()

    def know(self, rid: str, text: str, at: int) -> None:
        """Have a note as long as the program runs: it is kept elsewhere."""
        self._by_rid = _with(self._by_rid, Note(rid, text, at))

    def take_trouble(self) -> str:
        """What went wrong with the file, as a sentence."""
        return "" if self._file is None else self._file.take_trouble()

    def _of(self, file: _File) -> dict[str, Note]:
        return {note.rid: note for note in file.profiles.get(self._profile, [])}


def _with(notes: dict[str, Note], written: Note) -> dict[str, Note]:
    before = notes.get(written.rid)
    if before is not None:
        told = written if written.is_told else written.on(before)
        written = replace(told, unknown_fields=before.unknown_fields | written.unknown_fields)
    others = {rid: note for rid, note in notes.items() if rid != written.rid}
    return others | {written.rid: written} if written.text else others


def _kept(field: str) -> str:
    # A lone surrogate, which hostile values may hold, fits into no file.
    return field[:_LONGEST_FIELD].encode("utf-8", "replace").decode()
