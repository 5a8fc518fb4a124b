"""Search builder: the filters of a search, one row each, edited in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from netwrix_tui.records.doubts import doubts
from netwrix_tui.records.filter_words import value_words
from netwrix_tui.records.filters import ANYWHERE, SERVER, SPECS, Filter
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.zone import LOCAL, ShownZone
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.search.actions import SEARCH_ACTIONS
from netwrix_tui.tui.search.builder_rows import BuilderRow, builder_rows, trouble_of
from netwrix_tui.tui.search.filter_editor import FilterEditor
from netwrix_tui.tui.search.suggestions import SeenValues
from netwrix_tui.tui.text.pointer import is_uncovered, repaint_when_covered
from netwrix_tui.tui.text.wrapping import wrap

if TYPE_CHECKING:
    from netwrix_tui.tui.dialogs.dialog import Dialog
    from netwrix_tui.wire.written_search import WrittenSearch

_TITLE_LINES = 1
_SIGNS = 2
"""Cells before the name: the cursor, and whether the filter is off."""


class SearchBuilder(ScrollView, can_focus=True):
    """Pane with a plan's filters as rows, and a last row that adds one.

    Set ``plan`` and ``zone`` from outside; what the user changes is in ``plan`` at once.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(SEARCH_ACTIONS, Pane.BUILDER)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "builder--title", "builder--name", "builder--operator", "builder--value",
        "builder--off", "builder--add", "builder--cursor", "builder--trouble",
    }  # fmt: skip
    DEFAULT_CSS = """
    SearchBuilder {
        height: 1fr;
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
        & > .builder--title { color: $text-muted; text-style: bold; }
        &:focus > .builder--title { color: $text-accent; }
        & > .builder--operator { color: $text-muted; }
        & > .builder--off { color: $text-disabled; text-style: strike; }
        & > .builder--add { color: $text-muted; }
        & > .builder--trouble { color: $text-error; }
        &:focus > .builder--cursor { background: $block-cursor-blurred-background; }
    }
    """

    plan: reactive[SearchPlan] = reactive(SearchPlan.initial)
    zone: reactive[ShownZone] = reactive(LOCAL)
    cursor: reactive[int] = reactive(0)

    def __init__(
        self,
        seen: SeenValues,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
    ) -> None:
        super().__init__(id=id)
        self._seen = seen
        self._rows: list[BuilderRow] = builder_rows(self.plan)
        self._trouble = ""
        """Why the rows together cannot be sent; each of them alone can."""
        self._ground = Style()

    def on_mount(self) -> None:
        self._measure()
        repaint_when_covered(self)

    # What the keys do

    def action_up(self) -> None:
        """One row up."""
        self.cursor -= 1

    def action_down(self) -> None:
        """One row down."""
        self.cursor += 1

    def action_add(self) -> None:
        """Ask for a new filter."""
        self._open(None, self._added)

    def action_edit(self) -> None:
        """Ask for a change of the filter under the cursor."""
        row = self._row
        if row is None:
            self.action_add()
            return

        def changed(filters: list[Filter] | None) -> None:
            self._changed(row.index, filters)

        self._open(row.entry.filter, changed)

    def action_switch(self) -> None:
        """Switch the filter under the cursor off, or on again."""
        if self._row is not None:
            self._change_to(self.plan.toggle(self._row.index))

    def action_remove(self) -> None:
        """Take the filter under the cursor out."""
        if self._row is not None:
            self._change_to(self.plan.remove(self._row.index))

    def action_paste(self) -> None:
        """Ask for a search as text, and fill the rows from it."""
        # Textual's text area takes its time to be imported, and few ever need it.
        from netwrix_tui.tui.search.search_import import PasteSearch

        self._ask(PasteSearch(self.zone))

    def action_open(self) -> None:
        """The same from a file."""
        from netwrix_tui.tui.search.search_import import OpenSearch

        self._ask(OpenSearch(self.zone))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The last row is no filter: there is nothing to switch or to remove."""
        return not (action in ("switch", "remove") and self._row is None)

    def on_click(self, event: events.Click) -> None:
        """A click goes to a row, one more changes it; the sign before it switches it."""
        position = event.y + self.scroll_offset.y - _TITLE_LINES
        if not 0 <= position <= len(self._rows):
            return
        again = position == self.cursor
        self.cursor = position
        if position == len(self._rows):
            self.action_add()
        elif event.x < _SIGNS:
            self.action_switch()
        elif again:
            self.action_edit()

    # What changed

    def watch_plan(self, plan: SearchPlan) -> None:
        self._rows = builder_rows(plan)
        self._trouble = trouble_of(plan)
        self.cursor = self.validate_cursor(self.cursor)
        self._measure()

    def watch_zone(self) -> None:
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        return min(max(cursor, 0), len(self._rows))

    def watch_cursor(self, cursor: int) -> None:
        top = cursor if cursor == 0 else cursor + _TITLE_LINES
        self.scroll_to_region(Region(0, top, 1, 1 + (cursor == 0)), animate=False, force=True)
        self.refresh_bindings()
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return _TITLE_LINES + len(self._rows) + 1 + len(self._below_rows(width))

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines, all on one ground: to find it out takes longer than to draw one of them."""
        self._ground = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y - _TITLE_LINES
        if line < 0:
            strip = Strip([Segment(" SEARCH", self._style("title"))])
        elif line < len(self._rows):
            strip = self._filter_line(self._rows[line], line == self.cursor, width)
        elif line == len(self._rows):
            text = self._sign(line == self.cursor) + " + add filter"
            strip = Strip([Segment(text, self._style("add"))])
        else:
            below = self._below_rows(width)
            at = line - len(self._rows) - 1
            if at >= len(below):
                return Strip.blank(width, self._ground)
            strip = Strip([Segment(below[at], self._style("trouble"))])
        strip = strip.adjust_cell_length(width)
        if line == self.cursor and self.has_focus:
            under = Style(bgcolor=self._style("cursor").bgcolor)
            strip = Strip(Segment.apply_style(strip, post_style=under), width)
        return strip.apply_style(self._ground)

    def _filter_line(self, row: BuilderRow, under_cursor: bool, width: int) -> Strip:
        names = max((len(r.label) for r in self._rows), default=0)
        operators = max((len(r.operator) for r in self._rows), default=0)
        before = f"{self._sign(under_cursor)}{' ' if row.entry.enabled else '○'}"
        gap = 1 if width < 40 else 2
        room = max(width - _SIGNS - names - operators - 2 * gap, 1)
        value = value_words(row.entry.filter.value, self.zone, room)
        off = None if row.entry.enabled else self._style("off")
        plain = self._style("name")
        return Strip(
            [
                Segment(before, plain),
                Segment(row.label, off or plain),
                Segment(" " * (names - len(row.label) + gap), plain),
                Segment(row.operator, off or self._style("operator")),
                Segment(" " * (operators - len(row.operator) + gap), plain),
                Segment(_fitting(value, room), off or self._style("value")),
            ]
        )

    def _below_rows(self, width: int) -> list[str]:
        if not self._trouble:
            return []
        return ["", *(f" {row}" for row in wrap(f"! {self._trouble}", width - 2, at_words=True))]

    def _sign(self, under_cursor: bool) -> str:
        return "▌" if under_cursor and self.has_focus and is_uncovered(self) else " "

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"builder--{name}")

    # How it is done

    @property
    def _row(self) -> BuilderRow | None:
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    def _measure(self) -> None:
        below = self._below_rows(self.scrollable_content_region.width)
        lines = _TITLE_LINES + len(self._rows) + 1 + len(below)
        self.virtual_size = Size(0, lines)
        self.refresh(layout=True)

    def _open(self, condition: Filter | None, then: Callable[[list[Filter] | None], None]) -> None:
        # A second key may arrive before the editor is in front.
        if self.screen.is_current:
            self.app.push_screen(FilterEditor(self.zone, self._seen, condition), then)

    def _ask(self, dialog: Dialog[WrittenSearch]) -> None:
        if self.screen.is_current:
            self.app.push_screen(dialog, self.take_written)

    def take_written(self, written: WrittenSearch | None) -> None:
        if written is None:
            return
        mark = " Its continuation mark was left out." if written.had_mark else ""
        names = dict.fromkeys(entry.filter.name for entry in written.plan.entries)
        unknown = [visible(name) for name in names if name not in (*SPECS, ANYWHERE, SERVER)]
        slips = "".join(f" {doubt}" for doubt in doubts(written.plan.parameters().filters))
        kept = f" Kept, though not documented: {', '.join(unknown)}." if unknown else ""
        said = f"Filled in from {written.written_as}.{mark}{kept}{slips} F5 searches."
        is_odd = bool(kept or slips)
        self.notify(said, severity="warning" if is_odd else "information", markup=False)
        self._change_to(written.plan)

    def _added(self, filters: list[Filter] | None) -> None:
        plan = self.plan
        for condition in filters or ():
            plan = plan.add(condition)
        if filters:
            self._change_to(plan, filters[-1])

    def _changed(self, index: int, filters: list[Filter] | None) -> None:
        # The plan may have been set anew while the editor was open.
        if not filters or index >= len(self.plan.entries):
            return
        plan = self.plan.change(index, filters[0])
        for condition in filters[1:]:
            plan = plan.add(condition)
        self._change_to(plan, filters[-1])

    def _change_to(self, plan: SearchPlan, show: Filter | None = None) -> None:
        if plan == self.plan:
            return
        self.plan = plan
        for position, row in enumerate(self._rows):
            if row.entry.filter == show:
                self.cursor = position


def _fitting(text: str, room: int) -> str:
    """Times are never cut by words; here the pane's edge does it, visibly."""
    whole = set_cell_size(text, room)
    return text if whole.startswith(text) else set_cell_size(text, room - 1) + "…"
