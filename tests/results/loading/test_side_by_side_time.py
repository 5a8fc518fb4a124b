"""How long slices side by side take, at servers of all kinds, by a clock that costs no time."""

from __future__ import annotations

import asyncio
import bisect
import random
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from netwrix_tui.errors import ConnectionLost, NetwrixTuiError, ServerRefused, TimedOut
from netwrix_tui.records.record import Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import spans_of
from netwrix_tui.results.loading.pace import Pace
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.results.loading.virtual_time import timed

pytestmark = pytest.mark.lengthy

NOW = int(datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp())
SIZE = 100
PAGES = 200
DELAY = 0.3


class Server:
    """Takes ``seconds`` for a page, given how many requests are under way and were made; its
    requests fail as ``fails`` says.
    """

    def __init__(
        self,
        moments: list[int],
        seconds: Callable[[int, int], float] = lambda _, __: DELAY,
        fails: Callable[[int, int], NetwrixTuiError | None] = lambda _, __: None,
    ) -> None:
        self.moments = sorted(moments)
        self.seconds, self.fails = seconds, fails
        self.under_way = self.asked = self.most_under_way = 0

    async def __call__(self, parameters: SearchParameters, mark: str | None) -> Page:
        (first, last), *_ = spans_of(parameters.named("When"), NOW)
        self.asked += 1
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            error = self.fails(self.under_way, self.asked)
            if error is not None:
                await asyncio.sleep(DELAY / 10)
                raise error
            await asyncio.sleep(self.seconds(self.under_way, self.asked))
        finally:
            self.under_way -= 1
        given = int(mark or 0)
        end = bisect.bisect_right(self.moments, last) - given
        start = max(bisect.bisect_left(self.moments, first), end - SIZE)
        places = range(end - 1, start - 1, -1)
        rows = [
            Row(
                rid=f"{at}",
                when=f"{datetime.fromtimestamp(self.moments[at], UTC):%Y-%m-%dT%H:%M:%SZ}",
            )
            for at in places
        ]
        raws = [row.rid.encode() for row in rows]
        return Page(WireFormat.JSON, rows, raws, str(given + len(rows)))


def load(server: Server, most: int) -> float:
    """Seconds until all is there, each record once and in order; a failure is asked for again."""
    moment = datetime.fromtimestamp(NOW, UTC)
    fetch = SearchFetcher(server, SearchParameters(), SIZE, moment=moment, pace=Pace(most))

    async def followed() -> list[int]:
        names: list[int] = []
        mark: str | None = None
        while True:
            try:
                page = await fetch(mark)
            except NetwrixTuiError:
                continue
            names += [int(row.rid) for row in page.rows]
            if page.mark is None or not len(page):
                return names
            mark = page.mark

    names, seconds = timed(followed())
    assert names == list(range(len(server.moments) - 1, -1, -1))
    return seconds


def even(count: int = SIZE * PAGES) -> list[int]:
    """Records all through half a year, as many by day as by night."""
    dice = random.Random(1)
    return [NOW - dice.randrange(180 * 86_400) for _ in range(count)]


def by_day(count: int = SIZE * PAGES) -> list[int]:
    """Records of a company: by day, hardly any at the weekend, three times as many at times."""
    dice = random.Random(2)
    weights = [0.05 if day % 7 > 4 else dice.choice((1, 1, 1, 3)) for day in range(120)]
    days = dice.choices(range(120), weights, k=count)
    return [NOW - 86_400 * day - int(dice.triangular(0, 36_000)) for day in days]


def test_four_at_a_time_are_three_and_a_half_times_as_fast() -> None:
    alone, beside = Server(even()), Server(even())
    assert load(alone, 1) >= 3.5 * load(beside, 4)
    assert alone.most_under_way == 1
    assert beside.most_under_way == 4
    # What it costs the server.
    assert beside.asked <= 1.12 * alone.asked


def test_hours_of_a_company_cost_little_of_that() -> None:
    assert load(Server(by_day()), 1) >= 2.8 * load(Server(by_day()), 4)


KINDS: dict[str, Callable[[], Server]] = {
    "one after the other inside": lambda: Server(even(), lambda under_way, _: DELAY * under_way),
    "slower and slower": lambda: Server(even(), lambda _, asked: DELAY * (1 + asked / 50)),
    "busy now and then": lambda: Server(
        even(),
        fails=lambda _, asked: ServerRefused("Busy.", status=503) if asked % 7 == 3 else None,
    ),
    "broken now and then": lambda: Server(
        by_day(), fails=lambda _, asked: ConnectionLost("Lost.") if asked % 11 == 3 else None
    ),
    "late now and then": lambda: Server(
        even(), fails=lambda _, asked: TimedOut("Late.") if asked % 13 == 5 else None
    ),
    "two connections": lambda: Server(
        even(),
        fails=lambda under_way, _: ServerRefused("Busy.", status=503) if under_way > 2 else None,
    ),
    "one connection": lambda: Server(
        even(), fails=lambda under_way, _: ConnectionLost("No more.") if under_way > 1 else None
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_never_a_tenth_slower(kind: str) -> None:
    server = KINDS[kind]
    assert load(server(), 4) <= 1.1 * load(server(), 1)


def test_a_page_out_of_a_cache_now_and_then_is_no_measure() -> None:
    server = Server(even(), lambda _, asked: DELAY if asked < 20 or asked % 9 else 0.01)
    assert load(Server(even()), 1) >= 3 * load(server, 4)


def test_a_few_records_are_asked_for_as_before() -> None:
    for count in (0, 5, SIZE - 1):
        alone, beside = Server(even(count)), Server(even(count))
        load(alone, 1)
        load(beside, 4)
        assert beside.asked == alone.asked


def test_the_first_page_comes_alone_and_nothing_beside_it_before_all_is_wanted() -> None:
    server = Server(even())
    pace = Pace(4, is_wide=False)
    moment = datetime.fromtimestamp(NOW, UTC)
    fetch = SearchFetcher(server, SearchParameters(), SIZE, moment=moment, pace=pace)

    async def scroll() -> tuple[int, int]:
        page = await fetch(None)
        page = await fetch(page.mark)
        asked = server.asked
        pace.is_wide = True
        page = await fetch(page.mark)
        page = await fetch(page.mark)
        assert server.under_way == 4
        pace.is_wide = False
        while server.under_way:
            await asyncio.sleep(DELAY)
        paused = server.asked
        await asyncio.sleep(10 * DELAY)
        assert server.asked == paused
        for _ in range(12):
            page = await fetch(page.mark)
        assert server.under_way <= 1
        return asked, server.most_under_way

    (asked, most), _ = timed(scroll())
    assert (asked, most) == (2, 4)


def test_of_a_limit_no_more_is_asked_for_than_it_takes() -> None:
    server = Server(even())
    pace = Pace(4, wanted=10 * SIZE)
    moment = datetime.fromtimestamp(NOW, UTC)
    fetch = SearchFetcher(server, SearchParameters(), SIZE, moment=moment, pace=pace)

    async def first_ten() -> None:
        mark: str | None = None
        for _ in range(10):
            page = await fetch(mark)
            mark = page.mark
        fetch.cancel()

    timed(first_ten())
    assert server.asked <= 18
