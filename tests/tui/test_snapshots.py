"""How it looks: a few frames, compared as drawn. The records are fixed, and so is the zone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from textual.pilot import Pilot

from netwrix_tui.errors import Unreachable
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.session.session import Session
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.company_time import usual_time
from tests.tui.driving import Driver

SIZES = pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=["80x24", "160x50"])

_ACTIONS = ("Modified", "Removed", "Added", "Read", "Failed Logon", "Successful Logon", "Moved")


def _record(number: int) -> ActivityRecord:
    return ActivityRecord(
        rid=f"2026110512{number:02}00000{number:032X}",
        who=("CORP\\jane.doe", "CORP\\svc-sync", "omar@corp.local", "System")[number % 4],
        action=_ACTIONS[number % len(_ACTIONS)],
        what=(
            r"\\fs01\finance\reports\2026\quarterly\Q3 forecast.xlsx",
            r"\local\corp\Users\Domain Admins",
            "漢字 and \x1b[31mred\u202e",
        )[number % 3],
        when=f"2026-11-05T12:{59 - number:02}:31Z",
        where="dc01.corp.local",
        object_type=("File", "group", "user")[number % 3],
        monitoring_plan="AD monitoring",
        data_source="Active Directory",
        item="corp.local (Domain)",
        workstation="ws-042.corp.local",
        details=(
            Detail("title", None, "Analyst", "Senior analyst"),
            Detail("Member", 'Added: "\\corp\\Users\\Ann Lee"'),
        ),
    )


@dataclass
class FixedSource:
    """A server of forty records, of none, or of an error."""

    records: int = 40
    error: Unreachable | None = None

    async def search(
        self, parameters: SearchParameters, mark: str | None = None, *, wire: object = None
    ) -> Page:
        if self.error is not None:
            raise self.error
        wire = codec(WireFormat.JSON)
        numbers = range(self.records) if mark is None else ()
        raws = [wire.encode_record(_record(number)) for number in numbers]
        if raws:
            raws[2] = (
                b'{"RID":"damaged","Who":"CORP\\\\x","When":"2026-11-05T12:57:31Z","What":oops}'
            )
        return wire.decode_page(wire.encode_page(raws, "more" if raws else None))

    async def record(self, rid: str, wire: WireFormat) -> Page:
        return codec(wire).decode_page(codec(wire).encode_page([], None))

    async def aclose(self) -> None:
        await asyncio.sleep(0)


def looks(
    snap_compare: Any,
    size: tuple[int, int],
    steps: Callable[[Driver], Awaitable[None]],
    source: FixedSource | None = None,
) -> None:
    """Compare the frame after the steps with the one that is kept."""
    chosen = source or FixedSource()
    session = Session("CORP\\jane", "nwx01", lambda: chosen, ("NTLM", "certificate pinned"), 40)
    app = NetwrixTui(session)

    async def run_before(pilot: Pilot[None]) -> None:
        driver = Driver(app, pilot)
        await driver.until(lambda: driver.stands, "the explorer")
        await driver.until_status("loaded" if source is None else "")
        await driver.until(lambda: driver.explorer.current_search.phase not in ("idle", "loading"))
        await driver.press("u")
        await steps(driver)
        await pilot.wait_for_animation()

    with usual_time():
        assert snap_compare(app, terminal_size=size, run_before=run_before)


@SIZES
def test_results_with_marks(snap_compare: Any, size: tuple[int, int]) -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("down", "space", "space", "down")
        await driver.until_status("2 marked")
        if driver.explorer.panes.has_room_for_record:
            await driver.until(lambda: "5 of 40" in driver.screen_text())

    looks(snap_compare, size, steps)


@SIZES
def test_a_record(snap_compare: Any, size: tuple[int, int]) -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("enter")
        await driver.until(lambda: "Senior analyst" in driver.screen_text())
        await driver.until(lambda: "Same object" in driver.screen_text())

    looks(snap_compare, size, steps)


@SIZES
def test_nothing_found(snap_compare: Any, size: tuple[int, int]) -> None:
    async def steps(driver: Driver) -> None:
        await driver.until(lambda: "No records." in driver.screen_text())

    looks(snap_compare, size, steps, FixedSource(records=0))


@SIZES
def test_a_first_page_that_fails(snap_compare: Any, size: tuple[int, int]) -> None:
    async def steps(driver: Driver) -> None:
        await driver.until(lambda: "r tries again" in driver.screen_text())

    error = Unreachable(
        "nwx01:9699 refuses the connection.",
        cause="The Integration API may be switched off.",
        next_step="Look at Settings > Integrations.",
    )
    looks(snap_compare, size, steps, FixedSource(error=error))
