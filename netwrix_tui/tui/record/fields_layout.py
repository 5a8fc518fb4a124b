"""Fields view and changes view of a record, as lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len

from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.when import instant
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.record.changes_layout import ChangeLayout
from netwrix_tui.tui.record.record_sentence import moment_words, record_sentence
from netwrix_tui.tui.text.lines import Line, Span
from netwrix_tui.tui.text.semantic_style import SemanticStyle
from netwrix_tui.tui.text.wrapping import wrapped
from netwrix_tui.wire.limits import LONG_RECORD

TWO_COLUMNS = 96
"""Cells from which fields stand in two columns."""

LONGEST_VALUE = 1_000
"""Characters of a value in the view of the fields; it says how many more there are, and where."""

_INDENT = 2
_LABEL = 13
"""Cells of a field's name, with the space behind it."""

_WIDEST_COLUMN = 90
_NOTHING = Span("")

_DAMAGED = (
    "! The bytes of this record break the format. This is what could be read of it; "
    "the exact layout of its raw text shows them as they came."
)

_LONG = (
    f"! This record has more than {LONG_RECORD >> 20} MB: its long values are cut and its changes "
    "left out. A file that it is saved to in the format it came in has all of it."
)


@dataclass(frozen=True, slots=True)
class RecordLayout:
    """Layout of one record for one width. ``raw_view`` names the view that has it whole."""

    record: ActivityRecord
    width: int
    zone: ShownZone
    damaged: bool
    raw_view: str
    note: str = ""
    """What the user wrote on it, with its sign."""
    unusual: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    """What belongs to it, a sentence each, to which a key leads."""
    not_related: str = ""
    """What was looked for and does not belong to it."""
    is_long: bool = False

    def fields(self) -> Iterator[Line]:
        """The record in a sentence, its fields, and its changes with bounded values."""
        yield from self._heading()
        yield from self._columns()
        details = self.record.details
        if not details:
            return
        yield ()
        yield (Span(" " * _INDENT), Span(_count(len(details)), SemanticStyle.TITLE))
        changes = ChangeLayout(self.width, longest=LONGEST_VALUE)
        for detail in details:
            yield from changes.lines(detail)

    def changes(self) -> Iterator[Line]:
        """All changes with all that their values hold."""
        yield from self._heading()
        details = self.record.details
        if not details:
            yield (Span(" " * _INDENT), Span("This record has no details.", SemanticStyle.QUIET))
        changes = ChangeLayout(self.width)
        for number, detail in enumerate(details):
            if number:
                yield ()
            yield from changes.lines(detail)

    def _heading(self) -> Iterator[Line]:
        words = record_sentence(self.record, self.zone)
        for row in wrapped(words, self.width, SemanticStyle.TITLE):
            yield (row,)
        if self.is_long:
            for row in wrapped(_LONG, self.width, SemanticStyle.WARNING):
                yield (row,)
        if self.damaged:
            for row in wrapped(_DAMAGED, self.width, SemanticStyle.WARNING):
                yield (row,)
        if self.note:
            for row in wrapped(self.note, self.width, SemanticStyle.NOTE):
                yield (row,)
        for reason in self.unusual:
            for row in wrapped(f"! {reason}", self.width, SemanticStyle.WARNING):
                yield (row,)
        yield from self._belonging()
        yield ()

    def _belonging(self) -> Iterator[Line]:
        for number, words in enumerate(self.related):
            key = " (enter goes there)" if len(self.related) == 1 else " (enter chooses)"
            told = f"{words[:-1]}{key}." if not number else words
            sign = "↳ "
            for row in wrapped(told, self.width - _INDENT, SemanticStyle.NAME):
                yield (Span(sign, SemanticStyle.NAME), row)
                sign = " " * _INDENT
        if self.not_related:
            for row in wrapped(self.not_related, self.width, SemanticStyle.QUIET):
                yield (row,)

    def _columns(self) -> Iterator[Line]:
        gap = 3
        whole = self.width - _INDENT
        two = self.width >= TWO_COLUMNS
        column = min(_WIDEST_COLUMN, (whole - gap) // 2) if two else whole
        # The field on the left, where it is still alone.
        left: tuple[str, str] | None = None
        for field in self._fields():
            fits = two and _fits(field, column)
            if left is not None and fits:
                rows = zip_longest(_rows(left, column), _rows(field, column), fillvalue=())
                for one, other in rows:
                    blanks = column + gap - sum(cell_len(span.text) for span in one)
                    yield (Span(" " * _INDENT), *one, Span(" " * blanks), *other)
                left = None
                continue
            if left is not None:
                yield from _indented(_rows(left, whole))
                left = None
            if fits:
                left = field
            else:
                yield from _indented(_rows(field, whole, self._note(field)))
        if left is not None:
            yield from _indented(_rows(left, whole))

    def _fields(self) -> Iterator[tuple[str, str]]:
        record = self.record
        named = (
            ("Who", record.who),
            ("Workstation", record.workstation),
            ("Action", record.action),
            ("Object type", record.object_type),
            ("What", record.what),
            ("Where", record.where),
            ("When", self._when()),
            ("Data source", record.data_source),
            ("Plan", record.monitoring_plan),
            ("Item", record.item),
            ("Server", record.server),
            ("RID", record.rid),
            ("Plan ID", record.monitoring_plan_id),
        )
        yield from ((name, text) for name, text in named if text)
        yield from record.extra

    def _when(self) -> str:
        when = self.record.when
        shown = moment_words(when, self.zone)
        moment = instant(when)
        if moment is None or shown == visible(when).strip():
            return when
        return f"{shown} {self.zone.offset_label(moment)}"

    def _note(self, field: tuple[str, str]) -> str:
        more = len(field[1]) - LONGEST_VALUE
        return f"… {more:,} more characters, see {self.raw_view}" if more > 0 else ""


def _fits(field: tuple[str, str], column: int) -> bool:
    name, text = field
    if len(name) >= _LABEL or len(text) > column - _LABEL:
        return False
    return cell_len(visible(text)) <= column - _LABEL and cell_len(visible(name)) < _LABEL


def _rows(field: tuple[str, str], width: int, note: str = "") -> Iterator[Line]:
    name, text = field
    names = wrapped(name, _LABEL - 1, SemanticStyle.LABEL)
    values = wrapped(text[:LONGEST_VALUE], width - _LABEL)
    for label, row in zip_longest(names, values, fillvalue=_NOTHING):
        yield *_label(label), row
    if note:
        yield *_label(_NOTHING), Span(note, SemanticStyle.WARNING)


def _label(name: Span) -> Line:
    return name, Span(" " * (_LABEL - cell_len(name.text)))


def _indented(lines: Iterator[Line]) -> Iterator[Line]:
    yield from ((Span(" " * _INDENT), *line) for line in lines)


def _count(changes: int) -> str:
    return "1 change" if changes == 1 else f"{changes:,} changes"
