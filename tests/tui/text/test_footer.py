"""The footer: nothing in it is cut, and a pane's own keys stand in it at 80 columns."""

from __future__ import annotations

import pytest

from netwrix_tui.tui.actions.action import Pane
from netwrix_tui.tui.explorer.actions import ACTIONS
from netwrix_tui.tui.explorer.navigation import SearchNavigation
from netwrix_tui.tui.text.footer import FooterLine
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive

_OWN = {
    pane: [f"{action.key_display or action.keys} {action.label}" for action in ACTIONS
           if action.pane is pane and action.label]
    for pane in Pane
}  # fmt: skip
_ONLY_WHERE_IT_HELPS = ("x exact", "r retry", "n next", "p before", ". next hit")


def _line(driver: Driver) -> str:
    """The footer as a person reads it."""
    line = driver.app.screen.query_one(FooterLine)
    return driver.screen_text().splitlines()[line.region.y].strip()


def _is_whole(driver: Driver) -> bool:
    line = driver.app.screen.query_one(FooterLine)
    last = line.children[-1] if line.children else None
    return last is not None and last.region.right <= line.region.right and not line.max_scroll_x


async def _fits(driver: Driver, *words: str) -> None:
    def holds() -> bool:
        said = _line(driver)
        return _is_whole(driver) and all(word in said for word in words)

    await driver.until(holds, f"footer with {words}")


@pytest.mark.parametrize("size", [(80, 24), (80, 40)])
@pytest.mark.parametrize(
    ("pane", "keys", "more"),
    [
        (Pane.TABLE, [], ["f5 search", "b edit", "f6 find", "c copy", "/ filter"]),
        (Pane.RECORD, ["enter"], ["n next", "p before", "f5 search", "c copy"]),
        (Pane.RECORD, ["enter", "slash", "e", "enter"], [". next hit", "c copy"]),
        (Pane.BUILDER, ["b"], ["p paste", "o file", "f5 search"]),
        (Pane.FACETS, ["f3"], ["f5 search"]),
        (Pane.TIMELINE, ["f4"], ["f5 search", "c copy"]),
        (Pane.PREVIEW, ["f7"], ["f5 search"]),
        (Pane.TRAIL, ["i", "shift+tab"], ["f5 search"]),
    ],
)
def test_at_80_columns_the_footer_of_a_pane_is_whole(
    demo: Demo, pane: Pane, keys: list[str], more: list[str], size: tuple[int, int]
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press(*keys)
        own = [label for label in _OWN[pane] if label not in _ONLY_WHERE_IT_HELPS]
        if pane is Pane.PREVIEW:
            own = own[:2]  # the others are for several searches
        await _fits(driver, *own, *more, "? keys")

    drive(connection_to(demo), story, size=size)


def test_a_key_that_is_there_for_a_while_takes_the_place_of_one_that_is_not_missed(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SearchNavigation, "can_retry", True)

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        driver.explorer.refresh_bindings()
        await _fits(driver, "enter open", "c copy", "r retry", "? keys")
        assert "/ filter" not in _line(driver)

    drive(connection_to(demo), story, size=(80, 24))


def test_it_holds_more_where_there_is_more_room(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("b")
        await _fits(driver, "enter change", "d remove", "? keys")
        assert "f5 search" not in _line(driver)
        await driver.pilot.resize_terminal(130, 24)
        await _fits(driver, "o file", "f5 search", "f6 find", "/ filter", "? keys")
        await driver.pilot.resize_terminal(60, 20)
        await _fits(driver, "enter change", "? keys")

    drive(connection_to(demo), story, size=(60, 20))


def test_the_footer_of_a_comparison_is_whole(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("space", "space", "equals_sign")
        await _fits(driver, *_OWN[Pane.COMPARE])

    drive(connection_to(demo), story, size=(80, 24))


def test_the_keys_of_the_searches_take_one_line(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f6")
        await driver.until(lambda: "^y copy   esc back" in driver.screen_text(), "keys in a line")
        assert driver.app.screen.query_one("#searches-keys").size.height == 1

    drive(connection_to(demo), story, size=(80, 24))
