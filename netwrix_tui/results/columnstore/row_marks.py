"""Marked rows, to be copied or saved together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Marks:
    """A set of a store's rows, whatever order they are shown in. For the screen's thread alone."""

    __slots__ = ("_rows", "are_handed_over")

    def __init__(self) -> None:
        self._rows: set[int] = set()
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

    def clear(self) -> None:
        """Take all marks away."""
        self._rows.clear()

    def sorted(self) -> list[int]:
        """The marked rows from top to bottom."""
        return sorted(self._rows)

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __contains__(self, row: object) -> bool:
        return row in self._rows

    def __len__(self) -> int:
        return len(self._rows)
