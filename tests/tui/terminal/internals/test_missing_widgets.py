"""What hears a key, a timer or a worker before it stands or after it is gone does no harm."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import pytest
from textual.app import ComposeResult
from textual.command import CommandList, CommandPalette
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from netwrix_tui.client.connection import Secret
from netwrix_tui.tui.app.palette import Palette
from netwrix_tui.tui.dialogs.ask_line import AskPassword
from netwrix_tui.tui.dialogs.dialog import Dialog
from netwrix_tui.tui.terminal.internals.missing_widgets import stands
from netwrix_tui.tui.terminal.typed_ahead import TypeAheadApp
from netwrix_tui.tui.text.visible_input import SecretInput
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive
from tests.waiting import PATIENCE

_PALETTE_ACTIONS = [
    "cursor_down",
    *(f"command_list('{name}')" for name in ("cursor_up", "page_down", "page_up", "last", "first")),
    "escape",
]


class Asks(Dialog[None]):
    """Looks for its line whenever it is asked, from wherever."""

    looked = 0
    _line: Widget | None = None
    """The line, once it was found: when the dialog is gone, it has no screen."""

    def compose(self) -> ComposeResult:
        yield Static("line", id="line")

    def look(self) -> None:
        type(self).looked += 1
        line = self._line or self.query_one("#line")
        self._line = line
        assert line.screen is self

    def action_look(self) -> None:
        self.look()

    async def later(self, gone: asyncio.Event) -> None:
        try:
            await gone.wait()
        except asyncio.CancelledError:
            self.look()
            raise


def test_the_palette_hears_keys_too_early_and_too_late(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        for action in _PALETTE_ACTIONS:
            palette = Palette()
            pushed = driver.app.push_screen(palette)
            await driver.app.run_action(action, palette)
            await pushed
            await driver.until(partial(stands, palette), "the palette")
            closed = palette.dismiss()
            await driver.app.run_action(action, palette)
            await closed
            assert not stands(palette)
            await driver.app.run_action(action, palette)
            assert driver.app.screen is driver.explorer

    drive(connection_to(demo), story)


def test_the_palettes_timers_and_workers_come_too_late(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        palette = Palette()
        await driver.app.push_screen(palette)
        await driver.until(lambda: stands(palette), "the palette")
        palette._start_no_matches_countdown("x")
        await palette.dismiss()
        with pytest.raises(NoMatches):
            palette.query_one(CommandList)
        # What a timer of it, a worker of it and its own Textual code would do by now.
        CommandPalette._gather_commands(palette, "x")
        driver.app.call_later(palette._watch__list_visible)
        driver.explorer.call_later(palette._watch__list_visible)
        done = asyncio.Event()
        driver.app.call_later(driver.explorer.call_later, done.set)
        await asyncio.wait_for(done.wait(), PATIENCE)
        assert driver.app.is_running
        assert driver.app.return_code is None

    drive(connection_to(demo), story)


def played(story: Callable[[TypeAheadApp[None]], object], says: int | None = None) -> None:
    async def run() -> None:
        app = TypeAheadApp[None]()
        async with app.run_test() as pilot:
            await story(app)
            await pilot.pause()
        assert app.return_code == says

    asyncio.run(run())


def test_a_closed_dialog_is_looked_in_from_everywhere() -> None:
    async def story(app: TypeAheadApp[None]) -> None:
        Asks.looked = 0
        dialog, other = Asks(), Screen[None]()
        await app.push_screen(other)
        await app.push_screen(dialog)
        worker = dialog.run_worker(dialog.later(asyncio.Event()))
        await app.run_action("look", dialog)
        await dialog.dismiss()
        await app.run_action("look", dialog)  # does not even look
        done = asyncio.Event()
        app.call_later(dialog.look)
        app.call_later(done.set)
        await asyncio.wait_for(done.wait(), PATIENCE)
        assert worker.is_finished
        assert Asks.looked >= 2

    played(story)


def test_what_is_missing_where_all_stands_is_still_a_mistake() -> None:
    async def story(app: TypeAheadApp[None]) -> None:
        dialog = Asks()
        await app.push_screen(dialog)
        await dialog.query_one("#line").remove()
        dialog.call_later(dialog.look)

    with pytest.raises(NoMatches):
        played(story, 1)


def test_a_password_that_could_not_be_read_is_asked_for_again() -> None:
    async def story(app: TypeAheadApp[None]) -> None:
        answers: list[Secret | None] = []
        complaints: list[str] = []
        dialog = AskPassword("CORP\\jane", "nwx01")
        dialog.show_error = complaints.append
        await app.push_screen(dialog, answers.append)
        field = dialog.query_one(SecretInput)
        field.value = "p\ufffd"
        await field.action_submit()
        async with asyncio.timeout(PATIENCE):
            while not complaints:
                await asyncio.sleep(0)
        assert answers == []
        assert "could not be read" in complaints[-1]
        field.value = "pä"
        await field.action_submit()
        async with asyncio.timeout(PATIENCE):
            while not answers:
                await asyncio.sleep(0)
        assert answers == [Secret("pä")]

    played(story)
