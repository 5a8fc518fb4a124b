"""Foreign text in this program's sentences: quoted, short, never on a line of its own.

A certificate, a server and a proxy say what they like, also what looks like a row of this program.
So whatever they say is shown by :func:`foreign`: in quotation marks that it cannot close, without
runs of blanks that would push its end to where the next row begins. Where a sentence is broken into
rows, :func:`rows` repeats the quotation mark at the beginning of each row that goes on with such a
text, as newspapers do: no row of ours begins with one.
"""

from __future__ import annotations

import re

from netwrix_tui.cell_width import cells, from_end, from_start
from netwrix_tui.sanitize import plain_spaces, visible

OPEN, CLOSE = "“", "”"

_LONGEST_LOOKED_AT = 4_096
"""Characters at either end of a value; what lies between is left out before anything else."""

_BLANKS = re.compile(" {2,}")
_REPEATED = re.compile(r"(‹U\+[0-9A-F]{4,6}›|[␀-␟␡])\1{2,}")
_LEAST_ROOM = 3
_LEAST_ROW = 8


def foreign(text: str, room: int) -> str:
    """The text, visible, in quotation marks, on one row of at most ``room`` cells (3 at least).

    It is shortened in its middle. Several blanks are told by their number: ``‹12 blanks›``.
    """
    room = max(room, _LEAST_ROOM) - 2
    if len(text) > 2 * _LONGEST_LOOKED_AT:
        text = f"{text[:_LONGEST_LOOKED_AT]}…{text[-_LONGEST_LOOKED_AT:]}"
    shown = visible(counted_blanks(text))
    shown = _REPEATED.sub(lambda run: f"{run[1]}×{len(run[0]) // len(run[1])}", shown)
    shown = shown.replace(OPEN, f"‹U+{ord(OPEN):04X}›").replace(CLOSE, f"‹U+{ord(CLOSE):04X}›")
    if cells(shown) > room:
        end = from_end(shown, room // 3)
        shown = f"{from_start(shown, room - 1 - cells(end))}…{end}"
    return f"{OPEN}{shown}{CLOSE}"


def counted_blanks(text: str) -> str:
    """The text with several blanks told by their number: none of them looks like a gap of ours.

    Spaces of other kinds are shown as blanks, and count as such.
    """
    return _BLANKS.sub(lambda run: f"‹{len(run[0])} blanks›", plain_spaces(text))


def foreign_list(texts: tuple[str, ...], room: int, *, each: int = 40) -> str:
    """Several of them with commas between, on one row: as many as fit, and how many more there are.

    ``each`` is the most cells that one takes where others follow it.
    """
    shown: list[str] = []
    used = 0
    for index, text in enumerate(texts):
        left = len(texts) - index - 1
        more = cells(_more(left))
        one = foreign(text, min(each, room) if len(texts) > 1 else room)
        if shown and used + cells(one) + more > room:
            break
        if not shown:
            one = foreign(text, min(cells(one), room - more))
        shown.append(one)
        used += cells(one) + 2
    return ", ".join(shown) + _more(len(texts) - len(shown))


def _more(count: int) -> str:
    return f" and {count:,} more" if count else ""


def rows(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """A sentence in rows of at most ``width`` cells where its words allow it.

    ``first`` begins the first row, ``rest`` all others. A row that goes on within a quotation
    begins with a quotation mark; within one, words that are too long are broken.
    """
    width = max(width, cells(rest) + _LEAST_ROW)
    done: list[str] = []
    row, start, is_quoted = first, first, False

    def next_row() -> None:
        nonlocal row, start
        done.append(row)
        row = start = rest + (OPEN if is_quoted else "")

    for word in visible(text).split():
        if row == start:
            # What begins the first row may leave less room than there is below it.
            if cells(row) + cells(word) > width and not done and cells(rest) < cells(row):
                next_row()
        elif cells(row) + 1 + cells(word) > width:
            next_row()
        else:
            row += " "
        left = word
        while (is_quoted or OPEN in left) and cells(row) + cells(left) > width:
            piece = from_start(left, width - cells(row)) or left[:1]
            row += piece
            is_quoted = _is_quoted_after(piece, is_quoted)
            left = left[len(piece) :]
            next_row()
        row += left
        is_quoted = _is_quoted_after(left, is_quoted)
    if row != start or not done:
        done.append(row)
    return done


def _is_quoted_after(text: str, is_quoted: bool) -> bool:
    opened, closed = text.rfind(OPEN), text.rfind(CLOSE)
    return is_quoted if opened == closed else opened > closed
