"""Drives the explorer as a user does, against a demo server, waiting for what should happen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from textual.pilot import Pilot

from netwrix_tui.client.connection import AuthScheme, Connection, Secret
from netwrix_tui.client.trust import PinnedCertificate, Thumbprint
from netwrix_tui.demo.child import DemoProcess
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.explorer.explorer_screen import Explorer
from netwrix_tui.tui.explorer.status_line import StatusLine
from netwrix_tui.tui.session.server_session import server_session
from netwrix_tui.tui.table.view_window import HEADER
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import Demo
from tests.tui.settling import press_at_once, settle
from tests.tui.textual_internals import screen_text, toasts
from tests.waiting import PATIENCE


class Driver:
    """An explorer under test, and the questions that tests ask it."""

    def __init__(self, app: NetwrixTui, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def explorer(self) -> Explorer:
        """The explorer's screen, also while another lies over it."""
        return next(s for s in self.app.screen_stack if isinstance(s, Explorer))

    @property
    def stands(self) -> bool:
        """True once the explorer has taken the place of the first frame."""
        screen = self.app.screen
        return isinstance(screen, Explorer) and bool(screen.query("#table:focus, #notice:focus"))

    @property
    def status(self) -> str:
        """What the status line says."""
        return str(self.explorer.query_one(StatusLine).render())

    @property
    def loaded(self) -> int:
        """How many records the table shows."""
        return self.explorer.table.virtual_size.height - HEADER

    @property
    def toasts(self) -> list[str]:
        """What the notifications that still stand say, the oldest first."""
        return toasts(self.app)

    def screen_text(self) -> str:
        """Everything on the screen, as a person reads it."""
        return screen_text(self.app.screen)

    async def until(
        self, holds: Callable[[], bool], what: str = "", *, settled: bool = True
    ) -> None:
        """Wait until a condition holds; fail with what the screen says instead.

        A condition holds before what follows from it is drawn, a screen is on the stack before it
        is composed: unless not ``settled``, all of that is waited for as well.
        """
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(f"never came: {what or holds}\n{self.screen_text()}")
            await self.pilot.pause(0.01)
        if settled:
            await settle(self.pilot)

    async def until_loaded(self) -> None:
        """Wait until the first page is there and in the table, and nothing is under way."""

        def holds() -> bool:
            explorer = self.explorer
            is_there = self.loaded > 0 and explorer.table.size.height > HEADER
            at_rest = explorer.current_search.phase in (PagerPhase.MORE, PagerPhase.END)
            return is_there and at_rest and self.loaded == len(explorer.table.store)

        await self.until(holds, "records")

    async def until_names_rest(self) -> None:
        """Wait until nobody's names are learnt or looked for any more."""
        await self.until(
            lambda: not any(each.group == "names" for each in self.app.workers), "names"
        )

    async def until_status(self, *parts: str) -> None:
        """Wait until the status line holds all of these."""
        await self.until(lambda: all(part in self.status for part in parts), f"status {parts}")

    async def press(self, *keys: str) -> None:
        """Press keys, each once all is done that the one before has set going."""
        await settle(self.pilot)  # a screen that has just come has not got its focus yet
        for key in keys:
            await self.press_at_once(key)

    async def press_at_once(self, *keys: str) -> None:
        """Press keys, of which none waits for the one before; a text is its characters."""
        await press_at_once(self.pilot, keys)
        while not self.app.takes_keys:
            await asyncio.sleep(0.001)
            await settle(self.pilot)


def connection_to(
    demo: Demo | DemoProcess,
    *,
    role: str = "",
    wire: WireFormat = WireFormat.JSON,
    page_size: int = 1000,
) -> Connection:
    """A connection to a demo server with the account of a role, its certificate pinned."""
    account = demo.account(role) if role else demo.accounts[0]
    return Connection(
        url=demo.url,
        user=account.user,
        password=Secret(account.password),
        auth=AuthScheme.AUTO,
        trust=PinnedCertificate(Thumbprint.parse(demo.sha256 or "")),
        wire=wire,
        page_size=page_size,
    )


def drive(
    connection: Connection,
    story: Callable[[Driver], Awaitable[None]],
    size: tuple[int, int] = (120, 40),
    *,
    writable: bool = False,
) -> None:
    """Run the explorer on a connection, and what a test does with it."""

    async def run() -> None:
        app = NetwrixTui(replace(server_session(connection), writable=writable))
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            await story(driver)

    asyncio.run(run())
