"""Text of an SQL statement: its words, and where in it something is wrong.

Words are those of SQLite ("SQL As Understood By SQLite", "SQL Language Expressions"): names plain
or in ``"…"``, ```…``` and ``[…]``, text in ``'…'``, comments ``-- …`` and ``/* … */``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from netwrix_tui.errors import UsageError

_TOKEN = re.compile(
    r"(?P<gap>\s+|--[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|(?P<text>'(?:[^']|'')*+(?:'|\Z))"
    r"|(?P<quoted>\"(?:[^\"]|\"\")*+(?:\"|\Z)|`[^`]*(?:`|\Z)|\[[^\]]*(?:\]|\Z))"
    r"|(?P<name>[^\W\d][\w$]*)"
    r"|(?P<number>\d[\w.]*|\.\d[\w.]*)"
    r"|(?P<sign>\|\||<=|>=|<>|==|!=|->>|->|<<|>>|.)",
    re.DOTALL,
)


class Kind(Enum):
    """What a word of a statement is."""

    TEXT = auto()
    QUOTED = auto()
    NAME = auto()
    NUMBER = auto()
    SIGN = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """A word, and where it begins."""

    kind: Kind
    text: str
    at: int

    @property
    def end(self) -> int:
        return self.at + len(self.text)

    @property
    def name(self) -> str:
        """What it names, in small letters and without quotes; empty for what is no name."""
        if self.kind is Kind.QUOTED:
            return self.text[1:-1].casefold()
        return self.text.casefold() if self.kind is Kind.NAME else ""


class SqlError(UsageError):
    """A statement that cannot be run; ``at`` and ``length`` say which part of it is wrong."""

    def __init__(self, what: str, at: int, length: int, *, next_step: str = "") -> None:
        super().__init__(what, next_step=next_step)
        self.at = at
        self.length = max(1, length)


def words(statement: str) -> list[Word]:
    """The words of a statement, comments left out."""
    return [
        Word(Kind[match.lastgroup.upper()], match[0], match.start())
        for match in _TOKEN.finditer(statement)
        if match.lastgroup not in (None, "gap")
    ]


def names(statement: str) -> set[str]:
    """All that is named in it, in small letters."""
    return {word.name for word in words(statement)} - {""}


def marked(statement: str, error: SqlError, room: int = 78) -> str:
    """The line of the statement that has the error, and a line of ``^`` below it."""
    start = statement.rfind("\n", 0, error.at) + 1
    line = statement[start:].partition("\n")[0]
    at = min(error.at - start, len(line))
    first = max(0, min(at - room // 2, len(line) - room))
    length = max(1, min(error.length, len(line) - at, room - (at - first)))
    return f"{line[first : first + room]}\n{' ' * (at - first)}{'^' * length}"
