"""Report as Markdown: nothing in a value makes a link, a heading, a cell or a row of its own.

Every sign that means something in CommonMark or its extensions is escaped; text that may run from
right to left is isolated by U+2068 and U+2069, so that it ends with its cell.
"""

from __future__ import annotations

import re

from netwrix_tui.evidence.report_blocks import (
    Block,
    Bullets,
    Code,
    Facts,
    Foreign,
    Heading,
    Inline,
    Line,
    Paragraph,
    Table,
)
from netwrix_tui.results.export.isolates import isolated

_SIGNS = re.compile(r"([!#$&()*<>@\[\\\]^_`{|}~]|:(?!\d)|(?<=www)\.)", re.IGNORECASE)
"""A colon makes a link or a picture of what stands around it; one in a time of day does not."""

_AT_START = re.compile(r"^([-+=])|^(\d+)(?=[.)])")
"""What makes a list, or a line below, of what begins with it."""

_FENCE = re.compile("`+")


def block(of: Block) -> str:
    """A block as Markdown, an empty line behind it."""
    match of:
        case Heading(level, line):
            return f"{'#' * level} {_line(line)}\n\n"
        case Paragraph(line):
            return f"{_first(_line(line))}\n\n"
        case Bullets(lines):
            return "".join(f"- {_first(_line(line))}\n" for line in lines) + "\n"
        case Facts(rows):
            return "".join(f"- {_ours(name)}: {_line(v)}\n" for name, v in rows if v) + "\n"
        case Table(heads, rows):
            top = _row([_ours(head) for head in heads]) + _row(["---"] * len(heads))
            return top + "".join(_row(list(map(_line, row))) for row in rows) + "\n"
        case Code():
            return _fenced(of.lines())


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _line(line: Line) -> str:
    return "".join(map(_inline, line)).strip()


def _first(text: str) -> str:
    return _AT_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\", text)


def _inline(part: Inline) -> str:
    if not isinstance(part, Foreign):
        return _ours(part)
    escaped = _SIGNS.sub(r"\\\1", part.shown())
    return isolated(escaped)


def _ours(text: str) -> str:
    """Sentences of ours hold no signs but those of a sentence, and names of files."""
    return re.sub(r"([*_`\[\]<>|\\])", r"\\\1", text)


def _fenced(lines: list[str]) -> str:
    longest = max((len(run) for line in lines for run in _FENCE.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    text = "\n".join(lines)
    return f"{fence}text\n{text}\n{fence}\n\n"
