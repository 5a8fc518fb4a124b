"""Slices of time side by side: what comes out is what one page after the other would give."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.errors import ConnectionLost, ServerRefused, TimeNotHeeded
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.record import Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import spans_of
from netwrix_tui.records.when import TimeRange
from netwrix_tui.results.loading.pace import Pace
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

NOW = int(datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp())
DAY = 86_400
SIZE = 4


class Server:
    """Finds records by their seconds; answers in any order, and fails at times."""

    def __init__(self, seconds: list[int], seed: int = 0, *, newest_first: bool = True) -> None:
        found = sorted(seconds, reverse=newest_first)
        self.records = [(second, f"{number}") for number, second in enumerate(found)]
        self.dice = random.Random(seed)
        self.under_way = 0
        self.most_under_way = 0
        self.asked = 0
        self.failures = 0.0
        self.allowed = 99
        self.heeds_time = 10**6
        """Requests of which it heeds the time; those that follow find all records."""

    async def __call__(self, parameters: SearchParameters, mark: str | None) -> Page:
        self.asked += 1
        heeded = parameters.named("When") if self.asked <= self.heeds_time else ()
        spans = spans_of(heeded, NOW)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            if self.under_way > self.allowed:
                raise ServerRefused("Busy.", status=503)
            for _ in range(self.dice.randint(0, 5)):
                await asyncio.sleep(0)
            if self.dice.random() < self.failures:
                raise ConnectionLost("The line broke.")
        finally:
            self.under_way -= 1
        found = [each for each in self.records if any(a <= each[0] <= b for a, b in spans)]
        start = int(mark or 0)
        page = found[start : start + SIZE]
        rows = [
            Row(rid=name, when=datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
            for second, name in page
        ]
        raws = [name.encode() for _, name in page]
        return Page(WireFormat.JSON, rows, raws, str(start + len(page)))


async def followed(fetch: SearchFetcher) -> list[str]:
    """The names of all records; a page that failed is asked for again."""
    names: list[str] = []
    mark: str | None = None
    for _ in range(10_000):
        try:
            page = await fetch(mark)
        except (ConnectionLost, ServerRefused):
            continue
        names += [row.rid for row in page.rows]
        if not len(page) or page.mark is None:
            return names
        mark = page.mark
    raise AssertionError("no end")


def side_by_side(server: Server, parameters: SearchParameters, most: int = 4) -> list[str]:
    fetch = SearchFetcher(
        server, parameters, SIZE, moment=datetime.fromtimestamp(NOW, UTC), pace=Pace(most)
    )

    async def run() -> list[str]:
        async with asyncio.timeout(30):
            return await followed(fetch)

    return asyncio.run(run())


seconds = st.lists(
    st.integers(NOW - 900 * DAY, NOW + DAY) | st.integers(NOW - 2 * DAY, NOW), max_size=120
)


@settings(max_examples=60)
@given(seconds, st.integers(0, 1_000), st.sampled_from([0.0, 0.2]), st.booleans())
def test_the_same_records_in_the_same_order(
    found: list[int], seed: int, failures: float, has_bounds: bool
) -> None:
    server = Server(found, seed)
    server.failures = failures
    span = TimeRange(datetime.fromtimestamp(NOW - 500 * DAY, UTC), datetime.fromtimestamp(NOW, UTC))
    when = (Filter("When", Operator.EQUALS, span),) if has_bounds else ()
    expected = [
        name
        for second, name in server.records
        if not has_bounds or NOW - 500 * DAY <= second <= NOW
    ]
    assert side_by_side(server, SearchParameters(when)) == expected


def test_several_are_under_way_and_no_more_than_asked_for() -> None:
    server = Server([NOW - 60 * at for at in range(2_000)])
    assert len(side_by_side(server, SearchParameters(), most=4)) == 2_000
    assert server.most_under_way == 4
    alone = 2_000 // SIZE
    assert server.asked < alone * 1.4


def test_a_server_that_allows_two_is_asked_for_few_in_vain() -> None:
    server = Server([NOW - 60 * at for at in range(2_000)])
    server.allowed = 2
    assert len(side_by_side(server, SearchParameters(), most=8)) == 2_000


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_oldest_first_goes_one_after_the_other(newest_first: bool) -> None:
    server = Server([NOW - 60 * at for at in range(100)], newest_first=newest_first)
    names = side_by_side(server, SearchParameters())
    assert names == [name for _, name in server.records]
    assert (server.most_under_way > 1) is newest_first


def test_a_server_that_heeds_no_time_goes_one_after_the_other() -> None:
    server = Server([NOW - 60 * at for at in range(400)])
    server.heeds_time = 0
    names = side_by_side(server, SearchParameters())
    assert names == [name for _, name in server.records]
    assert server.asked < 400 // SIZE + 10


def test_a_server_that_ceases_to_heed_the_time_is_told_of() -> None:
    server = Server([NOW - 60 * at for at in range(400)])
    server.heeds_time = 60
    with pytest.raises(TimeNotHeeded, match="outside the time"):
        side_by_side(server, SearchParameters())
    assert server.asked < 80


def test_a_search_by_rid_goes_one_after_the_other() -> None:
    server = Server([NOW - 60 * at for at in range(100)])
    by_rid = SearchParameters((Filter("RID", Operator.CONTAINS, "1"),))
    side_by_side(server, by_rid)
    assert server.most_under_way == 1


def test_what_is_given_up_ends() -> None:
    server = Server([NOW - 60 * at for at in range(2_000)])
    fetch = SearchFetcher(server, SearchParameters(), SIZE, pace=Pace(4))

    async def run() -> None:
        page = await fetch(None)
        page = await fetch(page.mark)
        fetch.cancel()
        await asyncio.sleep(0)
        asked = server.asked
        await asyncio.sleep(0)
        assert server.asked == asked

    asyncio.run(run())
