"""Which columns the table shows, in which order and how wide; the table follows each key."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from netwrix_tui.tui.dialogs.dialog import Dialog
from netwrix_tui.tui.table.column_list import ColumnList
from netwrix_tui.tui.table.columns import ColumnChoice, PlacedColumn

_KEYS = "space on, off · < > move · ← → width\nr the usual · esc done"


class ChooseColumns(Dialog[None]):
    """What is chosen is told to ``changed`` at once; closing it says nothing more."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("enter,O", "leave", "done", show=False, id="columns.done")
    ]

    DEFAULT_CSS = """
    ChooseColumns { align: right bottom; background: $background 0%; }
    ChooseColumns .dialog { border-left: solid $accent; padding: 0 1; width: 46; }
    ChooseColumns .dialog-title, ChooseColumns .dialog-note { margin: 0; }
    """

    def __init__(
        self, choice: ColumnChoice, changed: Callable[[ColumnChoice], tuple[PlacedColumn, ...]]
    ) -> None:
        super().__init__()
        self._list = ColumnList(choice, changed)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Columns", classes="dialog-title")
            yield self._list
            yield Static(_KEYS, classes="dialog-note")
