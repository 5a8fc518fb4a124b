"""Every column there is takes every key that has to do with a column."""

from __future__ import annotations

from netwrix_tui.tui.table.table_columns import ALL_COLUMNS, ColumnChoice
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive

_KEYS = ("y", "S", "F3", "f", "Y")
"""The cell, sorted, counted, the pivots from it, and the command of the view."""


def test_every_column_takes_every_key(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        table.show_columns(ColumnChoice(hidden=frozenset()))
        shown = [place.column for place in table.columns]
        assert set(shown) == set(ALL_COLUMNS)
        for number, column in enumerate(shown):
            await driver.press(*["right"] * bool(number))
            assert table.cursor_column is column, number
            for key in _KEYS:
                await driver.press(key)
                if driver.app.screen is not driver.explorer:
                    await driver.press("escape")
                table.focus()
                await driver.until(lambda: table.has_focus, "the table")
            assert driver.app.return_code is None

    drive(connection_to(demo), story, size=(160, 40))
