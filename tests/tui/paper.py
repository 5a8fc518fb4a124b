"""A model of a terminal: what it shows after what was written to it."""

from __future__ import annotations

import re

from rich.cells import get_character_cell_size
from rich.color import Color

_TOKEN = re.compile(r"\x1b\[(?P<row>\d+);(?P<column>\d+)H|\x1b\[(?P<codes>[\d;]*)m|(?P<text>.)|\n")
_ENDS = {
    "22": {"1", "2"}, "23": {"3"}, "24": {"4", "21"}, "25": {"5", "6"}, "27": {"7"}, "28": {"8"},
    "29": {"9"}, "54": {"51", "52"}, "55": {"53"},
}  # fmt: skip
_SEEN_ON_BLANKS = {"4", "7", "9", "21", "51", "52", "53"}

Cell = tuple[str, frozenset[str], str, str]
"""A character with its attributes, colour and background.

The right half of a wide character is an empty one.
"""


class Paper:
    """What a terminal shows, by column and line, both from 1."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self._x = self._y = 0
        self._reset()

    def read(self, written: str) -> Paper:
        """Take what a program writes."""
        for token in _TOKEN.finditer(written):
            if token["row"]:
                self._x, self._y = int(token["column"]), int(token["row"])
            elif token["codes"] is not None:
                self._change(token["codes"].split(";"))
            elif token["text"]:
                self._put(token["text"])
        return self

    @property
    def is_plain(self) -> bool:
        """True where the pen has no attribute and no colour."""
        return not self._on and self._color == "39" and self._behind == "49"

    def line(self, y: int) -> str:
        """The text of a line, as far as anything was written."""
        return "".join(cell[0] for (_, its), cell in sorted(self.cells.items()) if its == y)

    def _reset(self) -> None:
        self._on: set[str] = set()
        self._color, self._behind = "39", "49"

    def _change(self, codes: list[str]) -> None:
        while codes:
            code = codes.pop(0)
            if code in ("38", "48"):
                count = 4 if codes[0] == "2" else 2
                taken, codes = codes[:count], codes[count:]
                self._paint(code == "38", _named(taken))
            elif code in ("0", ""):
                self._reset()
            elif code in _ENDS:
                self._on -= _ENDS[code]
            elif len(code) >= 2 and code[:-1] in ("3", "4", "9", "10"):
                self._paint(code[:-1] in ("3", "9"), code)
            else:
                self._on.add(code)

    def _paint(self, text: bool, color: str) -> None:
        if text:
            self._color = color
        else:
            self._behind = color

    def _put(self, char: str) -> None:
        width = get_character_cell_size(char)
        if not width:
            self._put_mark(char)
            return
        for x in range(self._x, self._x + width):
            self._break_wide(x)
        seen = self._on if char != " " else self._on & _SEEN_ON_BLANKS
        color = self._color if char != " " or seen else ""
        look = (frozenset(seen), color, self._behind)
        for half in range(width):
            self.cells[self._x + half, self._y] = ("" if half else char, *look)
        self._x += width

    def _put_mark(self, mark: str) -> None:
        """A mark of no width goes onto the character before it."""
        x = self._x - 1
        if self.cells.get((x, self._y), ("x",))[0] == "":
            x -= 1
        if (x, self._y) in self.cells:
            char, *look = self.cells[x, self._y]
            self.cells[x, self._y] = (char + mark, *look)

    def _break_wide(self, x: int) -> None:
        """What is written over half of a wide character leaves a blank of the other half."""
        if self._char(x) == "":
            self._blank(x - 1)
        if self._char(x + 1) == "":
            self._blank(x + 1)

    def _char(self, x: int) -> str | None:
        cell = self.cells.get((x, self._y))
        return cell and cell[0]

    def _blank(self, x: int) -> None:
        cell = self.cells.get((x, self._y))
        if cell is not None:
            self.cells[x, self._y] = (" ", frozenset(), "", cell[3])


def _named(codes: list[str]) -> str:
    if codes[0] == "2":
        return ";".join(codes[1:])
    if int(codes[1]) < 16:
        return f"number {codes[1]}"
    triplet = Color.from_ansi(int(codes[1])).get_truecolor()
    return ";".join(map(str, triplet))
