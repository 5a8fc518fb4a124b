"""Changes of a record as lines: before → after, side by side where there is room."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from rich.cells import cell_len

from netwrix_tui.records.record import Detail
from netwrix_tui.sanitize import told_apart, visible
from netwrix_tui.tui.record.changed_lines import changed_lines
from netwrix_tui.tui.record.word_diff import Run, word_diff
from netwrix_tui.tui.text.lines import Line, Span
from netwrix_tui.tui.text.semantic_style import SemanticStyle
from netwrix_tui.tui.text.wrapping import lines_of, styled_rows, wrapped

SIDE_BY_SIDE = 96
"""Cells from which the value before and the value after stand side by side."""

_INDENT = 2
_ARROW = (Span(" "), Span("→"), Span(" "))
_NO_ARROW = (Span("   "),)
_ARROW_WIDTH = 3
_WIDEST_VALUE = 72
"""Cells of a value that stands beside another; farther apart the eye loses the line."""

_NOTHING = Span("")
_EMPTY = Span("(empty)", SemanticStyle.QUIET)
_MOST_LINES = 8
"""Changed lines of a list that are shown where values are bounded."""

_LONGEST_LIST = 200_000
"""Characters of a line up to which it is looked at as a list: cutting it up takes its time."""

_MOST_CHARACTERS = 20_000
"""Of a value up to which its words are compared with those of the other."""


class ChangeLayout:
    """Layout of changes for one width.

    ``longest`` bounds a value, in characters; what is left out is counted. None shows all of it.
    """

    def __init__(self, width: int, *, longest: int | None = None) -> None:
        self._width = max(20, width)
        self._longest = longest
        self._name_width = min(30, self._width // 5)

    def lines(self, detail: Detail) -> Iterator[Line]:
        """One change."""
        name = "" if detail.property_name is None else detail.property_name
        old, new = detail.before, detail.after
        if old is not None and new is not None:
            old, new = told_apart(old, new)
        before = None if old is None else _Value(old, self._longest)
        after = None if new is None else _Value(new, self._longest)
        if before is None and after is None:
            yield from self._named(name, wrapped(detail.message or "", self._rest))
        elif before is not None and after is not None and min(before.count, after.count) > 1:
            yield from self._told_by_line(name, before, after)
        elif self._width >= SIDE_BY_SIDE:
            yield from self._beside(name, before, after)
        else:
            yield from self._stacked(name, before, after)
        if detail.message is not None and not (before is None and after is None):
            yield from self._below(detail.message)
        for field, text in detail.extra:
            yield from self._named(field, wrapped(text, self._rest))

    @property
    def _rest(self) -> int:
        """Cells right of the names."""
        return self._width - _INDENT - self._name_width - 2

    def _named(self, name: str, rows: Iterator[Span]) -> Iterator[Line]:
        names = wrapped(name, self._name_width, SemanticStyle.LABEL)
        for left, row in zip_longest(names, rows, fillvalue=_NOTHING):
            yield (*self._name(left), row)

    def _below(self, message: str) -> Iterator[Line]:
        indent = self._width - self._rest if self._width >= SIDE_BY_SIDE else 2 * _INDENT
        for row in wrapped(message, self._width - indent, SemanticStyle.QUIET):
            yield Span(" " * indent), row

    def _name(self, row: Span) -> Line:
        blanks = self._name_width + 2 - cell_len(row.text)
        return Span(" " * _INDENT), row, Span(" " * blanks)

    def _told_by_line(self, name: str, before: _Value, after: _Value) -> Iterator[Line]:
        """What was taken out of a list and put into it."""
        most = None if self._longest is None else _MOST_LINES
        if self._width >= SIDE_BY_SIDE:
            names = wrapped(name, self._name_width, SemanticStyle.LABEL)
            rows = changed_lines(before.whole, after.whole, self._rest, most=most)
            for left, line in zip_longest(names, rows, fillvalue=None):
                yield (*self._name(left or _NOTHING), *(line or ()))
            return
        yield from self._titled(name)
        for line in changed_lines(before.whole, after.whole, self._width - 2 * _INDENT, most=most):
            yield Span(" " * 2 * _INDENT), *line

    def _titled(self, name: str) -> Iterator[Line]:
        if name:
            for row in wrapped(name, self._width - _INDENT, SemanticStyle.LABEL):
                yield Span(" " * _INDENT), row

    def _beside(self, name: str, before: _Value | None, after: _Value | None) -> Iterator[Line]:
        names = wrapped(name, self._name_width, SemanticStyle.LABEL)
        if before is None or after is None:
            rows = _one_sided(before, after, self._rest)
            for left, line in zip_longest(names, rows, fillvalue=None):
                yield (*self._name(left or _NOTHING), *(line or ()))
            return
        half = min(_WIDEST_VALUE, (self._rest - _ARROW_WIDTH) // 2)
        _tell_apart(before, after)
        arrow: Line = _ARROW
        for left, old, new in zip_longest(
            names,
            before.rows(half, SemanticStyle.REMOVED),
            after.rows(half, SemanticStyle.ADDED),
            fillvalue=None,
        ):
            blanks = " " * (half - sum(cell_len(span.text) for span in old or ()))
            yield (*self._name(left or _NOTHING), *(old or ()), Span(blanks), *arrow, *(new or ()))
            arrow = _NO_ARROW

    def _stacked(self, name: str, before: _Value | None, after: _Value | None) -> Iterator[Line]:
        short = self._in_one_line(name, before, after)
        if short is not None:
            yield short
            return
        yield from self._titled(name)
        if before is not None and after is not None:
            _tell_apart(before, after)
        for value, is_after in ((before, False), (after, True)):
            lead, style = _sign(is_after)
            if value is None:
                continue
            for line in value.rows(self._width - 2 * _INDENT - len(lead), style):
                yield Span(" " * 2 * _INDENT), Span(lead, style), *line
                lead = " " * len(lead)

    def _in_one_line(self, name: str, before: _Value | None, after: _Value | None) -> Line | None:
        values = [value for value in (before, after) if value is not None]
        room = self._rest - _ARROW_WIDTH
        if len(name) > self._name_width or not all(value.is_short(room) for value in values):
            return None
        shown = visible(name)
        spans = [value.short(style) for value, style in _styled(before, after)]
        if len(spans) == 2:
            spans[1:1] = _ARROW
        else:
            spans.insert(0, Span(*_sign(after is not None)))
        fits = cell_len(shown) <= self._name_width
        taken = sum(cell_len(span.text) for span in spans)
        name_span = Span(shown, SemanticStyle.LABEL)
        return (*self._name(name_span), *spans) if fits and taken <= self._rest else None


class _Value:
    """Value before or after, in its own lines, or in those that tell it from the other one."""

    def __init__(self, text: str, longest: int | None) -> None:
        self._left_out = 0
        self._runs: list[Run] = []
        self.whole = _lines_in(text)
        self.lines = self.whole
        if longest is not None and len(text) > longest:
            self._left_out = len(text) - longest
            self.lines = _lines_in(text[:longest])

    @property
    def count(self) -> int:
        """The lines of the whole value."""
        return len(self.whole)

    @property
    def is_comparable(self) -> bool:
        """True where its words can be compared with those of another value."""
        return len(self.lines) == 1 and 0 < len(self.lines[0]) <= _MOST_CHARACTERS

    def told_apart(self, runs: list[Run]) -> None:
        """Show the words that are not common as changed, and all others as they are."""
        self._runs = runs

    def is_short(self, room: int) -> bool:
        """True where it may fit on a line of ``room`` cells."""
        return not self._left_out and len(self.lines) == 1 and len(self.lines[0]) <= room

    def short(self, style: SemanticStyle) -> Span:
        """The whole value on one line, for one that :meth:`is_short`."""
        return Span(visible(self.lines[0]), style) if self.lines[0] else _EMPTY

    def rows(self, width: int, style: SemanticStyle) -> Iterator[Line]:
        """The value in rows."""
        if self.lines == [""]:
            yield (_EMPTY,)
        elif self._runs:
            is_after = style is SemanticStyle.ADDED
            word = SemanticStyle.ADDED_WORD if is_after else SemanticStyle.REMOVED_WORD
            spans = [Span(run.text, style if run.is_common else word) for run in self._runs]
            yield from styled_rows(spans, width)
        else:
            for line in self.lines:
                yield from ((row,) for row in wrapped(line, width, style))
        if self._left_out:
            note = f"… {self._left_out:,} more characters, see changes"
            yield from ((row,) for row in wrapped(note, width, SemanticStyle.WARNING))


def _one_sided(before: _Value | None, after: _Value | None, width: int) -> Iterator[Line]:
    for value, style in _styled(before, after):
        sign = _sign(value is after)
        for row in value.rows(width - 2, style):
            yield Span(*sign), *row
            sign = ("  ", SemanticStyle.PLAIN)


def _styled(before: _Value | None, after: _Value | None) -> Iterator[tuple[_Value, SemanticStyle]]:
    if before is not None:
        yield before, SemanticStyle.REMOVED
    if after is not None:
        yield after, SemanticStyle.ADDED


def _sign(is_after: bool) -> tuple[str, SemanticStyle]:
    return ("+ ", SemanticStyle.ADDED) if is_after else ("− ", SemanticStyle.REMOVED)


def _lines_in(text: str) -> list[str]:
    """The text's own lines; a list of permissions in one line has one for each."""
    lines = lines_of(text)
    is_list = len(lines) == 1 and len(text) <= _LONGEST_LIST and text.count("; ") > 1
    return text.split("; ") if is_list else lines


def _tell_apart(before: _Value, after: _Value) -> None:
    if before.is_comparable and after.is_comparable:
        told = word_diff(before.lines[0], after.lines[0])
        if told is not None:
            before.told_apart(told[0])
            after.told_apart(told[1])
