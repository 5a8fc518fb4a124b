"""An explorer on a terminal that nobody sees, with a scene played on it by keys."""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from textual.events import Key

from netwrix_tui.demo.child import DemoProcess
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.explorer.explorer_screen import Explorer
from netwrix_tui.tui.session.server_session import server_session
from netwrix_tui.tui.session.session import Session
from tests.benchmarks.stage import SIZE, CountingDriver
from tests.tui.driving import connection_to
from tests.tui.textual_internals import error_of

NAP = 0.001


class Played(NetwrixTui):
    """The explorer of a session; what it does is a scene, given to :func:`play`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.driver_class = CountingDriver

    @property
    def explorer(self) -> Explorer:
        """The explorer's screen, whatever lies over it."""
        return next(screen for screen in self.screen_stack if isinstance(screen, Explorer))

    @property
    def loaded(self) -> int:
        """How many records there are."""
        return len(self.explorer.current_search.store)

    def press(self, key: str, character: str | None = None) -> None:
        """What the terminal's thread does when a key comes in."""
        assert self._driver is not None
        self._driver.process_message(Key(key, character))

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait on the loop that is measured, without a load of its own."""
        while not holds():
            await asyncio.sleep(NAP)

    async def search_everything(self) -> None:
        """Search at any time, and wait for the first page."""
        await self.until(lambda: any(isinstance(each, Explorer) for each in self.screen_stack))
        at_rest = (PagerPhase.MORE, PagerPhase.END)
        await self.until(lambda: self.explorer.current_search.phase in at_rest)
        await asyncio.sleep(1)  # the first search has been drawn
        self.explorer.builder.plan = SearchPlan()
        self.press("f5")
        searching = self.explorer.current_search
        await self.until(lambda: searching.parameters == SearchPlan().parameters())
        await self.until(lambda: searching.phase in at_rest and self.loaded > 0)

    async def key_to_bytes(self, key: str) -> tuple[float, float]:
        """Milliseconds from a key that moves the cursor to the last byte of the frame with that.

        And those of this thread's own processor time in it: less on a machine that is busy.
        """
        table, before = self.explorer.table, -1
        move_to = table.move_to

        def noted(row: int) -> None:
            nonlocal before
            move_to(row)
            before = CountingDriver.written

        table.move_to = noted  # type: ignore[method-assign]
        start, busy = time.perf_counter(), time.thread_time()
        self.press(key)
        await self.until(lambda: before >= 0 and CountingDriver.written != before)
        del table.move_to
        took = (CountingDriver.wrote_at - start) * 1000
        return took, min(took, (time.thread_time() - busy) * 1000)


def on_demo(demo: DemoProcess, *, is_kept: bool = False) -> Played:
    """The explorer of a demo server, over HTTPS and NTLM; kept where NETWRIX_TUI_STATE says."""
    session = server_session(connection_to(demo))
    return Played(replace(session, remembered_as="corp") if is_kept else session)


def play(app: Played, scene: Callable[[Played], Awaitable[None]]) -> None:
    """Run the scene on the explorer, and leave it. An exception of either comes out here."""

    async def played() -> None:
        try:
            await scene(app)
        finally:
            app.exit()

    async def run() -> None:
        playing = asyncio.ensure_future(played())
        await app.run_async(size=SIZE, mouse=False)
        await playing
        if (error := error_of(app)) is not None:
            raise error

    asyncio.run(run())


def memory_mb() -> float:
    """What this process holds now, in megabytes."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return peak_mb()
    return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6


def peak_mb() -> float:
    """The most that this process ever held, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # The other count goes on from that of the process that started this one.
        words = status.read_text().partition("VmHWM:")[2].split()
        return int(words[0]) * 1024 / 1e6
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6
