"""Closed dialogs do not stay in memory."""

from __future__ import annotations

import gc
import weakref

from netwrix_tui.tui.screens.keys import KeysScreen
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.settling import press


def test_a_closed_dialog_is_let_go_of(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        gc.disable()  # what comes by chance does not count
        try:
            await press(driver.pilot, "question_mark")
            dialog = weakref.ref(driver.app.screen)
            assert isinstance(dialog(), KeysScreen)
            await press(driver.pilot, "escape")
            await driver.until(lambda: dialog() is None, "the dialog to be gone")
        finally:
            gc.enable()

    drive(connection_to(demo), story)
