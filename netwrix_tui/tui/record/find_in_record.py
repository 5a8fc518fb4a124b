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
from netwrix_tui.tui.text.scrolling import ScrollsLines

_SLICE = 0.006
"""Seconds that are searched at a time; keys are answered between two slices."""

_BETWEEN_SLICES = 0.016


class FindInText(ScrollsLines, Widget):
    """Pane with a FindLine and a LinesView: actions ``find*`` and ``leave_find``."""

    _finder: LineFinder | None = None
    _current: Hit | None = None
    _from_row = 0
    _wrap_note = ""
    _needle = ""
    _slices: Timer | None = None

    @property
    def _find_line(self) -> FindLine:
        return self.query_one(FindLine)

    @property
    def is_finding(self) -> bool:
        """True from the key that opens the line to the one that closes it."""
        return any(line.is_open for line in self.query(FindLine))

    def action_find(self) -> None:
        """Open the line to type in."""
        self._from_row = self.lines_view.scroll_offset.y
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
        self.lines_view.finder = None
        self._needle = ""
        self._find_line.close()
        self.screen.set_focus(self)
        self.refresh_bindings()

    @on(FindLine.NeedleChanged)
    def _needle_changed(self, message: FindLine.NeedleChanged) -> None:
        message.stop()
        self._find_typed()

    def _find_typed(self) -> None:
        if self._needle != self._find_line.needle:
            self._restart()

    def _walk(self) -> None:
        """From the line to the hits."""
        self._find_typed()
        self.screen.set_focus(self)

    @on(LinesView.LinesReplaced)
    def _lines_replaced(self, message: LinesView.LinesReplaced) -> None:
        message.stop()
        if self.is_finding:
            self._from_row = self.lines_view.scroll_offset.y
            self._restart()

    def _restart(self) -> None:
        self._stop()
        source = self.lines_view.source
        needle = self._needle = self._find_line.needle
        if source is not None and needle:
            self._finder = LineFinder(source, needle)
            self._slices = self.set_interval(_BETWEEN_SLICES, self._search)
        self.lines_view.finder = self._finder
        self._search()

    def _stop(self) -> None:
        if self._slices is not None:
            self._slices.stop()
            self._slices = None
        self._finder = self._current = None
        self._wrap_note = ""

    def _search(self) -> None:
        finder = self._finder
        if finder is None:
            self._find_line.show_count("")
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
                self._wrap_note = "from the top"
                self._go_to(finder.hits[0])
        if len(finder.hits) != found:
            self.lines_view.refresh()
        self._show_count()

    def _step(self, by: int) -> None:
        hits = self._finder.hits if self._finder is not None else []
        if not hits:
            return
        index = self._place_of_current(hits) + by
        self._wrap_note = (
            "" if 0 <= index < len(hits) else "from the top" if by > 0 else "from the end"
        )
        self._go_to(hits[index % len(hits)])
        self._show_count()

    def _place_of_current(self, hits: list[Hit]) -> int:
        return -1 if self._current is None else bisect_right(hits, self._current) - 1

    def _go_to(self, hit: Hit) -> None:
        self._current = self.lines_view.current_hit = hit
        self.lines_view.reveal(hit[0].row, hit[-1].row)

    def _show_count(self) -> None:
        finder = self._finder
        if finder is None:
            return
        count = len(finder.hits)
        more = " and more" if count >= MOST_HITS else "" if finder.complete else " …"
        if count:
            words = f"{self._place_of_current(finder.hits) + 1:,} of {count:,}{more}"
        else:
            words = "not found" if finder.complete else "…"
        self._find_line.show_count(f"{words} · {self._wrap_note}" if self._wrap_note else words)
