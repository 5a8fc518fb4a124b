"""Lines of styled text, made only as far as they are looked at.

A record can hold megabytes. What a view shows is therefore a :class:`LineSource` that grows in
slices of time: the first screen is there at once, the rest follows while the keys stay answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from time import monotonic
from typing import NamedTuple, Protocol

from rich.cells import cell_len

from netwrix_tui.tui.text.semantic_style import SemanticStyle

_BETWEEN = frozenset(("", "−", "+", "→"))
"""What stands between the texts of a line: blanks, and signs before a value."""

_LINES_BETWEEN_LOOKS = 64
"""Lines made before the clock is looked at again."""


class Script(StrEnum):
    """Languages that are coloured besides the two wire formats."""

    COMMAND = "command"
    """Lines of a shell or of PowerShell, none of which leaves a quote open."""


class Span(NamedTuple):
    """A piece of visible text, and what it means.

    With ``goes_on`` it is one row of a longer text, of which the next row stands below it.
    """

    text: str
    style: SemanticStyle = SemanticStyle.PLAIN
    goes_on: bool = False


Line = tuple[Span, ...]
"""One line of the screen; narrower than the screen or just as wide, never wider."""


class Piece(NamedTuple):
    """A piece of a line as it is searched: where it is, and how it goes on below.

    ``x`` is in cells, ``at`` in characters, both from the line's beginning. ``joint`` is what
    stands between it and the next row of the same text: nothing, or a line feed where a blank may
    have been left out; None where the text ends.
    """

    x: int
    at: int
    text: str
    joint: str | None


class LineSource(Protocol):
    """Lines laid out for one width."""

    @property
    def complete(self) -> bool:
        """True once every line has been made."""

    def __len__(self) -> int:
        """The lines made so far."""

    def line(self, number: int) -> Line:
        """A line that has been made."""

    def pieces(self, number: int) -> Iterator[Piece]:
        """The texts in a line that has been made; in the last one they may yet go on."""

    def grow(self, until: float) -> None:
        """Make lines until the moment ``until`` (:func:`time.monotonic`), or to the end."""


class GrowingLines:
    """Line source of an iterator."""

    def __init__(self, source: Iterator[Line]) -> None:
        self._source = source
        self._lines: list[Line] = []
        self._complete = False

    @property
    def complete(self) -> bool:
        return self._complete

    def __len__(self) -> int:
        return len(self._lines)

    def line(self, number: int) -> Line:
        return self._lines[number]

    def pieces(self, number: int) -> Iterator[Piece]:
        yield from _pieces(self._lines[number])

    def grow(self, until: float) -> None:
        while not self._complete:
            before = len(self._lines)
            self._lines.extend(islice(self._source, _LINES_BETWEEN_LOOKS))
            self._complete = len(self._lines) - before < _LINES_BETWEEN_LOOKS
            if monotonic() >= until:
                return


def _pieces(line: Line) -> Iterator[Piece]:
    """The texts of a line: spans side by side are one, blanks and signs come between two."""
    x = at = 0
    text: Piece | None = None
    for span in line:
        word = span.text.strip()
        if word in _BETWEEN and (word or span.style is SemanticStyle.PLAIN or text is None):
            if text is not None:
                yield text
                text = None
            if word:
                yield Piece(x, at, span.text, None)
        else:
            before = Piece(x, at, "", None) if text is None else text
            joint = "\n" if span.goes_on else None
            text = before._replace(text=before.text + span.text, joint=joint)
        x += cell_len(span.text)
        at += len(span.text)
    if text is not None:
        yield text
