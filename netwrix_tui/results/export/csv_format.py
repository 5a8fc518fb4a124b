"""CSV: records as comma-separated values, for a spreadsheet (RFC 4180).

Not exact: control characters are made visible, and what a spreadsheet would take for a formula gets
an apostrophe before it, also behind any character at which one may split the line, whichever
separator it is set to. When is written as the server sent it, or by the clock of a zone where the
shape says so: spreadsheets take that for a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netwrix_tui.records.epoch import moment_at
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.export.record_fields import Field, NoteOf, all_fields, no_note, texts
from netwrix_tui.sanitize import visible

_SEPARATORS = ",;|\t\r\n"
"""At which a spreadsheet or a script may split a line; a quotation mark may hide one."""

# Also in their full width, which some spreadsheets read as the plain ones, and behind white space
# and quotation marks, which some leave out.
_FORMULA = re.compile(rf"(^|[{_SEPARATORS}])([\s\"']*)(?=[=+\-@＝＋－＠])")
_OPEN_END = re.compile(rf"[{_SEPARATORS}][\s\"']*\Z")
_QUOTED = re.compile(rf"[{_SEPARATORS}\"]")


CELL_LIMIT = 32_767
"""Characters, in UTF-16, that Excel keeps of a cell ("Excel specifications and limits")."""

ROW_LIMIT = 1_048_575
"""Rows of a sheet of Excel, without the header."""


@dataclass(frozen=True, slots=True)
class CsvShape:
    """How the lines are written: what stands between two cells, and whether times are shown in a
    zone, as ``2026-11-22 13:58:40`` (None leaves them as they were sent).
    """

    separator: str = ","
    zone: ShownZone | None = None


PLAIN = CsvShape()


class CsvLimits:
    """What of the records written so far is beyond what Excel keeps, counted."""

    def __init__(self) -> None:
        self._rows = 0
        self._too_long = 0
        self._first = ""

    def count(self, rid: str, fields: Sequence[Field], cells: Sequence[str]) -> None:
        """One further record, by its RID and its cells."""
        self._rows += 1
        for field, cell in zip(fields, cells, strict=False):
            if 2 * len(cell) > CELL_LIMIT and len(cell.encode("utf-16-le")) > 2 * CELL_LIMIT:
                self._first = self._first or f"{field.title} of the record {visible(rid)}"
                self._too_long += 1

    def remarks(self) -> list[str]:
        """Sentences for people; none where all is within."""
        told: list[str] = []
        if self._too_long:
            cells = "1 cell is" if self._too_long == 1 else f"{self._too_long:,} cells are"
            first = self._first if self._too_long == 1 else f"{self._first} first"
            told.append(
                f"{cells} longer than the {CELL_LIMIT:,} characters that Excel keeps ({first}); "
                "JSON and XML are read whole."
            )
        if self._rows > ROW_LIMIT:
            told.append(
                f"Excel shows {ROW_LIMIT:,} of {self._rows:,} records on a sheet: narrow the "
                "search, or take several files."
            )
        return told


def csv_rows(rows: Iterable[Sequence[str | int | float]]) -> bytes:
    """One line for each row of other values. Numbers are no formulas, whatever their sign."""
    cells = ([_cell(v) if isinstance(v, str) else str(v) for v in row] for row in rows)
    return "".join(_line(row, PLAIN) for row in cells).encode()


def to_csv(
    records: Iterable[ReceivedRecord],
    note_of: NoteOf | None = None,
    limits: CsvLimits | None = None,
) -> bytes:
    """A header and one line for each record, in UTF-8; lines end with CR LF.

    ``note_of`` gives it a column with the user's notes.
    """
    given = list(records)
    fields = all_fields(several=any(record.row.server for record in given))
    fields = fields[:-1] if note_of is None else fields
    return csv_header(fields) + csv_lines(given, fields, note_of or no_note, limits=limits)


def csv_header(fields: Sequence[Field], shape: CsvShape = PLAIN) -> bytes:
    """The line of the fields' headings; that of times names their zone where they have none."""
    return _line([_heading(field, shape) for field in fields], shape).encode()


def csv_lines(
    records: Iterable[ReceivedRecord],
    fields: Sequence[Field],
    note_of: NoteOf = no_note,
    shape: CsvShape = PLAIN,
    limits: CsvLimits | None = None,
) -> bytes:
    """One line for each record, counted in ``limits``. Raises WireError."""
    lines: list[str] = []
    for record in records:
        cells = [_cell(value) for value in _values(record, fields, note_of, shape)]
        if limits is not None:
            limits.count(record.row.rid, fields, cells)
        lines.append(_line(cells, shape))
    return "".join(lines).encode()


def _heading(field: Field, shape: CsvShape) -> str:
    if shape.zone is None or field.name != "When":
        return field.title
    return f"{field.title} ({shape.zone.name})"


def _values(
    record: ReceivedRecord, fields: Sequence[Field], note_of: NoteOf, shape: CsvShape
) -> list[str]:
    values = texts(record, fields, note_of=note_of)
    if shape.zone is not None:
        for index, field in enumerate(fields):
            if field.name == "When":
                values[index] = _clock(values[index], shape.zone)
    return values


def _clock(when: str, zone: ShownZone) -> str:
    """The time in a zone, in whole seconds; as it was sent where it is none."""
    shown = moment_at(timestamp_of(when), zone.tzinfo)
    return when if shown is None else f"{shown.replace(tzinfo=None, microsecond=0)}"


def _line(row: list[str], shape: CsvShape) -> str:
    *cells, last = row
    # Split behind it, a line's last cell would begin with the end of the line.
    if _OPEN_END.search(last) is not None:
        last += "'"
    return shape.separator.join(map(_written, [*cells, last])) + "\r\n"


def _written(cell: str) -> str:
    """A cell, quoted where it holds anything that is a separator somewhere."""
    if _QUOTED.search(cell) is None:
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def _cell(value: str) -> str:
    return _FORMULA.sub(r"\1'\2", visible(value))
