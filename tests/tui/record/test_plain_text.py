"""Plain text on the whole screen: nothing but the text, and the mouse left to the terminal."""

from __future__ import annotations

import asyncio
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot
from textual.screen import Screen

from netwrix_tui.tui.record.plain_text import PlainScreen
from tests.tui.settling import press, settle
from tests.tui.textual_internals import screen_text
from tests.waiting import wait_until

TEXT = (
    "\n".join(f"{number}\tline" for number in range(1, 101)) + "\nlong " + "word " * 40 + "\x1b[31m"
)

Story = Callable[["Stage", Pilot[None]], Awaitable[None]]


class Stage(App[None]):
    """An app that shows the text as soon as it is there."""

    def on_mount(self) -> None:
        self.push_screen(PlainScreen(TEXT))

    def rows(self) -> list[str]:
        return [line.rstrip() for line in screen_text(self.screen).split("\n")]


class MouseModes:
    """Whether a terminal would report the mouse, from what was written to it."""

    def __init__(self) -> None:
        self.written = ""

    @property
    def reported(self) -> bool:
        modes = re.findall(r"\x1b\[\?(?:1000|1003)([hl])", self.written)
        return not modes or modes[-1] == "h"


def play(story: Story, size: tuple[int, int] = (80, 24)) -> None:
    async def run() -> None:
        stage = Stage()
        async with stage.run_test(size=size) as pilot:
            await settle(pilot)
            await story(stage, pilot)

    asyncio.run(run())


@pytest.fixture
def mouse(monkeypatch: pytest.MonkeyPatch) -> MouseModes:
    modes = MouseModes()

    def write(self: HeadlessDriver, data: str) -> None:
        modes.written += data

    monkeypatch.setattr(HeadlessDriver, "write", write)
    return modes


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_the_text_fills_the_screen_from_its_left_edge(size: tuple[int, int]) -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        rows = stage.rows()
        assert rows[: size[1] - 1] == [f"{number}␉line" for number in range(1, size[1])]
        assert "esc goes back" in rows[-1]

    play(story, size)


def test_keys_scroll_and_control_characters_are_visible() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await press(pilot, "down", "down", "k")
        assert stage.rows()[0] == "2␉line"
        await press(pilot, "pagedown")
        assert stage.rows()[0] == "24␉line"
        await press(pilot, "pageup", "up")
        assert stage.rows()[0] == "1␉line"
        await press(pilot, "end")
        assert stage.rows()[-2].endswith("word ␛[31m")
        await press(pilot, "home")
        assert stage.rows()[0] == "1␉line"

    play(story)


@pytest.mark.parametrize("key", ["escape", "q", "v"])
def test_the_mouse_is_released_while_it_is_shown(key: str, mouse: MouseModes) -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        assert not mouse.reported
        await press(pilot, key)
        assert not isinstance(stage.screen, PlainScreen)
        assert mouse.reported

    play(story)


def test_the_mouse_is_taken_for_a_screen_above_and_after_a_visit_to_the_shell(
    mouse: MouseModes,
) -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await stage.push_screen(Screen[None]())
        await settle(pilot)
        assert mouse.reported
        stage.pop_screen()
        await settle(pilot)
        assert not mouse.reported
        mouse.written += "\x1b[?1000h\x1b[?1003h"
        stage.app_resume_signal.publish(stage)
        await settle(pilot)
        assert not mouse.reported

    play(story)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Runs a tmux command on a server of this test's own and returns its output."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    command = ("tmux", "-S", str(tmp_path / "tmux"), "-f", "/dev/null")

    def run(*arguments: str) -> str:
        done = subprocess.run((*command, *arguments), check=True, capture_output=True, text=True)
        return done.stdout

    yield run
    run("kill-server")


def test_in_a_real_terminal_the_mouse_goes_and_comes_back(tmux: Callable[..., str]) -> None:
    def until(holds: Callable[[], bool]) -> None:
        wait_until(holds, lambda: tmux("capture-pane", "-p"))

    def mouse_is_reported() -> bool:
        return tmux("display-message", "-p", "#{mouse_any_flag}").strip() == "1"

    program = "from tests.tui.record.test_plain_text import Stage; Stage().run()"
    start = shlex.join((sys.executable, "-c", program))
    here = str(Path(__file__).parents[3])  # where this module is found
    tmux("new-session", "-d", "-x", "80", "-y", "24", "-c", here, start)
    until(lambda: "1␉line" in tmux("capture-pane", "-p"))
    until(lambda: not mouse_is_reported())
    tmux("send-keys", "Escape")
    until(mouse_is_reported)
