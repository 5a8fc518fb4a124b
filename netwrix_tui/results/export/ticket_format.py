"""Formats of a ticket text, and how a value of somebody else's stands in each.

Values are made visible, several blanks in a row are told by their number, what is long is cut in
its middle, and what runs from right to left is isolated. In Markdown a value is a code span, in
which nothing is a link or markup; the two characters that could end it, or the cell of a table
(GitHub Flavored Markdown, "Tables"), stand beside it as character references.
"""

from __future__ import annotations

import re
from enum import StrEnum

from netwrix_tui.foreign_text import counted_blanks, foreign
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.results.export.isolates import isolated

_QUOTED_ROOM = 80
"""Cells of a value within a sentence."""

_LONGEST_LOOKED_AT = 20_000
"""Characters of a value; in the middle of a longer one nothing is looked at."""

_ENDS_A_SPAN = re.compile(r"([|`])")
_PLAIN_WORDS = re.compile(
    r"[A-Za-z0-9,%]+(?: [A-Za-z0-9,%]+)*"
    r"|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: UTC(?:[+-]\d+(?::\d\d)?)?)?"
)


class TicketFormat(StrEnum):
    """Formats of a ticket text."""

    TEXT = "text"
    MARKDOWN = "markdown"
    ALIGNED = "aligned"

    @property
    def extension(self) -> str:
        """How a file of this format ends, with its dot."""
        return ".md" if self is TicketFormat.MARKDOWN else ".txt"

    def written(self, shown: str) -> str:
        """A value that is visible already, as it stands alone in this format."""
        return isolated(code_span(shown) if self is TicketFormat.MARKDOWN else shown)

    def quoted(self, text: str) -> str:
        """A value within a sentence: in quotation marks that it cannot close, or as code."""
        shown = foreign(text, _QUOTED_ROOM)
        return self.written(shown[1:-1] if self is TicketFormat.MARKDOWN else shown)


def cell_text(text: str, room: int) -> str:
    """A value on one line of at most ``room`` cells, visible, without a run of blanks."""
    if len(text) > 2 * _LONGEST_LOOKED_AT:
        text = f"{text[:_LONGEST_LOOKED_AT]}…{text[-_LONGEST_LOOKED_AT:]}"
    return shortened(counted_blanks(text), room)


def code_span(shown: str) -> str:
    """Visible text as Markdown's code, whatever is in it; empty text stays empty."""
    pieces = _ENDS_A_SPAN.split(shown)
    return "".join(
        f"&#{ord(piece)};" if at % 2 else f"`{piece}`" for at, piece in enumerate(pieces) if piece
    )


def word(shown: str) -> str:
    """A word of the product's, a number or a time in Markdown: as it is where it can be."""
    return shown if _PLAIN_WORDS.fullmatch(shown) else isolated(code_span(shown))


def code_block(text: str) -> str:
    """Lines of visible text as a block of code that none of them can close."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"
