"""Slow lines: nothing is sent while nothing happens, and ``slow`` spares frames and animation."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from textual import constants, screen
from textual.geometry import Region
from textual.pilot import Pilot

from netwrix_tui.cli_parser import parsed
from netwrix_tui.clock import VARIABLE
from netwrix_tui.config.profile import Profile
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.session.server_session import profile_session, server_session
from netwrix_tui.tui.terminal.slow_line import SLOW_FRAMES
from netwrix_tui.tui.text.lines_view import LinesView
from netwrix_tui.tui.text.visible_input import VisibleInput
from tests.checkout import CHECKOUT
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.record_playing import ANN, Stage, as_shown, play, until
from tests.tui.terminal.terminal_session import StrictSession
from tests.tui.textual_internals import running_timers, seconds_a_frame


@pytest.fixture(autouse=True)
def _usual_frames() -> Iterator[None]:
    yield
    screen.UPDATE_PERIOD = 1 / constants.MAX_FPS  # type: ignore[misc]


def test_where_nothing_happens_no_clock_runs(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        async def at_rest(what: str) -> None:
            await driver.until(lambda: not running_timers(driver.app), f"rest {what}")

        await driver.until_loaded()
        await at_rest("in the table")
        await driver.press("down", "space", "pagedown")
        await at_rest("after keys")
        await driver.press("enter", "3")
        await at_rest("in a record")
        await driver.press("slash", *"who")
        await driver.until(lambda: " of " in driver.screen_text())
        assert isinstance(driver.app.focused, VisibleInput)
        await at_rest("in a line to type in")
        await driver.press("escape", "escape", "O")
        await at_rest("in a dialog")

    drive(connection_to(demo), story, size=(80, 24))


def test_of_the_next_record_only_the_lines_that_differ_are_painted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    painted: list[tuple[Region, ...]] = []
    refresh = LinesView.refresh

    def noted(view: LinesView, *regions: Region, **options: bool) -> LinesView:
        painted.append(regions)
        return refresh(view, *regions, **options)

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: "app07" in stage.text())
        top = next(y for y, row in enumerate(stage.rows()) if "modified user" in row)
        monkeypatch.setattr(LinesView, "refresh", noted)
        stage.viewer.show(as_shown(msgspec.structs.replace(ANN, workstation="app08")))
        await until(pilot, lambda: "app08" in stage.text())
        assert "app07" not in stage.text()
        line = next(y for y, row in enumerate(stage.rows()) if "app08" in row)
        assert [region.y for regions in painted for region in regions] == [line - top]
        assert all(painted)

    play(as_shown(ANN), story)


@pytest.mark.parametrize("slow", [True, False])
def test_a_slow_profile_turns_animation_off_and_caps_the_frames(demo: Demo, slow: bool) -> None:
    async def run() -> None:
        session = profile_session(connection_to(demo), Profile("far", slow=slow))
        app = NetwrixTui(replace(session, remembered_as=""))
        async with app.run_test(size=(80, 24)) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            assert app.animation_level == ("none" if slow else constants.TEXTUAL_ANIMATIONS)
            frames = SLOW_FRAMES if slow else constants.MAX_FPS
            assert seconds_a_frame(driver.explorer) == pytest.approx(1 / frames)

    asyncio.run(run())


def test_a_session_that_is_switched_to_has_its_own_pace(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        first = driver.explorer
        driver.app.open_session(replace(server_session(connection_to(demo)), slow=True))
        await driver.until(lambda: driver.explorer is not first and driver.stands)
        assert seconds_a_frame(driver.explorer) == pytest.approx(1 / SLOW_FRAMES)
        assert driver.app.animation_level == "none"

    drive(connection_to(demo), story, size=(80, 24))


@pytest.mark.parametrize(
    ("arguments", "slow"),
    [
        (["--slow"], True), (["corp", "--slow"], True), (["demo", "--slow"], True),
        (["--slow", "demo"], True), (["demo"], False), ([], False),
    ],
)  # fmt: skip
def test_slow_is_said_on_the_command_line(arguments: list[str], slow: bool) -> None:
    assert parsed(arguments).slow is slow


@pytest.mark.skipif(sys.platform != "linux", reason="opens a terminal, reads /proc")
@pytest.mark.parametrize("options", [[], ["--slow"]], ids=["as usual", "slow"])
def test_an_idle_explorer_writes_nothing_to_its_terminal(
    options: list[str], tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "netwrix_tui", "demo", "--records", "5000", *options]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CHECKOUT),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "HOME": str(tmp_path),
        VARIABLE: os.environ[VARIABLE],
    }
    with StrictSession(
        command, size=(80, 24), directory=tmp_path, environment=environment
    ) as session:
        session.until("newest first")
        _listen_for_several_frames(session)
        session.heard()
        session.send(b"\x1b[B")
        session.until("▌")
        _listen_for_several_frames(session)
        session.heard()
        _listen_for_several_frames(session)
        assert session.heard() == ""


def _listen_for_several_frames(session: StrictSession) -> None:
    """Between two frames a program sleeps as it does when it waits for a key."""
    for _ in range(30):
        session.settle()
