"""The tour of one minute: by itself in the first demo, one step at a time, gone with Escape."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from netwrix_tui.tui.explorer.tour import STEPS, TourPanel
from netwrix_tui.tui.session.session import Session
from tests.demo_process import Demo
from tests.tui.driving import Driver
from tests.tui.keeping import drive_keeping


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory in which an explorer of these tests keeps things."""
    monkeypatch.setenv("NETWRIX_TUI_STATE", str(tmp_path))
    return tmp_path


def _as_demo(session: Session) -> Session:
    return replace(session, remembered_as="demo")


def _has_tour(driver: Driver) -> bool:
    return bool(driver.explorer.query(TourPanel))


async def _step(driver: Driver, number: int) -> None:
    begun = f"Tour {number} of {len(STEPS)}"
    await driver.until(lambda: begun in driver.screen_text(), begun)
    await driver.until(lambda: driver.explorer.tour.last_view is not None, "it looks")


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_each_step_waits_until_it_is_done(demo: Demo, size: tuple[int, int], state: Path) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await _step(driver, 1)
        await driver.press("down")
        await _step(driver, 2)
        await driver.press("enter")
        await driver.until(lambda: driver.explorer.viewer.has_focus, "the record")
        await _step(driver, 3)
        await driver.press("escape")
        await _step(driver, 4)
        await driver.press("f6", *"privileged", "enter", "enter")
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")
        await driver.until_loaded()
        await _step(driver, 5)
        await driver.press("space")
        await _step(driver, 6)
        await driver.press("question_mark")
        await driver.until(lambda: not _has_tour(driver), "the end")
        await driver.press("escape")
        assert json.loads((state / "shown.json").read_text()) == {"tour": True}

    drive_keeping(demo, story, size=size, change=_as_demo)


def test_escape_ends_it_and_f1_begins_it_again(demo: Demo, state: Path) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await _step(driver, 1)
        await driver.press("enter")
        await driver.press("escape")
        assert _has_tour(driver)
        await driver.press("escape")
        await driver.until(lambda: not _has_tour(driver), "the end")
        await driver.press("f1")
        await _step(driver, 1)
        await driver.press("f1", "f1")
        await driver.until(lambda: len(driver.explorer.query(TourPanel)) == 1, "one panel")

    drive_keeping(demo, story, change=_as_demo)


def test_the_second_demo_begins_without_it(demo: Demo, state: Path) -> None:
    (state / "shown.json").write_text('{"tour": true}')

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.app.workers.wait_for_complete(
            [worker for worker in driver.app.workers if worker.group == "tour"]
        )
        assert not _has_tour(driver)
        await driver.press("ctrl+p", *"tour of")
        await driver.until(lambda: "Take the tour" in driver.screen_text(), "the palette")
        await driver.press("enter", "enter")
        await _step(driver, 1)

    drive_keeping(demo, story, change=_as_demo)


def test_a_real_server_is_explored_without_it(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        assert not _has_tour(driver)
        assert not any(worker.group == "tour" for worker in driver.app.workers)

    drive_keeping(demo, story)
