"""Frames written with changing pens draw what Textual's own draw, in fewer bytes."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from netwrix_tui.tui.terminal.frame_encoder import PartOfFrame, WholeFrame
from tests.tui.paper import Paper

_SYSTEMS = [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD]

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
_TEXTS = st.sampled_from(["a", "bc", " ", "   ", " d ", "漢", "e\u0301"])
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
def test_a_part_of_a_frame_draws_what_the_whole_has_there(
    left: Strip, right: Strip, first: int, width: int, system: ColorSystem
) -> None:
    cuts = [left.cell_length, left.cell_length + right.cell_length]
    if not all(cuts) or cuts[0] == cuts[1]:
        return
    console = _console(system)
    whole = WholeFrame([_fresh([left, right])], Region(0, 3, cuts[1], 1))
    line = dict(zip([0, cuts[0]], _fresh([left, right]), strict=True))
    part = PartOfFrame([{}, {}, {}, line], [(3, first, first + width)], [[], [], [], cuts])
    seen = Paper().read(whole.render_segments(console)).cells
    own = Paper().read(part.render_segments(console))
    assert own.cells.items() <= seen.items()
    wanted = [(x, 4) for x in range(first + 1, min(first + width, cuts[1]) + 1)]
    assert all(place in own.cells for place in wanted)
    assert own.is_plain


def test_a_table_line_takes_half_of_the_bytes() -> None:
    behind = Color.from_rgb(20, 24, 28)
    plain, quiet = (Style(color=Color.from_rgb(n, n, n), bgcolor=behind) for n in (218, 168))
    strip = Strip([Segment("CORP\\", quiet), Segment("jane   ", plain), Segment("   ", quiet)] * 3)
    region, console = Region(0, 0, 60, 1), _console(ColorSystem.TRUECOLOR)
    theirs = LayoutUpdate([[strip]], region).render_segments(console)
    own = WholeFrame([[strip]], region).render_segments(console)
    assert len(own) * 2 < len(theirs)
