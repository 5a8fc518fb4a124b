"""A console of Windows that closes: the app is asked to leave, and the console waits for it."""

from __future__ import annotations

import asyncio
import sys
from typing import Any, cast

import pytest
from textual.app import App

from netwrix_tui.tui.terminal.console_closing import answer, leave_when_closed
from netwrix_tui.tui.terminal.termination import HUNG_UP


@pytest.mark.parametrize("event", [1, 2, 5, 6])
def test_the_console_is_answered_when_the_app_has_been_given_its_time(event: int) -> None:
    done: list[object] = []
    assert answer(event, done.append, lambda seconds: done.append(f"waited {seconds:.0f} s"))
    assert done == [HUNG_UP, "waited 4 s"]


@pytest.mark.parametrize("event", [0, 3, 4, 7])
def test_ctrl_c_and_what_nobody_knows_end_nothing(event: int) -> None:
    done: list[object] = []
    assert not answer(event, done.append, done.append)
    assert done == []


@pytest.mark.skipif(sys.platform != "win32", reason="asks the console")
def test_windows_takes_the_routine() -> None:
    from netwrix_tui.tui.terminal import console_closing

    async def listen() -> None:
        leave_when_closed(cast(App[Any], None))

    before = len(console_closing.kept)
    asyncio.run(listen())
    assert len(console_closing.kept) == before + 1
