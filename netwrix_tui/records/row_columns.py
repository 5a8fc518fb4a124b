"""Rows of a page as columns: one list for each field, and a Row made only where one is looked at.

A page goes into a table field by field: a row for each of its records would be made for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import overload

from netwrix_tui.records.record import Row

FIELDS = Row.__struct_fields__
_PLACES = {name: place for place, name in enumerate(FIELDS)}
_GETTERS = tuple(map(attrgetter, FIELDS))


class RowColumns(Sequence[Row]):
    """Rows as lists of the same length, in the order of the fields of Row. Nobody changes them."""

    __slots__ = ("columns",)

    def __init__(self, columns: Sequence[list[str]]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns[0])

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> RowColumns: ...

    def __getitem__(self, at: int | slice) -> Row | RowColumns:
        if isinstance(at, slice):
            return RowColumns([column[at] for column in self.columns])
        return Row(*[column[at] for column in self.columns])

    def __iter__(self) -> Iterator[Row]:
        return map(Row, *self.columns)

    def __add__(self, other: Sequence[Row]) -> RowColumns:
        return joined((self, other))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, RowColumns):
            return list(self.columns) == list(other.columns)
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as a list's

    def __repr__(self) -> str:
        return repr(list(self))

    def chosen(self, places: Iterable[int]) -> RowColumns:
        """The rows at these places."""
        its = list(places)
        return RowColumns([list(map(column.__getitem__, its)) for column in self.columns])

    def of_server(self, name: str) -> RowColumns:
        """The rows, each with the name of the server that it is from."""
        return RowColumns([*self.columns[:-1], [name] * len(self)])


def row_columns(rows: Sequence[Row]) -> RowColumns:
    """Rows as columns, whatever they came as."""
    if isinstance(rows, RowColumns):
        return rows
    return RowColumns([list(map(getter, rows)) for getter in _GETTERS])


def column_of(rows: Sequence[Row], field: str) -> list[str]:
    """One field of all rows. Raises KeyError where there is no such field."""
    place = _PLACES[field]
    if isinstance(rows, RowColumns):
        return rows.columns[place]
    return list(map(_GETTERS[place], rows))


def joined(parts: Iterable[Sequence[Row]]) -> RowColumns:
    """Several lots of rows, one after the other."""
    columns: list[list[str]] = [[] for _ in FIELDS]
    for part in parts:
        for column, more in zip(columns, row_columns(part).columns, strict=True):
            column += more
    return RowColumns(columns)
