"""Dialog for the columns of the table: which are shown, in which order, and how wide."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.widget import Widget

from netwrix_tui.tui.dialogs.dialog import Dialog, panel
from netwrix_tui.tui.table.table_columns import (
    ALL_COLUMNS,
    AS_IT_COMES,
    Column,
    ColumnChoice,
    PlacedColumn,
)

_STEP = 2
"""Cells that a key makes a column wider or narrower by."""

_TITLE = max(len(column.title) for column in ALL_COLUMNS) + 2


def _key(keys: str, action: str, what: str) -> Binding:
    return Binding(keys, action, what, show=False, id=f"columns.{action}")


class ColumnList(Widget, can_focus=True):
    """All columns below each other, to be shown, moved and sized by keys.

    ``changed`` adopts each choice, and returns how the columns are placed then; ``usual`` is the
    choice of somebody who never chose.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ColumnList { width: 1fr; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        _key("up,k", "up", "Column above"),
        _key("down,j", "down", "Column below"),
        _key("space", "switch", "Show or hide"),
        _key("shift+up,K,less_than_sign", "move_up", "Further to the left"),
        _key("shift+down,J,greater_than_sign", "move_down", "Further to the right"),
        _key("left,h,minus", "narrower", "Narrower"),
        _key("right,l,plus", "wider", "Wider"),
        _key("r", "reset", "As it came"),
    ]

    def __init__(
        self,
        choice: ColumnChoice,
        changed: Callable[[ColumnChoice], tuple[PlacedColumn, ...]],
        usual: ColumnChoice,
    ) -> None:
        super().__init__()
        self._usual = usual
        self._choice = choice
        self._changed = changed
        self._column: Column = choice.order[0]
        self._widths: dict[Column, int] = {}

    def on_mount(self) -> None:
        self._take(self._choice)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._choice.order)

    def render(self) -> Text:
        return Text("\n").join(self._line(column) for column in self._choice.order)

    def action_up(self) -> None:
        self._step(-1)

    def action_down(self) -> None:
        self._step(1)

    def action_switch(self) -> None:
        self._take(self._choice.toggled(self._column))

    def action_move_up(self) -> None:
        self._take(self._choice.moved(self._column, -1))

    def action_move_down(self) -> None:
        self._take(self._choice.moved(self._column, 1))

    def action_narrower(self) -> None:
        self._widen(-_STEP)

    def action_wider(self) -> None:
        self._widen(_STEP)

    def action_reset(self) -> None:
        self._take(self._usual)

    def on_click(self, event: events.Click) -> None:
        """A click shows or hides a column."""
        if 0 <= event.y < len(self._choice.order):
            self._column = self._choice.order[event.y]
            self.action_switch()

    def _step(self, by: int) -> None:
        order = self._choice.order
        self._column = order[min(max(0, order.index(self._column) + by), len(order) - 1)]
        self.refresh()

    def _widen(self, by: int) -> None:
        width = self._widths.get(self._column)
        if width is not None:
            self._take(self._choice.sized(self._column, width + by))

    def _take(self, choice: ColumnChoice) -> None:
        self._choice = choice
        self._widths = {place.column: place.width for place in self._changed(choice)}
        self.refresh()

    def _line(self, column: Column) -> Text:
        is_current = column is self._column
        is_shown = column not in self._choice.hidden
        text = Text("▌ " if is_current else "  ")
        text.append("● " if is_shown else "○ ")
        text.append(column.title.ljust(_TITLE))
        if not is_shown:
            text.append("not shown".rjust(10), "dim")
        else:
            text.append(f"{self._widths.get(column, 0):>4} cells")
            text.append("" if column in self._choice.widths else "  automatic", "dim")
        if is_current:
            text.stylize("bold")
        return text


_KEYS = "space on, off · < > move · ← → width\nr the usual · esc done"


class ChooseColumns(Dialog[None]):
    """Dialog around the list of columns; ``changed`` adopts each choice at once."""

    about = "Which columns the table has, in which order, and how wide; kept for each profile."
    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("enter,O", "leave", "done", show=False, id="columns.done")
    ]

    DEFAULT_CSS = """
    ChooseColumns { align: right bottom; background: $background 0%; }
    ChooseColumns .dialog { border-left: solid $accent; padding: 0 1; width: 46; }
    ChooseColumns .dialog-title, ChooseColumns .dialog-note { margin: 0; }
    """

    def __init__(
        self,
        choice: ColumnChoice,
        changed: Callable[[ColumnChoice], tuple[PlacedColumn, ...]],
        usual: ColumnChoice = AS_IT_COMES,
    ) -> None:
        super().__init__()
        self._list = ColumnList(choice, changed, usual)

    def compose(self) -> ComposeResult:
        yield panel("Columns", self._list, hint=_KEYS)
