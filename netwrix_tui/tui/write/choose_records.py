"""Question for the records to write: those of a file, or one that is typed."""

from __future__ import annotations

from textual.binding import Binding

from netwrix_tui.errors import UsageError
from netwrix_tui.home import expanded
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.dialogs.ask_line import AskLine

TYPED = ""
"""What is answered where a record is to be typed."""


class ChooseRecords(AskLine[str]):
    """Name of a file of records, dismissed with its path, with TYPED, or with None."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("ctrl+n,f4", "type", "type one", show=False, priority=True, id="records.type"),
    ]

    def __init__(self, target: str, path: str = "", complaint: str = "") -> None:
        super().__init__(
            f"Write records to {visible(target)}",
            path,
            read=_existing_file,
            placeholder="a file: JSON, NDJSON or XML",
            hint="enter reads and checks it; nothing is sent yet\n"
            "^n types a single record · esc goes back",
            error=complaint,
        )

    def action_type(self) -> None:
        """Fill in a form instead."""
        self.answer(TYPED)


def _existing_file(typed: str) -> str:
    """The path that was typed. Raises UsageError where no file is there."""
    path = typed.strip()
    if not path:
        raise UsageError("Type the name of a file; ^n types a record.")
    try:
        is_file = expanded(path).is_file()
    except (OSError, RuntimeError, ValueError):
        is_file = False
    if not is_file:
        raise UsageError(f"There is no file {path}.")
    return path
