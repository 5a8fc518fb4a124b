"""Rows of an SQL statement as CSV or NDJSON."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from netwrix_tui.case.sql import Value
from netwrix_tui.results.export.csv_format import csv_rows

Rows = Sequence[tuple[Value, ...]]


class CsvRows:
    """A header and a line for each row, guarded against formulas."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns

    def start(self, rows: Rows) -> bytes:
        """The header."""
        return csv_rows([self._columns])

    def page(self, rows: Rows) -> bytes:
        """A line for each row."""
        return csv_rows(
            [value if isinstance(value, int | float) else text_of(value) for value in row]
            for row in rows
        )


class NdjsonRows:
    """An object on a line for each row. A name that comes twice is ``name:2`` the second time."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._names = unique(columns)

    def start(self, rows: Rows) -> bytes:
        """Nothing stands before them."""
        return b""

    def page(self, rows: Rows) -> bytes:
        """A line for each row. Bytes are told in hexadecimal; infinity is null."""
        return b"".join(
            msgspec.json.encode(dict(zip(self._names, map(_plain, row), strict=True))) + b"\n"
            for row in rows
        )


def text_of(value: Value) -> str:
    """A value as text: NULL is empty, bytes are in hexadecimal."""
    if value is None:
        return ""
    return value.hex().upper() if isinstance(value, bytes) else str(value)


def unique(columns: Sequence[str]) -> list[str]:
    """The names, those that came before with a number behind them."""
    made: list[str] = []
    for name in columns:
        free, number = name, 2
        while free in made:
            free, number = f"{name}:{number}", number + 1
        made.append(free)
    return made


def _plain(value: Value) -> str | int | float | None:
    return value.hex().upper() if isinstance(value, bytes) else value
