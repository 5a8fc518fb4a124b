"""Of a frame that is written what differs alone, the terminal shows all."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from netwrix_tui.tui.terminal.shown_screen import Frame, ShownScreen
from tests.tui.paper import Paper

WIDTH, HEIGHT = 14, 10
SYSTEM = ColorSystem.TRUECOLOR
BACKGROUND = Style(bgcolor=Color.from_rgb(20, 24, 28))

Line = Sequence[Strip]

_TEXTS = (
    "a", "bc", " ", "   ", " d ", "漢", "漢字", "e\u0301", "☃", "😀", "─│", "…", "␛[2J", "한",
    "x" * 7,
)  # fmt: skip
_COLORS = (None, Color.from_rgb(200, 200, 200), Color.from_ansi(2))
_BEHIND = (Color.from_rgb(20, 24, 28), Color.from_rgb(20, 24, 28), Color.from_rgb(60, 60, 60))


class Screens:
    """Screens by chance, the same ones for a seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def screen(self) -> list[Line]:
        return [self.line() for _ in range(HEIGHT)]

    def line(self) -> Line:
        cut = self.dice.randint(1, WIDTH)
        return [self.strip(width) for width in (cut, WIDTH - cut) if width]

    def strip(self, width: int) -> Strip:
        segments = [
            Segment(self.dice.choice(_TEXTS), self._style()) for _ in range(self.dice.randint(0, 5))
        ]
        return Strip(segments).adjust_cell_length(width, BACKGROUND)

    def _style(self) -> Style:
        pick = self.dice.choice
        return Style(
            color=pick(_COLORS),
            bgcolor=pick(_BEHIND),
            bold=pick((None, True)),
            underline=pick((None, None, True)),
            reverse=pick((None, None, None, True)),
        )


def frame(lines: Sequence[Line], only: Collection[int] | None = None) -> Frame:
    """A frame of these lines, of all of them or some."""
    parts, cuts = [], []
    for y, line in enumerate(lines):
        x = 0
        starts = []
        for strip in line:
            starts.append(x)
            if only is None or y in only:
                parts.append((y, x, x + strip.cell_length, strip))
            x += strip.cell_length
        cuts.append(starts)
    return Frame(sum(strip.cell_length for strip in lines[0]), cuts, parts, is_whole=only is None)


def whole(lines: Sequence[Line]) -> Paper:
    """What a terminal shows to which Textual itself has written all of it."""
    console = Console(color_system="truecolor", force_terminal=True)
    fresh = [
        [
            Strip([Segment(text, style and style.copy()) for text, style, _ in strip])
            for strip in line
        ]
        for line in lines
    ]
    update = LayoutUpdate(list(fresh), Region(0, 0, WIDTH, len(lines)))
    return Paper().read(update.render_segments(console))


class Terminal:
    """A terminal, and what the program takes to be on it."""

    def __init__(self) -> None:
        self.paper = Paper()
        self.shown = ShownScreen()

    def show(self, lines: Sequence[Line], only: Collection[int] | None = None) -> str:
        draft = self.shown.draft(frame(lines, only), SYSTEM)
        self.shown.adopt(draft)
        self.paper.read(draft.text)
        assert self.paper.is_plain
        return draft.text


def moved(
    lines: Sequence[Line], top: int, bottom: int, fresh: Sequence[Line], up: bool
) -> list[Line]:
    """The screen after so many lines came at the lower end of a region, or at the upper."""
    some = lines[top:bottom]
    kept = [*some[len(fresh) :], *fresh] if up else [*fresh, *some[: -len(fresh)]]
    return [*lines[:top], *kept, *lines[bottom:]]


_seeds = given(st.integers(0, 1 << 32))


def _scrolls(text: str) -> bool:
    return text.startswith("\x1b[") and "\x1b[r" in text


@_seeds
def test_any_screen_becomes_any_other(seed: int) -> None:
    screens, terminal = Screens(seed), Terminal()
    lines = screens.screen()
    for _ in range(3):
        terminal.show(lines)
        assert terminal.paper.cells == whole(lines).cells
        assert terminal.show(lines) == ""
        lines = [screens.dice.choice((line, screens.line())) for line in lines]


@_seeds
def test_lines_move_up_and_down(seed: int) -> None:
    screens, terminal = Screens(seed), Terminal()
    lines = screens.screen()
    terminal.show(lines)
    for _ in range(3):
        top, bottom = screens.dice.randint(0, 3), screens.dice.randint(7, HEIGHT)
        fresh = [screens.line() for _ in range(screens.dice.randint(1, 3))]
        lines = moved(lines, top, bottom, fresh, screens.dice.random() < 0.5)
        cursor = screens.dice.randrange(HEIGHT)
        lines[cursor] = [strip.apply_style(Style(bold=True)) for strip in lines[cursor]]
        terminal.show(lines, only={*range(top, bottom), cursor})
        assert terminal.paper.cells == whole(lines).cells


@_seeds
def test_of_some_lines_the_others_stay(seed: int) -> None:
    screens, terminal = Screens(seed), Terminal()
    before = screens.screen()
    terminal.show(before)
    only = {y for y in range(HEIGHT) if screens.dice.random() < 0.5}
    lines = [screens.line() if y in only else line for y, line in enumerate(before)]
    terminal.show(lines, only)
    assert terminal.paper.cells == whole(lines).cells


@_seeds
def test_after_somebody_else_wrote_all_is_written(seed: int) -> None:
    screens, terminal = Screens(seed), Terminal()
    lines = screens.screen()
    terminal.show(lines)
    terminal.paper = Paper()
    terminal.shown.forget()
    assert not terminal.shown.takes(frame(lines, only=[1]))
    terminal.show(lines)
    assert terminal.paper.cells == whole(lines).cells


def _text(text: str, width: int) -> Strip:
    return Strip([Segment(text, BACKGROUND)]).adjust_cell_length(width, BACKGROUND)


def _table(first: int, side: str, cursor: int, width: int = 70) -> list[Line]:
    """Rows beside a pane that stays, with a cursor in one of them."""
    lines: list[Line] = []
    for y in range(20):
        row = first + y
        strip = _text(
            f"{row:04}  CORP\\user{row * 7919 % 997}  Modified  \\\\fs{row % 5}\\{row:x}", width
        )
        lit = strip.apply_style(Style(bgcolor="#444444")) if y == cursor else strip
        lines.append([_text(f"{side} {y % 3}" if y < 6 else "", 10), lit])
    return lines


def test_the_terminal_moves_lines_that_it_has_and_the_side_is_put_back() -> None:
    terminal = Terminal()
    terminal.show(_table(0, "side", 19))
    places = [(1, 19), (2, 19), (5, 12), (4, 0), (1, 0)]
    for first, cursor in places:
        lines = _table(first, "side", cursor)
        text = terminal.show(lines)
        assert _scrolls(text)
        assert terminal.paper.cells == whole(lines).cells
        assert len(text) < 900


def test_a_page_of_other_lines_is_not_moved() -> None:
    terminal = Terminal()
    terminal.show(_table(0, "side", 0))
    lines = _table(500, "side", 0)
    assert not _scrolls(terminal.show(lines))
    assert terminal.paper.cells == whole(lines).cells


def test_one_cell_that_changes_takes_a_few_bytes() -> None:
    terminal = Terminal()
    terminal.show([[_text("loading page 1", 40)], [_text("below", 40)]])
    text = terminal.show([[_text("loading page 2", 40)], [_text("below", 40)]], only=[0])
    assert text == "\x1b[1;14H\x1b[48;2;20;24;28m2\x1b[0m"


def test_beside_a_character_of_doubtful_width_the_part_is_written_again() -> None:
    """A terminal may take it for one cell or two: what follows stands elsewhere there."""
    terminal = Terminal()
    terminal.show([[_text("☎ 😀 1", 20), _text("other", 20)]])
    text = terminal.show([[_text("☎ 😀 2", 20), _text("other", 20)]])
    assert text.startswith("\x1b[1;1H")
    assert "😀 2" in text
    assert "other" not in text


def test_control_characters_stay_here() -> None:
    terminal = Terminal()
    text = terminal.show([[Strip([Segment("a\x1b[2J\x07\x9b1mb", BACKGROUND)])]])
    assert "a[2J1mb" in text
    assert "\x07" not in text
    assert "\x9b" not in text
