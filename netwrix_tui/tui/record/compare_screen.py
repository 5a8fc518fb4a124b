"""Compare screen: two records side by side, differences marked."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.record.actions import RECORD_ACTIONS
from netwrix_tui.tui.record.compare_layout import CompareLayout, pairs_of
from netwrix_tui.tui.record.record_sentence import record_sentence
from netwrix_tui.tui.text.footer import FooterLine
from netwrix_tui.tui.text.lines import GrowingLines, LineSource
from netwrix_tui.tui.text.lines_view import LinesView
from netwrix_tui.tui.text.scrolling import LinesScreen


class CompareScreen(LinesScreen):
    """Screen with the first record on the left; a key hides what both have in common."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(RECORD_ACTIONS, Pane.COMPARE)

    DEFAULT_CSS = """
    CompareScreen {
        background: $background;

        & > #compare-head { height: auto; padding: 0 1; background: $panel; }
        & > LinesView { height: 1fr; padding: 1 1 0 1; }
    }
    """

    def __init__(self, left: ActivityRecord, right: ActivityRecord, zone: ShownZone) -> None:
        super().__init__()
        self._records = left, right
        self._pairs = pairs_of(left, right, zone)
        self._zone = zone
        self._only_differences = False

    def compose(self) -> ComposeResult:
        yield Static(self._head(), id="compare-head", markup=False)
        yield LinesView()
        yield FooterLine()

    def on_mount(self) -> None:
        self.lines_view.show(self._lines)

    def action_differences(self) -> None:
        """Only what differs, or all fields again."""
        self._only_differences = not self._only_differences
        self.query_one("#compare-head", Static).update(self._head())
        self.lines_view.show(self._lines)

    def _lines(self, width: int) -> LineSource:
        layout = CompareLayout(self._pairs, width, only_differences=self._only_differences)
        return GrowingLines(layout.lines())

    def _head(self) -> Text:
        differ = sum(pair.differs for pair in self._pairs)
        counted = f"{differ} of {len(self._pairs)} fields differ"
        if not differ:
            counted = "the two records are the same"
        extent = "only what differs" if self._only_differences else "all fields"
        head = Text("Compare", "bold", overflow="ellipsis", no_wrap=True)
        head.append(f"   {counted} · {extent}\n", "not bold")
        for side, record in zip(("left ", "right"), self._records, strict=True):
            head.append(f"{side}  ", "dim")
            head.append(record_sentence(record, self._zone), "not bold")
            head.append("\n")
        head.right_crop(1)
        return head
