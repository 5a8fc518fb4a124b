"""The rows that the user has marked, to copy or save them together."""

from __future__ import annotations


class Marks:
    """A set of row indices. It belongs to one store and to the thread of the screen."""

    __slots__ = ("_rows",)

    def __init__(self) -> None:
        self._rows: set[int] = set()

    def toggle(self, row: int) -> bool:
        """Mark the row, or take its mark away; returns whether it is marked now."""
        self._rows ^= {row}
        return row in self._rows

    def extend(self, start: int, end: int) -> None:
        """Mark all rows from one to the other, both included, in whatever direction."""
        low, high = sorted((start, end))
        self._rows.update(range(low, high + 1))

    def clear(self) -> None:
        """Take all marks away."""
        self._rows.clear()

    def sorted(self) -> list[int]:
        """The marked rows from top to bottom."""
        return sorted(self._rows)

    def __contains__(self, row: object) -> bool:
        return row in self._rows

    def __len__(self) -> int:
        return len(self._rows)
