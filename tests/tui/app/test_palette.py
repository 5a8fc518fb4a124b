"""The command palette when keys come faster than it closes."""

from __future__ import annotations

import pytest
from textual.widgets import Input, OptionList

from netwrix_tui.tui.app.palette import Palette
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.settling import settle


async def opened(driver: Driver) -> Palette:
    await driver.until_loaded()
    await driver.press("ctrl+p")
    palette = driver.app.screen
    assert isinstance(palette, Palette)
    return palette


def test_a_second_escape_on_its_way_finds_it_gone(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        palette = await opened(driver)
        palette.dismiss()
        palette.dismiss()
        await settle(driver.pilot)
        palette.dismiss()
        assert driver.app.screen is driver.explorer

    drive(connection_to(demo), story)


@pytest.mark.parametrize("by", ["enter", "list"])
def test_a_second_enter_on_its_way_runs_nothing_again(demo: Demo, by: str) -> None:
    async def story(driver: Driver) -> None:
        palette = await opened(driver)
        await driver.press(*"mark the rec")
        listed = palette.query_one(OptionList)
        await driver.until(lambda: listed.option_count > 0, "what it finds")
        field, chosen = palette.query_one(Input), listed.get_option_at_index(0)
        again = (
            Input.Submitted(field, field.value) if by == "enter"
            else OptionList.OptionSelected(listed, chosen, 0)
        )  # fmt: skip
        listed.post_message(OptionList.OptionSelected(listed, chosen, 0))
        palette.post_message(again)
        palette.post_message(again)
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")
        await settle(driver.pilot)
        assert len(driver.explorer.table.marks) == 1

    drive(connection_to(demo), story)
