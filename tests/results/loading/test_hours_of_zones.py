"""Hours of the week across the change of the clock: the rows are those that zoneinfo counts.

The server here is a list of records in memory that takes WorkingHours as the API does: two times of
day with an offset, no weekday. Over HTTPS the same is tried in test_hours.py of the commands.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from netwrix_tui.records.query import plan_of
from netwrix_tui.records.record import Row
from netwrix_tui.records.record_matching import RecordTest
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.weekly_hours import WeeklyHours
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.following.follower import Follower, Looked, NewRecords
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

pytestmark = pytest.mark.lengthy

ZONES = (
    "Europe/Berlin", "Europe/London", "America/New_York", "America/St_Johns", "Asia/Kolkata",
    "Asia/Kathmandu", "Australia/Lord_Howe", "Australia/Adelaide", "Pacific/Chatham",
    "America/Santiago", "Africa/Casablanca", "Pacific/Apia",
)  # fmt: skip
HOURS = ("Mon-Fri 08:00-18:00", "08:00-18:00", "Sun-Thu 07:30-15:45", "Fri-Sat 21:00-05:30")
_STEP = timedelta(minutes=15)


def changes(zone: ZoneInfo) -> list[datetime]:
    """The days of a year on which the clock changes; two days of it where it never does."""
    days = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(365)]
    offsets = [day.astimezone(zone).utcoffset() for day in days]
    found = [days[n] for n in range(364) if offsets[n] != offsets[n + 1]]
    return found or [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]


def rows_around(day: datetime) -> list[Row]:
    """Records of five days, whole quarters of an hour among them."""
    moments = [day - timedelta(days=2) + n * _STEP for n in range(5 * 96)]
    return [Row(rid=str(n), when=f"{m:%Y-%m-%dT%H:%M:%SZ}") for n, m in enumerate(moments)]


class Server:
    """Answers as the API does; hours on days of the week are nothing that it could be asked."""

    def __init__(self, rows: list[Row], size: int = 50) -> None:
        self.rows = rows
        self.size = size

    async def __call__(self, parameters: SearchParameters, mark: str | None) -> Page:
        assert not any(isinstance(f.value, WeeklyHours) for f in parameters.filters)
        test = RecordTest(parameters, 0)
        found = [row for row in self.rows if test.row_holds(row)]
        at = int(mark or 0)
        rows = found[at : at + self.size]
        raws = [row.rid.encode() for row in rows]
        return Page(WireFormat.JSON, rows, raws, str(at + self.size) if rows else None)


def counted(rows: list[Row], hours: str, zone: ZoneInfo, *, inside: bool) -> list[str]:
    """What zoneinfo says, by the wall clock of the zone."""
    days, _, clocks = hours.rpartition(" ")
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    first, last = (names.index(day) for day in (days or "Mon-Sun").split("-"))
    worked = {(first + n) % 7 for n in range((last - first) % 7 + 1)}
    start, end = (time.fromisoformat(clock) for clock in clocks.split("-"))

    def holds(row: Row) -> bool:
        there = datetime.fromisoformat(row.when).astimezone(zone)
        today, clock = there.weekday(), there.time()
        if start <= end:
            return today in worked and start <= clock <= end
        return (today in worked and clock >= start) or ((today - 1) % 7 in worked and clock <= end)

    return [row.rid for row in rows if holds(row) is inside]


async def fetched(server: Server, parameters: SearchParameters, now: datetime) -> list[str]:
    fetcher = SearchFetcher(server, parameters, server.size, moment=now)
    found: list[str] = []
    mark: str | None = None
    while True:
        page = await fetcher(mark)
        found += [row.rid for row in page.rows]
        if not len(page) or page.mark is None:
            return found
        mark = page.mark


@pytest.mark.parametrize("name", ZONES)
def test_the_rows_are_those_that_zoneinfo_counts(name: str) -> None:
    zone = ZoneInfo(name)
    for day in changes(zone):
        rows = rows_around(day)
        now = day + timedelta(days=3)
        span = f"when:{day - timedelta(days=3):%Y-%m-%d}..{day + timedelta(days=4):%Y-%m-%d}"
        for hours in HOURS:
            for minus in ("", "-"):
                line = f'{minus}hours:"{hours} {name}"'
                expected = counted(rows, hours, zone, inside=not minus)
                assert 0 < len(expected) < len(rows)
                for whole in (f"{line} {span}", line, f"{line} when:5d"):
                    parameters = plan_of(whole, UTC_ZONE).parameters()
                    wanted = expected
                    if whole.endswith("5d"):
                        start = f"{now - timedelta(days=5):%Y-%m-%dT%H:%M:%SZ}"
                        wanted = [rid for rid in expected if rows[int(rid)].when >= start]
                    found = asyncio.run(fetched(Server(rows, size=500), parameters, now))
                    assert found == wanted, whole


def test_pages_without_a_row_do_not_end_the_search() -> None:
    day = datetime(2026, 10, 25, tzinfo=UTC)
    rows, zone = rows_around(day), ZoneInfo("Europe/Berlin")
    parameters = plan_of('-hours:"Mon-Fri 08:00-18:00 Europe/Berlin"', UTC_ZONE).parameters()
    found = asyncio.run(fetched(Server(rows, size=3), parameters, day))
    assert found == counted(rows, "Mon-Fri 08:00-18:00", zone, inside=False)
    nothing = plan_of('hours:"Wed 08:00-08:01 Europe/Berlin"', UTC_ZONE).parameters()
    assert asyncio.run(fetched(Server(rows, size=3), nothing, day)) == []


def test_what_is_followed_keeps_to_the_hours() -> None:
    day = datetime(2026, 10, 25, tzinfo=UTC)
    rows, zone = rows_around(day), ZoneInfo("Europe/Berlin")
    parameters = plan_of('-hours:"Mon-Fri 08:00-18:00 Europe/Berlin"', UTC_ZONE).parameters()

    async def arrived() -> list[str]:
        follower = Follower(Server(rows), parameters, day - timedelta(days=2))
        found: list[str] = []
        async for event in follower.events():
            if isinstance(event, NewRecords):
                found += [row.rid for row in event.page.rows]
            if isinstance(event, Looked):
                return found
        return found

    assert asyncio.run(arrived()) == counted(rows, "Mon-Fri 08:00-18:00", zone, inside=False)
