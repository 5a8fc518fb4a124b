"""Where to save records: a path, whose ending tells the format."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from netwrix_tui.results.export import ExportFormat
from netwrix_tui.tui.screens.dialog import Dialog
from netwrix_tui.tui.widgets.visible_input import VisibleInput
from netwrix_tui.visible_text import visible

_ENDINGS = " · ".join(fmt.extension for fmt in ExportFormat)


class ChooseFile(Dialog[tuple[Path, ExportFormat] | None]):
    """Dismissed with a path and the format that its ending names, or with None."""

    BINDINGS = [Binding("escape", "dismiss", "back", id="file.close")]  # noqa: RUF012

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what

    def compose(self) -> ComposeResult:
        name = f"netwrix-records-{datetime.now():%Y%m%d-%H%M%S}{ExportFormat.TEXT.extension}"
        with Vertical(classes="dialog"):
            yield Static(f"Save {self._what} to", classes="dialog-title", markup=False)
            yield VisibleInput(str(Path.cwd() / name), select_on_focus=False)
            yield Static(f"The ending tells the format: {_ENDINGS}", classes="dialog-note")
            yield Static("", classes="dialog-error", markup=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        path = Path(event.value.strip()).expanduser()
        chosen = next((f for f in ExportFormat if f.extension == path.suffix.lower()), None)
        if chosen is None:
            self._refuse(f"{visible(path.name)} does not end in {_ENDINGS}.")
        elif not path.parent.is_dir():
            self._refuse(f"There is no directory {visible(str(path.parent))}.")
        else:
            self.dismiss((path, chosen))

    def _refuse(self, why: str) -> None:
        self.query_one(".dialog-error", Static).update(why)
