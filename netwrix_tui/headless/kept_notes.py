"""Notes that the user keeps in the explorer, for records that are written out."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from netwrix_tui.config.directories import state_directory
from netwrix_tui.records.record import key_parts, record_key
from netwrix_tui.results.export.record_fields import NOTE, Field, NoteOf, no_note
from netwrix_tui.searches.notes import Notes

NotesReader = Callable[[], tuple[NoteOf, str]]
"""Reads the notes once they are wanted, and says in a sentence what is wrong with them."""

_WITH_NOTES = ("csv", "ndjson")
"""Formats that have the notes along; others have them where the field is chosen."""


def wants_notes(output_format: str, fields: Sequence[Field] | None) -> bool:
    """Whether records in this format, with these fields chosen or none, have their notes along."""
    return output_format in _WITH_NOTES if fields is None else NOTE in fields


def kept_notes(remembered_as: str) -> NotesReader:
    """Reads the notes of a profile or a server.

    ``remembered_as`` is the name under which the explorer keeps them: the profile's, else the
    server's.
    """
    return partial(_kept, remembered_as)


def notes_of_servers(names: Mapping[str, str]) -> NotesReader:
    """Reads the notes of several servers, each by the name under which the explorer keeps them."""
    return partial(_of_servers, names)


def _of_servers(names: Mapping[str, str]) -> tuple[NoteOf, str]:
    read = {server: _kept(name) for server, name in names.items()}

    def note_of(key: str) -> str:
        server, rid = key_parts(key)
        return read[server][0](rid) if server in read else ""

    return note_of, next((trouble for _, trouble in read.values() if trouble), "")


def case_notes(path: Path) -> NotesReader:
    """Reads the notes of a case, the latest on a record. It raises UsageError."""
    return partial(_of_case, path)


def case_tags(path: Path) -> Callable[[str], Sequence[str]]:
    """Tells which records of a case are marked, as ``marked``. Raises UsageError."""
    from netwrix_tui.case.case_reader import CaseReader

    with CaseReader(path) as case:
        names = {source: name for name, source in case.servers.items()}
        marked = frozenset(
            record_key(names.get(mark.source, ""), mark.rid) for mark in case.marks() if mark.rid
        )
    return lambda key: ("marked",) if key in marked else ()


def _kept(remembered_as: str) -> tuple[NoteOf, str]:
    notes = Notes(state_directory(os.environ), remembered_as)
    notes.load()
    return notes.of if len(notes) else no_note, notes.take_trouble()


def _of_case(path: Path) -> tuple[NoteOf, str]:
    from netwrix_tui.case.case_reader import CaseReader

    with CaseReader(path) as case:
        names = {source: name for name, source in case.servers.items()}
        by_key = {record_key(names.get(n.source, ""), n.rid): n.text for n in case.notes()}
    return (lambda key: by_key.get(key, "")), ""
