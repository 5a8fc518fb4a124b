"""Blocks of a report: headings, paragraphs, facts and tables, before they are HTML or Markdown.

Text of ours is a plain string; whatever came from elsewhere is :class:`Foreign`, and both forms
escape and isolate it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from netwrix_tui.records.record_link import record_link
from netwrix_tui.sanitize import visible, visible_lines

_LONGEST = 2_000
"""Characters of a value that a report shows; the records themselves have all of it."""

_LONGEST_CODE = 8_000
_COUNT = 40
"""Characters of the words that say how long it was."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A text from elsewhere: a value, a name, a note."""

    text: str

    def shown(self) -> str:
        """On one line, everything in it visible, at most some thousand characters."""
        return visible(cut(self.text))


Inline = str | Foreign
Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 is the title's."""

    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels, which are ours, and values."""

    rows: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, which are ours, and rows of as many cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Text from elsewhere with its line breaks, or a command of ours."""

    text: str

    def lines(self) -> list[str]:
        """The lines, everything in them visible."""
        return visible_lines(cut(self.text, _LONGEST_CODE))


Block = Heading | Paragraph | Bullets | Facts | Table | Code


def foreign(text: str) -> Line:
    """A line that is a text from elsewhere; empty where that is empty."""
    return (Foreign(text),) if text else ()


def record_name(rid: str) -> Line:
    """A record by its link (``nwx:RID``), empty where it has no RID."""
    link = record_link(rid)
    return foreign(rid) if link == rid else (link.removesuffix(rid), Foreign(rid))


def lines_of_text(text: str) -> list[str]:
    """A text of the user's by its lines; at least one."""
    return re.split(r"\r\n|\n|\r", text)


def cut(text: str, most: int = _LONGEST) -> str:
    """A text as long as a report shows it; one that was cut is not cut again."""
    if len(text) <= most + _COUNT:
        return text
    return f"{text[:most]}… ({len(text):,} characters)"
