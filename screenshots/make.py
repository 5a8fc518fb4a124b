"""Draws the pictures of this directory: the explorer on the demo, as it looks today.

Run it as ``python screenshots/make.py`` with the project installed.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

os.environ["TZ"] = "Europe/Berlin"
time.tzset()

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from textual.widgets import Input  # noqa: E402 - the zone has to be set before

from netwrix_tui.demo.child import start_demo  # noqa: E402 - the zone has to be set before
from netwrix_tui.records.filters import Filter, Operator  # noqa: E402
from netwrix_tui.records.plan import SearchPlan  # noqa: E402
from netwrix_tui.results.loading.pager import PagerPhase  # noqa: E402
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


async def told(driver: Driver) -> None:
    """The story: a member put in and taken out again, a note, and words between and below."""
    await found(driver)
    await driver.press("up", "up", "up", "space", "down", "down", "space", "up")
    await driver.press("n", *_typed("At this hour, and no ticket for it"), "enter")
    await driver.press("M")
    await driver.pilot.pause(0.3)
    await driver.press("home", "J", "up", "a")
    await driver.pilot.pause(0.2)
    await driver.press(*_typed("Half an hour later it was undone, by the same account:"), "enter")
    await driver.pilot.pause(0.2)
    await driver.press("end", "a")
    await driver.pilot.pause(0.2)
    await driver.press(*_typed("Next: what did the new member do in between?"), "enter")
    await driver.pilot.pause(0.3)


async def asked_by_sql(driver: Driver) -> None:
    """Rows of SQL over what is loaded."""
    await loaded(driver)
    await driver.press("L")
    await driver.until(lambda: driver.explorer.current_search.phase is PagerPhase.END)
    await driver.press("semicolon")
    await driver.pilot.pause(0.3)
    await driver.press(*_typed(_STATEMENT), "enter")
    await driver.pilot.pause(1.5)


async def packed(driver: Driver) -> None:
    """What goes into an evidence package."""
    await told(driver)
    await driver.press("escape", "E")
    await driver.pilot.pause(0.5)
    driver.app.screen.query_one("#to", Input).value = "~/cases/domain-admins.zip"
    await driver.pilot.pause(0.3)


_STATEMENT = (
    "SELECT who, count(*) AS n, max(local(time)) AS last FROM records"
    " WHERE action='Removed' GROUP BY 1 ORDER BY 2 DESC"
)


def _typed(words: str) -> list[str]:
    """The keys of some words."""
    return ["space" if letter == " " else letter for letter in words]


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
    ("story-120x40", (120, 40), told),
    ("sql-120x40", (120, 40), asked_by_sql),
    ("evidence-120x40", (120, 40), packed),
)


KEPT = (packed,)
"""Pictures of a session that is kept."""


async def draw(name: str, size: tuple[int, int], steps: Steps) -> None:
    """Run the steps in an explorer of that size and keep the last frame."""
    from netwrix_tui.tui.app.application import NetwrixTui
    from netwrix_tui.tui.session.server_session import server_session

    with tempfile.TemporaryDirectory() as state, start_demo() as demo:
        os.environ["NETWRIX_TUI_STATE"] = state
        session = server_session(connection_to(demo))
        app = NetwrixTui(replace(session, remembered_as="corp") if steps in KEPT else session)
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
