"""A one-line input for a password."""

from __future__ import annotations

from textual.widgets import Input


class SecretInput(Input):
    """Shows a dot for each character. Its cursor stands still: a line that is idle stays silent."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(password=True, compact=True, placeholder=placeholder)
        self.cursor_blink = False
