"""CSV: records as comma-separated values, for a spreadsheet (RFC 4180).

Not exact: control characters are made visible, and a value that a spreadsheet would take for a
formula gets an apostrophe before it. When is written as the server sent it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.export.record_fields import FIELDS, Field, texts
from netwrix_tui.sanitize import visible

# Also in their full width, which some spreadsheets read as the plain ones, and behind white space.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


def to_csv(records: Iterable[ReceivedRecord]) -> bytes:
    """A header and one line for each record, in UTF-8; lines end with CR LF."""
    return csv_header(FIELDS) + csv_lines(records, FIELDS)


def csv_header(fields: Sequence[Field]) -> bytes:
    """The line of the fields' headings."""
    return _lines([[field.title for field in fields]])


def csv_lines(records: Iterable[ReceivedRecord], fields: Sequence[Field]) -> bytes:
    """One line for each record. Raises WireError."""
    return _lines([_cell(value) for value in texts(record, fields)] for record in records)


def _lines(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cell(value: str) -> str:
    shown = visible(value)
    return f"'{shown}" if _FORMULA.match(shown) else shown
