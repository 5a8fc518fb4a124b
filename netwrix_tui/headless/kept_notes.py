"""Notes that the user keeps in the explorer, for records that are written out."""

from __future__ import annotations

import os
from collections.abc import Sequence

from netwrix_tui.config.directories import state_directory
from netwrix_tui.results.export.record_fields import NOTE, Field, NoteOf, no_note
from netwrix_tui.searches.notes import Notes

_WITH_NOTES = ("csv", "ndjson")
"""Forms that have the notes along; others have them where the field is chosen."""


def wants_notes(form: str, fields: Sequence[Field] | None) -> bool:
    """Whether records in this form, with these fields chosen or none, have their notes along."""
    return form in _WITH_NOTES if fields is None else NOTE in fields


def kept_notes(remembered_as: str) -> tuple[NoteOf, str]:
    """The notes of a profile or a server, and what is wrong with their file, as a sentence.

    ``remembered_as`` is the name under which the explorer keeps them: the profile's, else the
    server's.
    """
    notes = Notes(state_directory(os.environ), remembered_as)
    notes.load()
    return notes.of if len(notes) else no_note, notes.take_trouble()
