"""What a check has found: each thing that differs from what was made, by its name."""

from __future__ import annotations

from dataclasses import dataclass, field

from netwrix_tui.foreign_text import foreign
from netwrix_tui.sanitize import visible

MOST_TOLD = 500
"""Differences that are told one by one; of one file, no more than _OF_ONE."""

_OF_ONE = 20
_ROOM = 200


@dataclass
class Differences:
    """Names are of files within a package; ``notes`` are no differences, but worth saying."""

    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    count: int = 0
    _of: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, what: str) -> None:
        """``what`` is a part of a sentence, as ``missing``. Names from elsewhere are shown safe."""
        self.count += 1
        there = self._of[name] = self._of.get(name, 0) + 1
        if len(self.lines) >= MOST_TOLD or there > _OF_ONE:
            return
        is_plain = name != "" and name == visible(name) and " " not in name and len(name) <= _ROOM
        self.lines.append(f"{name if is_plain else foreign(name, _ROOM)}: {what}.")

    def note(self, text: str) -> None:
        """Something that does not differ."""
        self.notes.append(text)

    @property
    def are_none(self) -> bool:
        """True where all is as it was made."""
        return self.count == 0

    @property
    def untold(self) -> int:
        """How many there are beside the lines."""
        return self.count - len(self.lines)
