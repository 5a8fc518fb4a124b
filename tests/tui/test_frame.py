"""Frames written with changing pens draw what Textual's own draw, in fewer bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from netwrix_tui.tui.terminal.frame import PartOfFrame, WholeFrame

_SYSTEMS = [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD]
_TOKEN = re.compile(r"\x1b\[(?P<row>\d+);(?P<column>\d+)H|\x1b\[(?P<codes>[\d;]*)m|(?P<text>.)|\n")
_ENDS = {
    "22": {"1", "2"}, "23": {"3"}, "24": {"4", "21"}, "25": {"5", "6"}, "27": {"7"}, "28": {"8"},
    "29": {"9"}, "54": {"51", "52"}, "55": {"53"},
}  # fmt: skip
_SEEN_ON_BLANKS = {"4", "7", "9", "21", "51", "52", "53"}

Cell = tuple[str, frozenset[str], str, str]


class Paper:
    """What a terminal shows: characters with their attributes, colour and background."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self._x = self._y = 0
        self._reset()

    def read(self, written: str) -> Paper:
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
        return not self._on and self._color == "39" and self._behind == "49"

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
        seen = self._on if char != " " else self._on & _SEEN_ON_BLANKS
        color = self._color if char != " " or seen else ""
        self.cells[self._x, self._y] = (char, frozenset(seen), color, self._behind)
        self._x += 1


def _named(codes: list[str]) -> str:
    if codes[0] == "2":
        return ";".join(codes[1:])
    if int(codes[1]) < 16:
        return f"number {codes[1]}"
    triplet = Color.from_ansi(int(codes[1])).get_truecolor()
    return ";".join(map(str, triplet))


_PARTS = st.sampled_from([None, 0, 8, 18, 95, 138, 175, 255])
_COLORS = st.one_of(
    st.none(),
    st.builds(lambda n: Color.from_rgb(n, n, n), st.sampled_from([0, 8, 95, 168, 211, 255])),
    st.builds(Color.from_rgb, *[st.sampled_from([0, 95, 138, 175, 255])] * 3),
    st.builds(Color.from_ansi, st.integers(0, 255)),
)
_FLAG = st.sampled_from([None, None, True, False])
_STYLES = st.builds(
    Style,
    color=_COLORS,
    bgcolor=_COLORS,
    bold=_FLAG,
    dim=_FLAG,
    italic=_FLAG,
    underline=_FLAG,
    underline2=_FLAG,
    reverse=_FLAG,
    strike=_FLAG,
)
_TEXTS = st.sampled_from(["a", "bc", " ", "   ", " d "])
_SEGMENTS = st.builds(lambda text, style: Segment(text, style), _TEXTS, _STYLES)
_STRIPS = st.builds(Strip, st.lists(_SEGMENTS, max_size=6))


def _console(system: ColorSystem) -> Console:
    names = {
        ColorSystem.TRUECOLOR: "truecolor",
        ColorSystem.EIGHT_BIT: "256",
        ColorSystem.STANDARD: "standard",
    }
    return Console(color_system=names[system], force_terminal=True)  # type: ignore[arg-type]


def _fresh(strips: Iterable[Strip]) -> list[Strip]:
    """Styles without the codes that another kind of terminal left in them."""
    return [
        Strip([Segment(text, style and style.copy()) for text, style, _ in strip])
        for strip in strips
    ]


@given(st.lists(st.lists(_STRIPS, min_size=1, max_size=3), max_size=4), st.sampled_from(_SYSTEMS))
def test_a_whole_frame_looks_like_textuals(lines: list[list[Strip]], system: ColorSystem) -> None:
    region, console = Region(2, 1, 40, len(lines)), _console(system)
    theirs = LayoutUpdate([_fresh(line) for line in lines], region).render_segments(console)
    own = WholeFrame([_fresh(line) for line in lines], region).render_segments(console)
    paper = Paper().read(own)
    assert paper.cells == Paper().read(theirs).cells
    assert paper.is_plain


@given(_STRIPS, _STRIPS, st.integers(0, 20), st.integers(0, 20), st.sampled_from(_SYSTEMS))
def test_a_part_of_a_frame_looks_like_textuals(
    left: Strip, right: Strip, first: int, width: int, system: ColorSystem
) -> None:
    cuts = [left.cell_length, left.cell_length + right.cell_length]
    spans = [(3, first, first + width)]
    console = _console(system)
    written = []
    for kind in (ChopsUpdate, PartOfFrame):
        strips = _fresh([left, right])
        line: dict[int, Strip | None] = dict(zip([0, cuts[0]], strips, strict=True))
        if len(line) < 2:
            return
        chops = [{}, {}, {}, line]
        update = kind(chops, spans, [[], [], [], cuts])
        written.append(Paper().read(update.render_segments(console)))
    theirs, own = written
    for place, cell in own.cells.items():
        assert theirs.cells[place] == cell
    seen = [place for place in theirs.cells if first < place[0] <= first + width]
    assert all(place in own.cells for place in seen)
    assert own.is_plain


def test_a_table_line_takes_half_of_the_bytes() -> None:
    behind = Color.from_rgb(20, 24, 28)
    plain, quiet = (Style(color=Color.from_rgb(n, n, n), bgcolor=behind) for n in (218, 168))
    strip = Strip([Segment("CORP\\", quiet), Segment("jane   ", plain), Segment("   ", quiet)] * 3)
    region, console = Region(0, 0, 60, 1), _console(ColorSystem.TRUECOLOR)
    theirs = LayoutUpdate([[strip]], region).render_segments(console)
    own = WholeFrame([[strip]], region).render_segments(console)
    assert len(own) * 2 < len(theirs)
