"""Slices of time and joined searches: nothing is lost, nothing comes twice, the newest comes first.

The server here is a list of records in memory that answers as the API does; over HTTPS the same is
tried in test_patient.py.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.clock import VARIABLE, shift_to
from netwrix_tui.errors import ServerRefused, TimedOut
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.record import Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import spans_of
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.loading.chained_fetcher import ChainedFetcher, Fetch
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.results.loading.time_sliced_fetcher import TimeSlicedFetcher
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

NOW = int(datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp())
DAY = 86_400


class Server:
    """Finds moments (seconds since the epoch) in its own order; slow where it looks far."""

    def __init__(
        self, timestamps: list[int], *, newest_first: bool = False, patience: int | None = None
    ) -> None:
        self.timestamps = sorted(timestamps, reverse=newest_first)
        self.asked: list[tuple[int, int]] = []
        self._patience = patience
        self._size = 4

    async def __call__(self, parameters: SearchParameters, mark: str | None) -> Page:
        spans = spans_of(parameters.named("When"), NOW)
        self.asked += spans
        # What lies before the first record costs a server nothing.
        first, last = max(spans[0][0], min(self.timestamps, default=NOW)), min(spans[-1][1], NOW)
        if self._patience is not None and last - first > self._patience:
            raise TimedOut("too slow")
        found = [m for m in self.timestamps if any(a <= m <= b for a, b in spans)]
        start = int(mark or 0)
        page = found[start : start + self._size]
        return page_of(page, str(start + len(page)))


def page_of(timestamps: list[int], mark: str | None) -> Page:
    rows = [
        Row(rid=str(m), when=datetime.fromtimestamp(m, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        for m in timestamps
    ]
    return Page(WireFormat.JSON, rows, [str(m).encode() for m in timestamps], mark)


async def followed(fetch: Fetch) -> list[int]:
    """All moments, by following marks as the API wants it."""
    found: list[int] = []
    page = await fetch(None)
    while len(page):
        found += [int(raw) for raw in page.raws]
        if page.mark is None:
            break
        page = await fetch(page.mark)
    return found


timestamps = st.lists(
    st.integers(NOW - 500 * DAY, NOW + DAY) | st.integers(NOW - 2 * DAY, NOW), max_size=40
).map(lambda found: sorted(set(found)))


patiences = st.none() | st.integers(DAY, 9 * DAY)


@settings(deadline=None)
@given(timestamps=timestamps, newest_first=st.booleans(), patience=patiences)
def test_all_records_come_once_and_newest_first(
    timestamps: list[int], newest_first: bool, patience: int | None
) -> None:
    server = Server(timestamps, newest_first=newest_first, patience=patience)
    fetch = TimeSlicedFetcher(server, SearchParameters(), NOW, 4)
    assert asyncio.run(followed(fetch)) == sorted(timestamps, reverse=True)


LINES = (
    "when:today",
    "when:2026-11-01..2026-11-20",
    "-when:yesterday",
    "when:today when:2026-10-01",
    "when:2027-01-01..",
    "when:..2026-01-01",
)


@given(timestamps=timestamps, line=st.sampled_from(LINES))
def test_the_times_of_the_search_hold(timestamps: list[int], line: str) -> None:
    parameters = plan_of(line, UTC_ZONE).parameters()
    spans = spans_of(parameters.named("When"), NOW)
    fetch = TimeSlicedFetcher(Server(timestamps), parameters, NOW, 4)
    wanted = [m for m in timestamps if any(first <= m <= last for first, last in spans)]
    assert asyncio.run(followed(fetch)) == sorted(wanted, reverse=True)


def test_a_quiet_year_takes_few_questions() -> None:
    server = Server([NOW - 399 * DAY])
    assert len(asyncio.run(followed(TimeSlicedFetcher(server, SearchParameters(), NOW, 4)))) == 1
    assert len(server.asked) < 20


def test_a_slice_of_a_second_is_not_cut() -> None:
    server = Server([NOW - DAY, NOW - DAY, NOW], patience=-1)
    with pytest.raises(TimedOut):
        asyncio.run(followed(TimeSlicedFetcher(server, SearchParameters(), NOW, 4)))
    assert len(server.asked) < 60


def test_joined_searches_follow_each_other() -> None:
    pages = {
        None: page_of([1, 2], "more"), "more": page_of([3], None),
    }  # fmt: skip

    async def first(mark: str | None) -> Page:
        return pages[mark]

    async def nothing(mark: str | None) -> Page:
        return page_of([], "again")

    async def last(mark: str | None) -> Page:
        return page_of([9] if mark is None else [], "end")

    joined = ChainedFetcher([first, nothing, last])
    assert asyncio.run(followed(joined)) == [1, 2, 3, 9]


def search(server: Server, line: str, *, in_slices: bool = False) -> SearchFetcher:
    return SearchFetcher(server, plan_of(line, UTC_ZONE).parameters(), 4, in_slices=in_slices)


def test_a_quick_server_is_asked_as_it_is() -> None:
    server = Server([NOW - n for n in range(9)], newest_first=True)
    fetcher = search(server, "")
    assert len(asyncio.run(followed(fetcher))) == 9
    assert not fetcher.in_slices
    assert len(server.asked) == 4


@pytest.mark.parametrize("failure", [TimedOut("slow"), ServerRefused("proxy", status=504)])
def test_a_slow_server_is_asked_in_slices(
    monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    monkeypatch.setenv(VARIABLE, shift_to(datetime.fromtimestamp(NOW, UTC)))
    timestamps = [NOW - n * DAY for n in range(30)]
    slow = Server(timestamps, patience=3 * DAY)

    async def ask(parameters: SearchParameters, mark: str | None) -> Page:
        try:
            return await slow(parameters, mark)
        except TimedOut:
            raise failure from None

    fetcher = SearchFetcher(ask, SearchParameters(), 4)
    assert asyncio.run(followed(fetcher)) == timestamps
    assert fetcher.in_slices


def test_another_failure_stays_one() -> None:
    async def ask(parameters: SearchParameters, mark: str | None) -> Page:
        raise ServerRefused("no", status=500)

    with pytest.raises(ServerRefused):
        asyncio.run(followed(SearchFetcher(ask, SearchParameters(), 4)))


def test_a_page_that_comes_late_is_not_a_reason_to_slice() -> None:
    quick = Server([NOW - n for n in range(9)])

    async def ask(parameters: SearchParameters, mark: str | None) -> Page:
        if mark is not None:
            raise TimedOut("slow")
        return await quick(parameters, mark)

    fetcher = SearchFetcher(ask, SearchParameters(), 4)
    with pytest.raises(TimedOut):
        asyncio.run(followed(fetcher))
    assert not fetcher.in_slices


def test_a_word_anywhere_is_several_searches() -> None:
    server = Server([NOW - 1])
    fetcher = search(server, "jane")
    found = asyncio.run(followed(fetcher))
    assert fetcher.joined > 1
    assert found == [NOW - 1] * fetcher.joined
