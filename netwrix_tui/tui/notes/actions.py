"""The keys for marks and notes."""

from __future__ import annotations

from textual.screen import Screen

from netwrix_tui.tui.notes.controller import NotesController


class AnnotatingKeys(Screen[None]):
    """Actions of an explorer, handed to :class:`NotesController`."""

    annotating: NotesController

    def action_note(self) -> None:
        """Write a note on the record under the cursor."""
        self.annotating.ask_note()

    def action_marked(self) -> None:
        """List the marked records and the notes."""
        self.annotating.show_marked()

    def action_compare(self) -> None:
        """Two records beside each other."""
        self.annotating.compare()
