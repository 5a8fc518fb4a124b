"""Rows of an SQL statement as a table for people."""

from __future__ import annotations

from collections.abc import Sequence

from netwrix_tui.case.sql_formats import CsvRows, NdjsonRows, Rows, text_of
from netwrix_tui.headless.aligned_lines import AlignedLines


class TableRows:
    """A table, as wide as the terminal; ``width`` is None elsewhere."""

    def __init__(self, columns: Sequence[str], width: int | None) -> None:
        self._lines = AlignedLines(columns, width)

    def start(self, rows: Rows) -> bytes:
        """The line of the titles, as wide as the first rows need it."""
        return self._lines.start([list(map(text_of, row)) for row in rows])

    def page(self, rows: Rows) -> bytes:
        """A line for each row."""
        return b"".join(self._lines.line(list(map(text_of, row))) for row in rows)


RowWriter = TableRows | CsvRows | NdjsonRows
