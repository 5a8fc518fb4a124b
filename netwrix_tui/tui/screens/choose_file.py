"""Where to save records: a path, whose ending tells the format."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from netwrix_tui.errors import UsageError
from netwrix_tui.results.export import ExportFormat
from netwrix_tui.tui.screens.dialog import Dialog
from netwrix_tui.tui.widgets.visible_input import VisibleInput
from netwrix_tui.visible_text import visible

_ENDINGS = " · ".join(fmt.extension for fmt in ExportFormat)


class ChooseFile(Dialog[tuple[Path, ExportFormat]]):
    """Dismissed with a path and the format that its ending names, or with None."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what

    def compose(self) -> ComposeResult:
        name = f"netwrix-records-{datetime.now():%Y%m%d-%H%M%S}{ExportFormat.TEXT.extension}"
        with Vertical(classes="dialog"):
            yield Static(f"Save {self._what} to", classes="dialog-title", markup=False)
            yield VisibleInput(str(_here() / name), select_on_focus=False)
            yield Static(f"The ending tells the format: {_ENDINGS}", classes="dialog-note")
            yield Static("", classes="dialog-error", markup=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            self.answer(_target(event.value))
        except UsageError as error:
            self.query_one(".dialog-error", Static).update(visible(error.sentence()))


def _here() -> Path:
    try:
        return Path.cwd()
    except OSError:  # the directory was removed meanwhile
        return Path.home()


def _target(text: str) -> tuple[Path, ExportFormat]:
    """The path that was typed, and the format of its ending. Raises UsageError."""
    try:
        path = Path(text.strip()).expanduser()
        has_directory = path.parent.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError("This is no path that can be written to.", cause=f"{error}.") from error
    form = next((f for f in ExportFormat if f.extension == path.suffix.lower()), None)
    if form is None:
        raise UsageError(f"{path.name} does not end in {_ENDINGS}.")
    if not has_directory:
        raise UsageError(f"There is no directory {path.parent}.")
    return path, form
