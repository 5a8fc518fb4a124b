"""A server that leaves questions unanswered: it is told at once, and not waited for by the hour."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from netwrix_tui.errors import NetwrixTuiError, ServerRefused, ServerSilent, TimedOut
from netwrix_tui.headless.fetcher import PageFetcher
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.loading import patience
from netwrix_tui.results.loading.record_stream import SearchedRecords
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.tui.output.save_controller import SaveController
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.tui.fake_host import FakeHost


class _Clock:
    """Time that passes only where a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    clock = _Clock()
    monkeypatch.setattr(patience, "monotonic", clock)
    return clock


_LATE = TimedOut("nwx01:9699 did not answer within 300 s.")


def _fetcher(ask: object, line: str = "") -> tuple[SearchFetcher, list[str]]:
    fetcher = SearchFetcher(ask, plan_of(line, UTC_ZONE).parameters(), 4)  # type: ignore[arg-type]
    told: list[str] = []
    fetcher.patience.told = told.append
    return fetcher, told


def test_a_question_without_an_answer_ends_when_the_time_of_all_is_over() -> None:
    asked: list[SearchParameters] = []

    async def ask(parameters: SearchParameters, _: str | None) -> Page:
        asked.append(parameters)
        if len(asked) == 1:
            raise _LATE
        return await asyncio.Event().wait()  # type: ignore[return-value]

    fetcher, told = _fetcher(ask)
    fetcher.patience.longest = 0.05
    with pytest.raises(ServerSilent, match=r"no answer within 0\.05 s, to 2 questions") as caught:
        asyncio.run(asyncio.wait_for(fetcher(None), 30))
    assert "SQL Server" in caught.value.cause
    assert "doctor" in caught.value.next_step
    assert len(asked) == 2
    assert told == [
        "nwx01:9699 did not answer within 300 s. It is asked in slices of time now, the newest "
        "first; given up after 0.05 s without an answer."
    ]


@pytest.mark.parametrize("line", ["", "jane"])
def test_questions_that_time_out_are_no_more_than_the_time_of_all_allows(
    line: str, clock: _Clock
) -> None:
    asked = 0

    async def ask(_: SearchParameters, __: str | None) -> Page:
        nonlocal asked
        asked += 1
        clock.now += 300
        raise _LATE

    fetcher, told = _fetcher(ask, line)
    with pytest.raises(ServerSilent):
        asyncio.run(asyncio.wait_for(fetcher(None), 30))
    assert asked == 2  # with joined searches too: the first that has no answer ends all
    assert len(told) == 1


@pytest.mark.parametrize("error", [ServerSilent("no connection"), ServerRefused("no", status=500)])
def test_what_no_narrower_search_mends_is_asked_once(error: NetwrixTuiError) -> None:
    asked = 0

    async def ask(_: SearchParameters, __: str | None) -> Page:
        nonlocal asked
        asked += 1
        raise error

    fetcher, told = _fetcher(ask)
    with pytest.raises(type(error)):
        asyncio.run(fetcher(None))
    assert asked == 1
    assert not told


def test_an_answer_ends_what_is_said_and_gives_the_whole_time_anew() -> None:
    asked = 0

    async def ask(_: SearchParameters, __: str | None) -> Page:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise _LATE
        return Page(WireFormat.JSON, [], [], None)

    fetcher, told = _fetcher(ask)
    asyncio.run(fetcher(None))
    assert len(told) == 1
    assert not fetcher.patience.sentence
    assert fetcher.in_slices


def test_a_headless_search_says_it_on_standard_error() -> None:
    told: list[str] = []

    class Client:
        asked = 0

        async def search(self, *_: object) -> Page:
            self.asked += 1
            if self.asked == 1:
                raise _LATE
            return Page(WireFormat.JSON, [], [], None)

    fetcher = PageFetcher(Client(), SearchParameters(), 4, told.append)  # type: ignore[arg-type]
    asyncio.run(fetcher.page(None, 4))
    assert len(told) == 1
    assert "in slices of time now" in told[0]


def test_saving_all_of_a_search_says_it_too() -> None:
    host, asked = FakeHost(), 0
    controller = SaveController(
        host,
        SimpleNamespace(),
        SimpleNamespace(),
        SimpleNamespace(),  # type: ignore[arg-type]
        head=SimpleNamespace,  # type: ignore[arg-type]
    )

    async def ask(*_: object) -> Page:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise _LATE
        return Page(WireFormat.JSON, [], [], None)

    async def all_of_it() -> None:
        records = SearchedRecords(SearchFetcher(ask, SearchParameters(), 4), controller.tell_late)
        async for _ in records.rest():
            pass

    asyncio.run(all_of_it())
    assert len(host.posted) == 1
    controller.show()
    controller.show()
    assert len(host.said) == 1
    assert "in slices of time now" in host.said[0]
