"""Drives an explorer whose session is kept, and counts what it asks of the server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.session.server_session import server_session
from netwrix_tui.tui.session.session import Session
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to

Story = Callable[[Driver], Awaitable[None]]
PAGE = 100


def kept_session(demo: Demo, *, wire: WireFormat = WireFormat.JSON) -> Session:
    """A session on a demo server that is kept, in pages of 100."""
    session = server_session(connection_to(demo, wire=wire, page_size=PAGE))
    return replace(session, remembered_as="kept")


def drive_session(
    session: Session, story: Story, *, size: tuple[int, int] = (120, 40)
) -> Path | None:
    """Run the explorer on a session; returns the file that it was kept in."""

    async def run() -> Path | None:
        app = NetwrixTui(session)
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            await story(driver)
            path = app.keeper.path if app.keeper is not None else None
            if app.keeper is not None:
                await asyncio.to_thread(app.keeper.flush)
                path = app.keeper.path
        return path

    return asyncio.run(run())


@contextmanager
def counted_requests() -> Iterator[list[tuple[SearchParameters, str | None]]]:
    """What the server is asked meanwhile: the search and the mark of each request."""
    asked: list[tuple[SearchParameters, str | None]] = []
    search = AuditorClient.search

    async def counting(
        self: AuditorClient,
        parameters: SearchParameters,
        mark: str | None = None,
        count: int | None = None,
        wire: WireFormat | None = None,
    ) -> Page:
        asked.append((parameters, mark))
        return await search(self, parameters, mark, count, wire)

    with patch.object(AuditorClient, "search", counting):
        yield asked


def rids(driver: Driver) -> list[str]:
    """The RIDs of all that is loaded, in the order of arrival."""
    store = driver.explorer.table.store
    return [store.rid(row) for row in range(len(store))]


def told(driver: Driver, words: str) -> bool:
    """Whether a notification with these words is there."""
    return any(words in toast for toast in driver.toasts)


def is_held(driver: Driver) -> bool:
    """Whether all that was kept is on the screen, and the server was not asked for more."""
    loaded = driver.explorer.current_search.loaded
    return loaded is not None and loaded.holds and driver.loaded == len(loaded.store)
