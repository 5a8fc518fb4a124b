"""The keys that lead from a record to the next search: what the results and a record share."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget

from netwrix_tui.tui.terminal.typed_ahead import expect_focus


class PivotWanted(Message):
    """The user wants to go on from the record under the cursor.

    ``key`` is a pivot's, or empty where all of them are to be offered.
    """

    def __init__(self, key: str = "") -> None:
        super().__init__()
        self.key = key


class PivotKeys(Widget):
    """Tells which pivot is wanted; what it gives is made elsewhere."""

    def action_only_this(self) -> None:
        """Only records with the value under the cursor."""
        self.post_message(PivotWanted("i"))

    def action_not_this(self) -> None:
        """No records with the value under the cursor."""
        self.post_message(PivotWanted("x"))

    def action_or_this(self) -> None:
        """Also records with the value under the cursor."""
        self.post_message(PivotWanted("o"))

    def action_follow(self) -> None:
        """Offer all ways on from the record."""
        expect_focus(self)  # of the menu, whose keys mean something else here
        self.post_message(PivotWanted())
