"""Draws the pictures of this directory: the explorer on the demo, as it looks today.

Run it as ``python screenshots/make.py`` with the project installed.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

os.environ["TZ"] = "Europe/Berlin"
time.tzset()

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from netwrix_tui.demo.child import start_demo  # noqa: E402 - the zone has to be set before
from netwrix_tui.records.filters import Filter, Operator  # noqa: E402
from netwrix_tui.records.plan import SearchPlan  # noqa: E402
from tests.tui.driving import Driver, connection_to  # noqa: E402

Steps = Callable[[Driver], Awaitable[None]]


async def loaded(driver: Driver) -> None:
    """The first page is there."""
    await driver.until_loaded()


async def found(driver: Driver) -> None:
    """Changes in Active Directory by people; the cursor on one that matters."""
    await loaded(driver)
    explorer = driver.explorer
    explorer.builder.plan = SearchPlan.initial()
    for condition in (
        Filter("Who", Operator.DOES_NOT_CONTAIN, "svc-"),
        Filter("Who", Operator.NOT_EQUAL_TO, "System"),
        Filter("DataSource", Operator.EQUALS, "Active Directory"),
        Filter("DataSource", Operator.EQUALS, "Logon Activity"),
        Filter("Action", Operator.NOT_EQUAL_TO, "Successful Logon"),
        Filter("Action", Operator.NOT_EQUAL_TO, "Logoff"),
    ):
        explorer.builder.plan = explorer.builder.plan.add(condition)
    await driver.press("f5")
    await driver.until_status("all", "loaded")
    store = explorer.current_search.store
    admins = (row for row in range(len(store)) if "Domain Admins" in store.row(row).what)
    target = max(admins, default=0)
    await driver.press(*["down"] * (target - 3), "space", "down", "space")
    await driver.pilot.pause(0.4)


async def a_record(driver: Driver) -> None:
    """A changed group, opened."""
    await found(driver)
    await driver.press("enter")
    await driver.pilot.pause(0.3)


async def raw_json(driver: Driver) -> None:
    """A record's JSON."""
    await a_record(driver)
    await driver.press("3")
    await driver.pilot.pause(0.3)


async def light(driver: Driver) -> None:
    """The light theme."""
    await found(driver)
    await driver.press("f2")
    await driver.pilot.pause(0.3)


async def filtering(driver: Driver) -> None:
    """Adding a filter."""
    await loaded(driver)
    await driver.press("b", "a")
    await driver.pilot.pause(0.3)


async def ready_made(driver: Driver) -> None:
    """The ready-made searches, one of them looked for."""
    await loaded(driver)
    await driver.press("f6")
    await driver.pilot.pause(0.3)
    await driver.press(*"privileged")
    await driver.pilot.pause(0.3)


async def counted(driver: Driver) -> None:
    """What is loaded counted by Who, and over time."""
    await loaded(driver)
    await driver.press("f3", "f4")
    await driver.pilot.pause(0.5)


async def followed(driver: Driver) -> None:
    """The ways on from a record."""
    await found(driver)
    await driver.press("f")
    await driver.pilot.pause(0.3)


PICTURES: tuple[tuple[str, tuple[int, int], Steps], ...] = (
    ("explorer-160x50", (160, 50), found),
    ("light-160x50", (160, 50), light),
    ("explorer-80x24", (80, 24), found),
    ("record-80x24", (80, 24), a_record),
    ("json-120x40", (120, 40), raw_json),
    ("filter-80x24", (80, 24), filtering),
    ("searches-80x24", (80, 24), ready_made),
    ("counts-160x50", (160, 50), counted),
    ("pivots-120x40", (120, 40), followed),
)


async def draw(name: str, size: tuple[int, int], steps: Steps) -> None:
    """Run the steps in an explorer of that size and keep the last frame."""
    from netwrix_tui.tui.app.application import NetwrixTui
    from netwrix_tui.tui.session.server_session import server_session

    with start_demo() as demo:
        app = NetwrixTui(server_session(connection_to(demo)))
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: driver.stands)
            await steps(driver)
            app.save_screenshot(f"{name}.svg", str(HERE))
    print(f"screenshots/{name}.svg")


def main() -> None:
    """Draw all of them, or those that the arguments name."""
    for name, size, steps in PICTURES:
        if len(sys.argv) == 1 or name in sys.argv[1:]:
            asyncio.run(draw(name, size, steps))


if __name__ == "__main__":
    main()
