"""Marked rows, to be copied or saved together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Marks:
    """A set of a store's rows, whatever order they are shown in. For the screen's thread alone.

    Marks that are restored before their records are loaded again count from when those are there.
    """

    __slots__ = ("_awaited", "_rows", "are_handed_over")

    def __init__(self) -> None:
        self._rows: set[int] = set()
        self._awaited: set[int] = set()
        """Marked rows that are still to be loaded."""
        self.are_handed_over = False
        """True where just these marked records were copied or saved."""

    def toggle(self, row: int) -> bool:
        """Mark the row, or take its mark away; returns whether it is marked now."""
        self.are_handed_over = False
        self._rows ^= {row}
        return row in self._rows

    def update(self, rows: Iterable[int]) -> None:
        """Mark all of these rows."""
        self.are_handed_over = False
        self._rows.update(rows)

    def restore(self, rows: Iterable[int], loaded: int) -> None:
        """Mark rows again; those from ``loaded`` on, the count of loaded ones, once they arrive."""
        self._awaited.update(rows)
        self.arrive(loaded)

    def arrive(self, loaded: int) -> None:
        """So many rows are loaded now: the marks on them count."""
        if self._awaited:
            arrived = {row for row in self._awaited if row < loaded}
            self._rows |= arrived
            self._awaited -= arrived

    def clear(self) -> None:
        """Take all marks away."""
        self._rows.clear()
        self._awaited.clear()

    def kept(self) -> list[int]:
        """The rows to restore another time, from top to bottom: those still to be loaded, too."""
        return sorted(self._rows | self._awaited)

    def sorted(self) -> list[int]:
        """The marked rows from top to bottom."""
        return sorted(self._rows)

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __contains__(self, row: object) -> bool:
        return row in self._rows

    def __len__(self) -> int:
        return len(self._rows)
