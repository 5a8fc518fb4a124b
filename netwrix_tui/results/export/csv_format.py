"""CSV: records as comma-separated values, for a spreadsheet (RFC 4180).

Not exact: control characters are made visible, and what a spreadsheet would take for a formula gets
an apostrophe before it, also behind any character at which one may split the line, whichever
separator it is set to. When is written as the server sent it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.export.record_fields import FIELDS, Field, texts
from netwrix_tui.sanitize import visible

_SEPARATORS = ",;|\t\r\n"
"""At which a spreadsheet or a script may split a line; a quotation mark may hide one."""

# Also in their full width, which some spreadsheets read as the plain ones, and behind white space
# and quotation marks, which some leave out.
_FORMULA = re.compile(rf"(^|[{_SEPARATORS}])([\s\"']*)(?=[=+\-@＝＋－＠])")
_OPEN_END = re.compile(rf"[{_SEPARATORS}][\s\"']*\Z")
_QUOTED = re.compile(rf"[{_SEPARATORS}\"]")


def to_csv(records: Iterable[ReceivedRecord]) -> bytes:
    """A header and one line for each record, in UTF-8; lines end with CR LF."""
    return csv_header(FIELDS) + csv_lines(records, FIELDS)


def csv_header(fields: Sequence[Field]) -> bytes:
    """The line of the fields' headings."""
    return _lines([[field.title for field in fields]])


def csv_lines(records: Iterable[ReceivedRecord], fields: Sequence[Field]) -> bytes:
    """One line for each record. Raises WireError."""
    return _lines([_cell(value) for value in texts(record, fields)] for record in records)


def csv_rows(rows: Iterable[Sequence[str | int | float]]) -> bytes:
    """One line for each row of other values. Numbers are no formulas, whatever their sign."""
    return _lines(
        [_cell(value) if isinstance(value, str) else str(value) for value in row] for row in rows
    )


def _lines(rows: Iterable[list[str]]) -> bytes:
    return "".join(map(_line, rows)).encode()


def _line(row: list[str]) -> str:
    *cells, last = row
    # Split behind it, a line's last cell would begin with the end of the line.
    if _OPEN_END.search(last) is not None:
        last += "'"
    return ",".join(map(_written, [*cells, last])) + "\r\n"


def _written(cell: str) -> str:
    """A cell, quoted where it holds anything that is a separator somewhere."""
    if _QUOTED.search(cell) is None:
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def _cell(value: str) -> str:
    return _FORMULA.sub(r"\1'\2", visible(value))
