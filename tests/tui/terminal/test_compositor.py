"""What was drawn bit by bit is what is there: the terminal shows what a whole new frame would."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from rich.console import Console
from rich.segment import Segment
from textual._compositor import CompositorUpdate, LayoutUpdate
from textual.app import App, ComposeResult, RenderableType
from textual.containers import VerticalScroll
from textual.events import Key
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.explorer.actions import ACTIONS
from netwrix_tui.tui.session.server_session import server_session
from netwrix_tui.tui.terminal.difference_writer import DifferenceWriter
from netwrix_tui.tui.terminal.low_latency_screen import LowLatencyScreen
from tests.demo_process import Demo
from tests.results.records import numbered_page
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.paper import Paper
from tests.tui.settling import settle
from tests.tui.textual_internals import forget_repaints, waits_for_layout, waits_for_paint
from tests.waiting import PATIENCE

STEPS = 25
_FEW = 8
"""Cells that are told of where there are wrong ones."""

_LEAVES = ("q", "ctrl+q")
_BOUND = [key for action in ACTIONS for key in action.keys.split(",") if key not in _LEAVES]
_MOVES = ["up", "down", "left", "right", "pageup", "pagedown", "home", "end", "shift+down"]
_PANES = [
    "b", "enter", "f1", "f3", "f4", "f6", "f7", "f9", "colon", "slash", "M", "O", "C", "s", "v",
    "ctrl+p", "question_mark", "n", "f", "tab", "f2", "N", "L",
]  # fmt: skip
_TYPED = list("abegrst09 \\.:*é漢")


class Papered:
    """An app whose frames are drawn on paper too, of each what differs from what is there."""

    def __init__(self, app: App[None], colors: str = "truecolor") -> None:
        self.app = app
        self.paper = Paper()
        self.differences = DifferenceWriter()
        self._console = Console(color_system=colors, force_terminal=True)  # type: ignore[arg-type]
        app._display = self._draw  # type: ignore[method-assign]

    def _draw(self, screen: Screen[object], update: RenderableType | None) -> None:
        difference = self.differences.of(screen, update, self._console)
        if difference is not None:
            self.paper.read(self._written(difference))
            assert self.paper.is_plain

    def _written(self, update: RenderableType | None) -> str:
        assert isinstance(update, CompositorUpdate)
        return update.render_segments(self._console)

    def spoil(self) -> None:
        """As a terminal that was resized: all of it has to be drawn again."""
        self.paper.cells = dict.fromkeys(self.paper.cells, ("#", frozenset(), "", ""))
        self.differences.forget()

    @property
    def is_drawn(self) -> bool:
        """True where nothing waits to be drawn, and nothing would be drawn otherwise."""
        screen = self.app.screen
        waits = screen._layout_required or screen._scroll_required or screen._dirty_widgets
        if waits or screen._repaint_required or screen._compositor._dirty_regions:
            return False
        return not self._wrong_lines()

    def _wrong_lines(self) -> list[tuple[str, str]]:
        whole = self._whole()
        lines = sorted({y for _, y in whole.cells})
        return [
            (self.paper.line(y), whole.line(y))
            for y in lines
            if any(
                self.paper.cells.get(at) != cell for at, cell in whole.cells.items() if at[1] == y
            )
        ]

    def _whole(self) -> Paper:
        """A new frame, written by Textual, with nothing of what widgets keep of their lines."""
        app = self.app
        for screen in app.screen_stack:
            for widget in screen.walk_children(Widget, with_self=True):
                widget._styles_cache.clear()
        stack = app._background_screens
        frame = app.screen._compositor.render_update(full=True, screen_stack=stack)
        assert isinstance(frame, LayoutUpdate)
        lines = [[without_codes(strip) for strip in line] for line in frame.strips]
        return Paper().read(LayoutUpdate(list(lines), frame.region).render_segments(self._console))

    async def drawn(self, pilot: Pilot[None]) -> None:
        """Wait until all that was changed is drawn, as it would be drawn anew."""
        deadline = time.monotonic() + PATIENCE
        while not self.is_drawn:
            assert time.monotonic() < deadline, self.complaint()
            await pilot.pause(0.01)

    def complaint(self) -> str:
        """What is on the paper, and what should be."""
        lines = [f"shown {shown}\nfresh {fresh}" for shown, fresh in self._wrong_lines()]
        shown, fresh = self.paper.cells, self._whole().cells
        wrong = [
            f"{at}: {shown.get(at)} for {cell}"
            for at, cell in fresh.items()
            if shown.get(at) != cell
        ]
        return "\n".join([*lines, *wrong[:_FEW]])


def without_codes(strip: Strip) -> Strip:
    """A strip whose styles know no codes, as those of another kind of terminal before."""
    return Strip([Segment(text, style and style.copy()) for text, style, _ in strip])


def some_keys(dice: random.Random) -> Iterator[str]:
    """A few keys, as somebody presses them who tries everything."""
    for _ in range(dice.randint(1, 3)):
        match dice.choices(range(5), (25, 35, 10, 12, 18))[0]:
            case 0:
                yield from [dice.choice(_MOVES)] * dice.randint(1, 4)
            case 1:
                yield dice.choice(_PANES)
            case 2:
                yield "escape"
            case 3:
                yield from (dice.choice(_TYPED) for _ in range(dice.randint(1, 4)))
            case _:
                yield dice.choice(_BOUND)


def key_event(key: str) -> Key:
    """What a terminal makes of a key; a character stands for its own."""
    name = _character_to_key(key) if len(key) == 1 else key
    return Key(name, key if len(key) == 1 else key_to_character(key))


@pytest.mark.parametrize(
    ("size", "colors", "seed"),
    [((80, 24), "truecolor", 1), ((120, 40), "256", 2), ((60, 20), "standard", 3)],
)
def test_after_any_keys_the_terminal_shows_what_is_there(
    hostile_demo: Demo, size: tuple[int, int], colors: str, seed: int
) -> None:
    dice = random.Random(seed)
    pressed: list[str] = []

    async def walk() -> None:
        app = NetwrixTui(replace(server_session(connection_to(hostile_demo)), writable=True))
        papered = Papered(app, colors)
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            for step in range(STEPS):
                keys = list(some_keys(dice))
                pressed.extend(keys)
                for key in keys:
                    app.post_message(key_event(key))
                await driver.until(lambda: app.takes_keys, "rest")
                await settle(pilot)
                if step % 10 == 9:
                    papered.spoil()
                    await pilot.resize_terminal(size[0] + step % 4, size[1])
                await papered.drawn(pilot)

    try:
        asyncio.run(walk())
    except AssertionError as error:
        error.add_note(f"after {len(pressed)} keys, the last of them: {pressed[-40:]}")
        raise


class Covered(LowLatencyScreen[None]):
    """Lines that scroll, below something that can be closed."""

    CSS = """
    Covered { layers: base top; }
    #lines { layer: base; }
    #lines { height: 100%; }
    #cover { layer: top; offset: 2 2; width: 20; height: 3; }
    """

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="lines"):
            for number in range(60):
                yield Static(f"line {number}", id=f"line-{number}")
        yield Static("cover\ncover\ncover", id="cover")


def test_what_is_closed_while_lines_scroll_is_gone() -> None:
    async def run() -> None:
        app = App[None]()
        papered = Papered(app)
        async with app.run_test(size=(40, 12)) as pilot:
            screen = Covered()
            await app.push_screen(screen)
            await settle(pilot)
            await papered.drawn(pilot)
            assert "cover" in papered.paper.line(4)
            screen.query_one("#lines").scroll_to(y=5, animate=False)
            await settle(pilot)
            await papered.drawn(pilot)
            screen.query_one("#cover").display = False
            # Somebody asks for the place of what is out of sight, before the layout.
            assert screen.query_one("#line-59").region.y > 12
            await settle(pilot)
            await papered.drawn(pilot)

    asyncio.run(run())


def test_a_page_that_comes_below_has_nothing_laid_out_or_drawn_again(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.pilot.pause()
        explorer, table = driver.explorer, driver.explorer.table
        panes = list(explorer.walk_children(Widget))
        before = len(table.store)
        table.store.append(numbered_page(0, 100))
        # Looked at before anything else has its turn.
        forget_repaints(panes)
        explorer.current_search.show()
        assert len(table.store) == before + 100 == driver.loaded
        assert not [pane for pane in panes if waits_for_layout(pane)]
        assert not waits_for_paint(table)

    drive(connection_to(demo), story)
