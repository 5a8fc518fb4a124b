"""Find in a view of lines, for the pane around it: as one types, hit by hit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from time import monotonic

from textual import on
from textual.timer import Timer
from textual.widget import Widget

from netwrix_tui.tui.record.find_line import FindLine
from netwrix_tui.tui.text.line_finder import MOST_HITS, Hit, LineFinder, Stretch
from netwrix_tui.tui.text.lines_view import LinesView

_SLICE = 0.006
"""Seconds that are searched at a time; keys are answered between two slices."""

_BETWEEN_SLICES = 0.016


class FindInText(Widget):
    """Actions ``find``, ``find_next``, ``find_previous`` and ``leave_find`` of a pane that holds a
    :class:`FindLine` and a :class:`LinesView`.
    """

    _finder: LineFinder | None = None
    _current: Hit | None = None
    _from_row = 0
    _told = ""
    _needle = ""
    _slices: Timer | None = None

    @property
    def _find_line(self) -> FindLine:
        return self.query_one(FindLine)

    @property
    def _lines(self) -> LinesView:
        return self.query_one(LinesView)

    @property
    def is_finding(self) -> bool:
        """True from the key that opens the line to the one that closes it."""
        return any(line.is_open for line in self.query(FindLine))

    def action_find(self) -> None:
        """Open the line to type in."""
        self._from_row = self._lines.scroll_offset.y
        self._find_line.open()
        self.refresh_bindings()

    def action_find_next(self) -> None:
        """To the next hit; behind the last one to the first."""
        self._step(1)

    def action_find_previous(self) -> None:
        """To the hit before; before the first one to the last."""
        self._step(-1)

    def action_leave_find(self) -> None:
        """No hits any more; the view stays where it is."""
        self._stop()
        self._lines.finder = None
        self._needle = ""
        self._find_line.close()
        self.screen.set_focus(self)
        self.refresh_bindings()

    @on(FindLine.NeedleChanged)
    def _needle_changed(self, message: FindLine.NeedleChanged) -> None:
        message.stop()
        self._look_for_what_is_typed()

    def _look_for_what_is_typed(self) -> None:
        if self._needle != self._find_line.needle:
            self._look_anew()

    def _walk(self) -> None:
        """From the line to the hits."""
        self._look_for_what_is_typed()
        self.screen.set_focus(self)

    @on(LinesView.LinesReplaced)
    def _sheet_replaced(self, message: LinesView.LinesReplaced) -> None:
        message.stop()
        if self.is_finding:
            self._from_row = self._lines.scroll_offset.y
            self._look_anew()

    def _look_anew(self) -> None:
        self._stop()
        sheet = self._lines.sheet
        needle = self._needle = self._find_line.needle
        if sheet is not None and needle:
            self._finder = LineFinder(sheet, needle)
            self._slices = self.set_interval(_BETWEEN_SLICES, self._search)
        self._lines.finder = self._finder
        self._search()

    def _stop(self) -> None:
        if self._slices is not None:
            self._slices.stop()
            self._slices = None
        self._finder = self._current = None
        self._told = ""

    def _search(self) -> None:
        finder = self._finder
        if finder is None:
            self._find_line.tell("")
            return
        found = len(finder.hits)
        finder.search(monotonic() + _SLICE)
        if finder.complete and self._slices is not None:
            self._slices.stop()
            self._slices = None
        if self._current is None and finder.hits:
            index = bisect_left(finder.hits, (Stretch(self._from_row, 0, 0),))
            if index < len(finder.hits):
                self._go_to(finder.hits[index])
            elif finder.complete:
                self._told = "from the top"
                self._go_to(finder.hits[0])
        if len(finder.hits) != found:
            self._lines.refresh()
        self._tell()

    def _step(self, by: int) -> None:
        hits = self._finder.hits if self._finder is not None else []
        if not hits:
            return
        index = self._place_of_current(hits) + by
        self._told = "" if 0 <= index < len(hits) else "from the top" if by > 0 else "from the end"
        self._go_to(hits[index % len(hits)])
        self._tell()

    def _place_of_current(self, hits: list[Hit]) -> int:
        return -1 if self._current is None else bisect_right(hits, self._current) - 1

    def _go_to(self, hit: Hit) -> None:
        self._current = self._lines.current_hit = hit
        self._lines.reveal(hit[0].row, hit[-1].row)

    def _tell(self) -> None:
        finder = self._finder
        if finder is None:
            return
        count = len(finder.hits)
        more = " and more" if count >= MOST_HITS else "" if finder.complete else " …"
        if count:
            told = f"{self._place_of_current(finder.hits) + 1:,} of {count:,}{more}"
        else:
            told = "not found" if finder.complete else "…"
        self._find_line.tell(f"{told} · {self._told}" if self._told else told)
