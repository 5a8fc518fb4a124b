"""With a release of Textual that nobody has tried, the explorer is slower, and whole."""

from __future__ import annotations

import json
import sys
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual._compositor import Compositor
from textual.app import App
from textual.widget import Widget

from netwrix_tui import cli
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.app.palette import Palette
from netwrix_tui.tui.explorer.explorer_screen import Explorer
from netwrix_tui.tui.terminal import beside_frames
from netwrix_tui.tui.terminal.internals import app_hooks, private_names
from netwrix_tui.tui.terminal.internals.private_names import Part
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.textual_internals import compositor_of

_OURS = ("compositor", "frame_encoder", "internals.frames")


def _without(part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        private_names, "missing", lambda asked: ("textual.it",) if asked is part else ()
    )


@pytest.fixture(params=["a later release", "a name is gone"])
def untested(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual as it may be one day; what stands on its compositor cannot even be imported."""
    if request.param == "a later release":
        monkeypatch.setattr(private_names, "installed", lambda: "9.0.0")
    else:
        _without(Part.DRAWING, monkeypatch)
    for name in _OURS:
        monkeypatch.setitem(sys.modules, f"netwrix_tui.tui.terminal.{name}", None)


def _shows(driver: Driver, text: str) -> bool:
    return text in driver.screen_text()


@pytest.mark.usefixtures("untested")
def test_the_explorer_runs_on_textuals_own_screen(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(beside_frames, "write", lambda _, data: written.append(data))

    async def story(driver: Driver) -> None:
        assert compositor_of(driver.explorer) is Compositor
        await driver.until_loaded()
        explorer = driver.explorer
        record = explorer.current_search.store.row(1)
        await driver.until(partial(_shows, driver, record.what[:10]), "the first page")
        await driver.press("down", "enter")
        await driver.until(lambda: explorer.panes.record_is_shown, "the record")
        await driver.until(partial(_shows, driver, "RECORD"), "the record on the screen")
        await driver.press("y")
        await driver.until(lambda: any("\x1b]52;" in data for data in written), "the copy")
        await driver.press("ctrl+p")
        await driver.until(lambda: isinstance(driver.app.screen, Palette), "the palette")
        await driver.press(*"help", "escape")
        await driver.until(lambda: isinstance(driver.app.screen, Explorer), "the explorer")
        await driver.press("escape", "q")
        await driver.until(lambda: not driver.app.is_running, "the end")
        assert driver.app.return_code == 0

    drive(connection_to(demo), story)


def test_on_a_tested_release_frames_are_ours(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        assert compositor_of(driver.explorer).__module__.endswith("terminal.compositor")

    drive(connection_to(demo), story)


@pytest.mark.skipif(sys.platform == "win32", reason="a driver of Unix terminals")
def test_without_what_the_driver_needs_it_is_textuals(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = NetwrixTui(None).get_driver_class()
    assert ours.__name__ == "TolerantDriver"
    _without(Part.TERMINAL, monkeypatch)
    assert NetwrixTui(None).get_driver_class() is App().get_driver_class()


def test_what_an_app_does_not_have_is_left_undone() -> None:
    bare = cast("App[Any]", SimpleNamespace())
    assert app_hooks.driver_of(bare) is None
    assert not app_hooks.uses_mouse(bare)
    app_hooks.take_back(bare, "said")
    app_hooks.forget_colours(cast("Widget", bare))
    beside_frames.write(bare, "nowhere")


@pytest.mark.parametrize("release", ["", "9.0.0"])
def test_the_doctor_says_what_draws(
    release: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if release:
        monkeypatch.setattr(private_names, "installed", lambda: release)
    monkeypatch.setenv("NETWRIX_API_PASSWORD", "secret")
    cli.main(["doctor", "--server", "https://127.0.0.1:1", "--user", "anna", "--json"])
    assert json.loads(capsys.readouterr().out)["drawing"] == {
        "textual": release or private_names.installed(),
        "tested": "8.2.7 to 8.2.8",
        "own": not release,
        "missing": [],
    }
