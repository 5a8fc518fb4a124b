"""Follows a search in the explorer, and writes what is to arrive there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from netwrix_tui.clock import now
from netwrix_tui.results.following.live_follow import LiveFollow
from tests.demo_process import Demo
from tests.tui.driving import Driver
from tests.written import new_record

SMALL = (80, 24)


def write(demo: Demo, what: str, count: int = 1, **fields: str) -> list[str]:
    """Records happen now, the last one last; returns what they are about."""
    written = [f"{what}-{number}" for number in range(count)]
    records = [
        new_record(What=name, When=f"{now():%Y-%m-%dT%H:%M:%SZ}", **fields) for name in written
    ]
    with demo.http(demo.account("Contributor")) as client:
        answer = client.post("", params={"format": "json"}, json=records)
    assert answer.status_code == 200, answer.text
    return written


def what(driver: Driver, row: int = 0) -> str:
    table = driver.explorer.table
    return table.store.row(table.view.store_row(row)).what if row < len(table.view) else ""


def under_cursor(driver: Driver) -> str:
    return what(driver, driver.explorer.table.cursor_row)


async def follow(driver: Driver) -> None:
    await driver.until_loaded()
    await driver.press("F")
    await driver.until_status("following · looked")


def live_of(driver: Driver) -> LiveFollow:
    """How the search that is shown is followed."""
    loaded = driver.explorer.current_search.loaded
    assert loaded is not None
    assert isinstance(loaded.live, LiveFollow)
    return loaded.live


@asynccontextmanager
async def at_rest(driver: Driver, live: LiveFollow) -> AsyncIterator[None]:
    """Behind what is done here, wait until the look that it brought about has ended."""
    due = live.state.due
    yield
    await driver.until(lambda: live.state.due != due, "the end of a look")


async def look(driver: Driver, live: LiveFollow) -> None:
    """Have it look once."""
    async with at_rest(driver, live):
        live.look_now()


async def asked_while_due(demo: Demo, live: LiveFollow) -> int:
    """How many searches the server answered while looks were due, and others were answered."""
    before = searches(demo)
    for _ in range(5):
        live.look_now()
        await asyncio.to_thread(_ask_something_else, demo)
    return searches(demo) - before


def _ask_something_else(demo: Demo) -> None:
    with demo.http() as client:
        assert client.get("enum", params={"format": "json", "count": 1}).status_code == 200


async def until_came(driver: Driver, written: list[str]) -> None:
    """Until all of these stand on top, the latest first."""
    await driver.until(
        lambda: [what(driver, row) for row in range(len(written))] == written[::-1], str(written)
    )


def searches(demo: Demo) -> int:
    return sum(request.endpoint == "search" for request in demo.requests())
