"""A model of a terminal: what it shows after what was written to it."""

from __future__ import annotations

import re

from rich.cells import get_character_cell_size
from rich.color import Color

_TOKEN = re.compile(
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H|\x1b\[(?P<codes>[\d;]*)m"
    r"|\x1b\[(?P<forward>\d*)C"
    r"|\x1b\[(?P<top>\d+);(?P<bottom>\d+)r|(?P<no_region>\x1b\[r)"
    r"|\x1b\[(?P<count>\d*)(?P<act>[LM])"
    r"|(?P<text>[^\x1b\n])|\n"
)
_ENDS = {
    "22": {"1", "2"}, "23": {"3"}, "24": {"4", "21"}, "25": {"5", "6"}, "27": {"7"}, "28": {"8"},
    "29": {"9"}, "54": {"51", "52"}, "55": {"53"},
}  # fmt: skip
_SEEN_ON_BLANKS = {"4", "7", "9", "21", "51", "52", "53"}

Cell = tuple[str, frozenset[str], str, str]
"""A character with its attributes, colour and background.

The right half of a wide character is an empty one.
"""

_LAID_OPEN: Cell = (" ", frozenset(), "", "49")


class Paper:
    """What a terminal shows, by column and line, both from 1."""

    def __init__(self, *, is_strict: bool = True) -> None:
        """A strict one knows what frames consist of; another passes over what it does not know."""
        self._is_strict = is_strict
        self.cells: dict[tuple[int, int], Cell] = {}
        self._x = self._y = 0
        self._region: tuple[int, int] | None = None
        self._reset()

    def read(self, written: str) -> Paper:
        """Take what a program writes."""
        position = 0
        while position < len(written):
            token = _TOKEN.match(written, position)
            if token is None:
                assert not self._is_strict, f"what is {written[position : position + 40]!r}?"
                position += 1
                continue
            position = token.end()
            if token["row"]:
                self._x, self._y = int(token["column"]), int(token["row"])
            elif token["forward"] is not None:
                self._x += int(token["forward"] or 1)
            elif token["top"]:
                self._region = int(token["top"]), int(token["bottom"])
                self._x = self._y = 1
            elif token["no_region"]:
                self._region = None
                self._x = self._y = 1
            elif token["act"]:
                self._move_lines(int(token["count"] or 1), deletes=token["act"] == "M")
            elif token["codes"] is not None:
                self._change(token["codes"].split(";"))
            elif token["text"]:
                self._put(token["text"])
        return self

    @property
    def is_plain(self) -> bool:
        """True where the pen has no attribute and no colour."""
        return not self._on and self._color == "39" and self._behind == "49"

    def text(self) -> str:
        """All lines."""
        rows: dict[int, list[str]] = {}
        for (_, y), cell in sorted(self.cells.items()):
            rows.setdefault(y, []).append(cell[0])
        return "\n".join("".join(row) for row in rows.values())

    def line(self, y: int) -> str:
        """The text of a line, as far as anything was written."""
        return "".join(cell[0] for (_, its), cell in sorted(self.cells.items()) if its == y)

    def _move_lines(self, count: int, *, deletes: bool) -> None:
        """Lines of the region are deleted or inserted where the cursor stands."""
        assert self.is_plain or not self._is_strict, "laid open in the colour of the pen by some"
        assert self._region, "lines are moved within a region"
        top, bottom = self._region
        assert top <= self._y <= bottom
        assert top < bottom, "a region has two lines"
        by = -count if deletes else count
        moved: dict[tuple[int, int], Cell] = {}
        for (x, y), cell in self.cells.items():
            if not self._y <= y <= bottom:
                moved[x, y] = cell
            elif self._y <= y + by <= bottom:
                moved[x, y + by] = cell
        width = max((x for x, _ in self.cells), default=0)
        for y in range(self._y, bottom + 1):
            for x in range(1, width + 1):
                moved.setdefault((x, y), _LAID_OPEN)
        self.cells = moved

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
