"""Keys that are pressed during the first frame go to the screen that follows it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.events import Key
from textual.widgets import Input

from netwrix_tui.client.connection import Secret
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.connect.connect_screen import ConnectScreen
from netwrix_tui.tui.connect.controller import ConnectController
from netwrix_tui.tui.explorer.first_frame import FirstFrame
from netwrix_tui.tui.session.server_session import server_session
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to


def press(app: NetwrixTui, keys: str) -> None:
    assert isinstance(app.screen, FirstFrame)
    for key in keys:
        app.post_message(Key("colon" if key == ":" else key, key))


def test_the_connect_screen_gets_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netwrix_tui.tui.app.application.TWO_FRAMES", 0.5)

    async def run() -> None:
        app = NetwrixTui(None, ConnectController(ProfileFile(tmp_path / "c"), None, Secret("")))
        async with app.run_test() as pilot:
            press(app, "quick")
            driver = Driver(app, pilot)
            await driver.until(lambda: isinstance(app.screen, ConnectScreen), "the connect screen")
            field = app.screen.query_one("#server", Input)
            await driver.until(lambda: field.value == "quick", "what was typed")
            await driver.press("s")
            assert field.value == "quicks"

    asyncio.run(run())


def test_the_explorer_gets_them(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netwrix_tui.tui.app.application.TWO_FRAMES", 0.5)

    async def run() -> None:
        app = NetwrixTui(server_session(connection_to(demo)))
        async with app.run_test() as pilot:
            press(app, ":who")
            driver = Driver(app, pilot)
            await driver.until(lambda: isinstance(app.focused, Input), "the line of the search")
            await driver.until(lambda: "who" in str(getattr(app.focused, "value", "")), "the words")

    asyncio.run(run())
