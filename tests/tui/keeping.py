"""Drives an explorer that keeps what its user keeps, in a directory of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.session.server_session import server_session
from netwrix_tui.tui.session.session import Session
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to


def drive_keeping(
    demo: Demo,
    story: Callable[[Driver], Awaitable[None]],
    *,
    size: tuple[int, int] = (80, 24),
    change: Callable[[Session], Session] = lambda session: session,
) -> None:
    """Run the explorer under the name ``corp``; NETWRIX_TUI_STATE says where it keeps things."""

    async def run() -> None:
        session = replace(server_session(connection_to(demo)), remembered_as="corp")
        app = NetwrixTui(change(session))
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            await story(driver)

    asyncio.run(run())
