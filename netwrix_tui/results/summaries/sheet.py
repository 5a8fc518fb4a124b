"""Sheet: the rows of a result, for a table on the screen, a ticket, a spreadsheet, a program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from enum import Enum, auto

from netwrix_tui.records.epoch import moment_at

Value = str | int | None
"""Text, a number, or a moment in microseconds since 1970; None where there is none."""


class ColumnKind(Enum):
    """What the values of a column are."""

    TEXT = auto()
    NUMBER = auto()
    TIME = auto()


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: ``name`` as a program reads it, ``title`` as people do.

    ``is_least`` says that its numbers are the least that there are.
    """

    name: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    is_least: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns and rows, each row with a value for each column."""

    columns: tuple[SheetColumn, ...] = ()
    rows: Sequence[tuple[Value, ...]] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def place_of(self, name: str) -> int | None:
        """The place of a column by its name."""
        return next((at for at, c in enumerate(self.columns) if c.name == name), None)


def number(name: str, title: str, *, is_least: bool = False) -> SheetColumn:
    """A column of numbers."""
    return SheetColumn(name, title, ColumnKind.NUMBER, is_least)


def time(name: str, title: str) -> SheetColumn:
    """A column of moments."""
    return SheetColumn(name, title, ColumnKind.TIME)


def iso_time(moment: Value) -> str | None:
    """``2026-11-30T10:41:00Z``; None where the calendar has no such moment."""
    shown = moment_at(moment, UTC) if isinstance(moment, int) else None
    return None if shown is None else shown.replace(tzinfo=None).isoformat() + "Z"
