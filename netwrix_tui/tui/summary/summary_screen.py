"""Screen of the table of counts: what it is of, the table or two beside each other, totals."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from netwrix_tui.sanitize import visible
from netwrix_tui.tui.dialogs.notifications import notify_information
from netwrix_tui.tui.summary.sheet_layout import ShownSheet
from netwrix_tui.tui.summary.sheet_table import SheetTable
from netwrix_tui.tui.summary.summary_work import Result, Shape
from netwrix_tui.tui.terminal.low_latency_screen import LowLatencyScreen
from netwrix_tui.tui.text.footer import FooterLine

_ROOM_BESIDE = 90
"""Cells of a terminal in which two lists stand beside each other."""


class SummaryScreen(LowLatencyScreen[None]):
    """What a result shows. ``wished`` is called with the name of what a key wants."""

    AUTO_FOCUS = "#sheet"
    CSS = """
    SummaryScreen {
        background: $background;

        & > #summary-head { height: 1; padding: 0 1; background: $panel; }
        & > #summary-search { height: 1; padding: 0 1; text-style: bold; }
        & > #summary-status { height: 1; padding: 0 1; color: $text-muted; }
        & > #summary-body { height: 1fr; }
        & > #summary-totals { height: auto; max-height: 8; padding: 0 1; background: $panel; }
        & > #summary-head, & > #summary-search, & > #summary-status {
            text-wrap: nowrap; text-overflow: ellipsis;
        }
        SheetTable { width: 1fr; height: 1fr; }
        #inner { display: none; border-left: solid $border; }
        &.-beside #inner { display: block; }
    }
    """

    def __init__(self, search: str, wished: Callable[[str], None]) -> None:
        """``search`` is the search as a sentence."""
        super().__init__()
        self._search = search
        self._wished = wished
        self.table = SheetTable(id="sheet")
        self.inner = SheetTable(id="inner")
        self.result: Result | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="summary-head", markup=False)
        yield Static(visible(self._search), id="summary-search", markup=False)
        yield Static(id="summary-status", markup=False)
        with Horizontal(id="summary-body"):
            yield self.table
            yield self.inner
        yield Static(id="summary-totals", markup=False)
        yield FooterLine()

    @property
    def has_room_beside(self) -> bool:
        """True where two lists have room beside each other."""
        return self.size.width >= _ROOM_BESIDE

    @property
    def active(self) -> SheetTable:
        """The table that the keys are for."""
        return self.inner if self.inner.has_focus else self.table

    def show(self, result: Result, row: int | None = None, column: int | None = None) -> None:
        """Show a result; the cursor stays where it is unless a row and a column are said."""
        before, self.result = self.result, result
        is_other = before is None or before.wish != result.wish
        self.table.show(result.shown, (0 if is_other else None) if row is None else row)
        if column is not None:
            self.table.to_column(column)
        is_beside = result.wish.shape is Shape.BESIDE
        self.set_class(is_beside, "-beside")
        if is_beside:
            self._show_beside()
        elif self.inner.has_focus:
            self.table.focus()
        self.say_head(result.wish.words)
        self._put("summary-totals", result.totals)

    def say_head(self, words: str) -> None:
        """What it is, on top."""
        head = Text("COUNTS", "bold")
        head.append(f"  {visible(words)}", "not bold")
        self.query_one("#summary-head", Static).update(head)

    def say(self, words: str) -> None:
        """Of what it is, or what is under way."""
        self._put("summary-status", words)

    def _put(self, where: str, words: str) -> None:
        self.query_one(f"#{where}", Static).update(visible(words))

    @on(SheetTable.CursorMoved)
    def _cursor_moved(self) -> None:
        if self.has_class("-beside") and not self.inner.has_focus:
            self._show_beside()

    def _show_beside(self) -> None:
        result, row = self.result, self.table.cursor_row
        if result is None or result.inner is None:
            return
        first = str(result.shown.sheet.rows[row][0]) if row is not None else ""
        self.inner.show(result.inner.get(first, ShownSheet()), 0)

    @on(SheetTable.Wished)
    def _wish(self, message: SheetTable.Wished) -> None:
        if self.app.screen is not self:
            return
        match message.wish:
            case "leave":
                self.dismiss(None)
            case "other_side":
                self._other_side()
            case "beside" if not self.has_room_beside:
                notify_information(
                    self, f"Two lists beside each other need {_ROOM_BESIDE} columns of terminal."
                )
            case wish:
                self._wished(wish)

    def _other_side(self) -> None:
        if self.has_class("-beside"):
            other = self.table if self.inner.has_focus else self.inner
            other.focus()
