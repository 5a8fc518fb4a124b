"""Following: what arrives comes once, whatever the server does with its marks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from datetime import timedelta

import pytest

from netwrix_tui.clock import VARIABLE, now, shift_to
from netwrix_tui.errors import (
    AccountRefused,
    ConnectionLost,
    NetwrixTuiError,
    ServerRefused,
    Unreachable,
    UsageError,
)
from netwrix_tui.records.filters import ANYWHERE, Filter, Operator
from netwrix_tui.records.relative import RelativeSpan, SpanUnit
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import TimeRange, wire_moment
from netwrix_tui.results.following.follower import Follower, FollowEvent, Looked, Missed, NewRecords
from netwrix_tui.results.following.look_schedule import PollBackoff
from netwrix_tui.results.loading import seen_records
from netwrix_tui.results.loading.resume_point import ResumePoint
from netwrix_tui.results.loading.seen_records import MOST_RIDS, KnownRecords
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.results.records import rid, row

_NOW = now().replace(microsecond=0)
_SINCE = _NOW - timedelta(days=10)
_BEFORE = wire_moment(_SINCE - timedelta(seconds=1))
_AFTER = wire_moment(_SINCE + timedelta(seconds=1))
_FAST = PollBackoff(0.001)


@pytest.fixture(autouse=True)
def _it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test looks back from the moment of its records, however long the run takes."""
    monkeypatch.setenv(VARIABLE, shift_to(_NOW))


class _Server:
    """Holds numbered records; its marks are places in their list, good for one run of it."""

    def __init__(self, *whens: str, page_size: int = 2, marks_end: bool = True) -> None:
        self.whens = list(whens)
        self.run = 1
        self.errors: list[NetwrixTuiError] = []
        self.asked: list[tuple[SearchParameters, str | None]] = []
        self._page_size = page_size
        self._marks_end = marks_end

    async def ask(self, parameters: SearchParameters, mark: str | None) -> Page:
        self.asked.append((parameters, mark))
        if self.errors:
            raise self.errors.pop(0)
        run, _, place = (mark or f"{self.run} 0").partition(" ")
        if int(run) != self.run:
            raise ServerRefused("No mark of mine.", status=400)
        first = int(place)
        last = min(first + self._page_size, len(self.whens))
        rows = [row(n, self.whens[n]) for n in range(first, last)]
        at_end = last == len(self.whens)
        following = None if at_end and not self._marks_end else f"{self.run} {last}"
        raws = [f'{{"RID":"{rid(n)}"}}'.encode() for n in range(first, last)]
        return Page(WireFormat.JSON, rows, raws, following)


def _follow(
    server: _Server,
    story: Callable[[FollowEvent, list[str]], bool],
    *,
    parameters: SearchParameters | None = None,
    place: ResumePoint | None = None,
) -> tuple[list[str], Follower]:
    """Follow until the story, which gets each event and all RIDs so far, says that it is over."""
    came: list[str] = []

    async def run() -> Follower:
        following = Follower(
            server.ask, parameters or SearchParameters(), _SINCE, backoff=_FAST, resume_point=place
        )
        async with aclosing(following.events()) as events:
            async for event in events:
                if isinstance(event, NewRecords):
                    came.extend(r.rid for r in event.page.rows)
                if story(event, came):
                    break
        return following

    return came, asyncio.run(asyncio.wait_for(run(), 30))


def _looks(count: int, *then: Callable[[], None]) -> Callable[[FollowEvent, list[str]], bool]:
    """Ends after so many complete looks; behind each of the first comes one of these deeds."""
    seen = 0

    def story(event: FollowEvent, _: list[str]) -> bool:
        nonlocal seen
        if isinstance(event, Looked):
            seen += 1
            if seen <= len(then):
                then[seen - 1]()
        return seen == count

    return story


@pytest.mark.parametrize("marks_end", [True, False])
def test_first_what_is_since_then_whatever_arrives(*, marks_end: bool) -> None:
    server = _Server(_AFTER, _BEFORE, _AFTER, marks_end=marks_end)
    came, _ = _follow(
        server,
        _looks(3, lambda: server.whens.append(_AFTER), lambda: server.whens.append(_BEFORE)),
    )
    # What happened before counts as an arrival too, once the end was reached: it came late.
    assert came == [rid(n) for n in (0, 2, 3, 4)]
    assert server.asked[0][0].filters == (
        Filter("When", Operator.EQUALS, TimeRange(start=_SINCE - timedelta(days=1))),
    )


def test_who_goes_on_waits_for_a_server_that_is_not_there_yet() -> None:
    server = _Server(_AFTER)
    _, first = _follow(server, _looks(1))
    server.errors = [Unreachable("Not there yet."), Unreachable("Not there yet.")]
    server.whens.append(_AFTER)
    came, _ = _follow(server, _looks(1), place=first.resume_point)
    assert came == [rid(1)]
    server.errors = [AccountRefused("No.")]
    with pytest.raises(AccountRefused):
        _follow(server, _looks(1), place=first.resume_point)


def test_a_restarted_server_is_looked_at_anew_and_nothing_comes_twice() -> None:
    server = _Server(_AFTER, _AFTER, _AFTER)

    def restart() -> None:
        server.run = 2
        server.whens.append(_AFTER)

    came, _ = _follow(server, _looks(2, restart))
    assert came == [rid(n) for n in range(4)]
    start = server.asked[-1][0].named("When")[0].value
    assert isinstance(start, TimeRange)
    assert start.start is not None
    assert start.start > _SINCE  # not further back than something may have been missed


def test_after_a_restart_what_is_old_is_taken_for_known_where_too_much_came_to_remember(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(seen_records, "MOST_RIDS", 3)
    server = _Server(*[_AFTER] * 8)
    _, earlier = _follow(server, _looks(1))
    server.run = 2
    server.whens += [_AFTER, wire_moment(_NOW + timedelta(minutes=1))]
    came, _ = _follow(server, _looks(1), place=earlier.resume_point)
    assert came == [rid(9)]


def test_a_run_knows_all_that_it_saw_after_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_records, "MOST_RIDS", 3)
    server = _Server(*[_AFTER] * 8)

    def restart() -> None:
        server.run = 2
        server.whens += [_AFTER, wire_moment(_NOW + timedelta(minutes=1))]

    came, _ = _follow(server, _looks(2, restart))
    assert came == [rid(n) for n in range(10)]


def test_trouble_is_told_and_gone_through() -> None:
    server = _Server(_AFTER)
    pauses: list[float] = []

    def story(event: FollowEvent, came: list[str]) -> bool:
        if isinstance(event, Looked) and not pauses:
            server.errors = [ConnectionLost("cut"), Unreachable("away"), ConnectionLost("cut")]
            server.whens.append(_AFTER)
        if isinstance(event, Missed):
            pauses.append(event.pause)
        return len(came) == 2

    came, _ = _follow(server, story)
    assert came == [rid(0), rid(1)]
    assert len(pauses) == 3
    assert pauses[0] < pauses[1] < pauses[2]


@pytest.mark.parametrize(
    ("looks", "error"), [(0, Unreachable("away")), (1, AccountRefused("no")), (1, UsageError("x"))]
)
def test_what_waiting_does_not_mend_is_raised(looks: int, error: NetwrixTuiError) -> None:
    server = _Server(_AFTER)
    if not looks:
        server.errors = [error]
    with pytest.raises(type(error)):
        _follow(server, _looks(2, lambda: server.errors.append(error)))


def test_another_run_goes_on_from_the_place() -> None:
    server = _Server(_AFTER, _AFTER, _AFTER)
    _, first = _follow(server, _looks(1))
    server.whens += [_BEFORE, _AFTER]
    assert first.resume_point.caught_up
    came, second = _follow(server, _looks(1), place=first.resume_point)
    assert came == [rid(3), rid(4)]
    server.run = 2
    server.whens.append(_AFTER)
    came, _ = _follow(server, _looks(1), place=second.resume_point)
    assert came == [rid(5)]


def test_a_word_anywhere_is_followed_in_all_its_searches_and_comes_once() -> None:
    server = _Server(_AFTER, _AFTER)
    word = SearchParameters((Filter(ANYWHERE, Operator.CONTAINS, "jane"),))
    came, following = _follow(
        server, _looks(2, lambda: server.whens.append(_AFTER)), parameters=word
    )
    assert came == [rid(0), rid(1), rid(2)]
    names = {f.name for parameters, _ in server.asked for f in parameters.filters}
    assert {"Who", "What", "Where", "Detail", "When"} <= names
    assert len(following.resume_point.marks) > 1


def test_a_paused_one_asks_nothing_until_it_goes_on() -> None:
    server = _Server(_AFTER)

    async def run() -> None:
        following = Follower(server.ask, SearchParameters(), _SINCE, backoff=_FAST)
        looked = asyncio.Event()
        rids: list[str] = []

        async def follow() -> None:
            async for event in following.events():
                if isinstance(event, NewRecords):
                    rids.extend(r.rid for r in event.page.rows)
                if isinstance(event, Looked):
                    looked.set()

        task = asyncio.create_task(follow())
        await looked.wait()
        following.pause()
        assert following.is_paused
        asked = len(server.asked)
        server.whens.append(_AFTER)
        for _ in range(50):
            following.look_now()  # its pause is over
            await asyncio.sleep(0)
        assert len(server.asked) == asked
        following.resume()
        while len(rids) < 2:
            await asyncio.sleep(0)
        task.cancel()

    asyncio.run(asyncio.wait_for(run(), 30))


def test_a_span_of_time_is_not_followed() -> None:
    when = Filter("When", Operator.EQUALS, RelativeSpan(2, SpanUnit.HOURS))
    with pytest.raises(UsageError, match="no When"):
        Follower(_Server().ask, SearchParameters((when,)), _SINCE)


def test_a_server_in_circles_does_not_hold_a_look_for_ever() -> None:
    class Circling(_Server):
        async def ask(self, parameters: SearchParameters, mark: str | None) -> Page:
            page = await super().ask(parameters, f"{self.run} 0")
            return Page(page.format, page.rows, page.raws, f"another {len(self.asked)}")

    server = Circling(_AFTER)
    came, _ = _follow(server, _looks(1))
    assert came == [rid(0)]
    assert len(server.asked) < 30


def test_the_pauses_have_bounds() -> None:
    pace = PollBackoff(10.0)
    assert 9 <= pace.quiet(0) <= 11
    assert all(54 <= pace.quiet(n) <= 66 for n in (20, 1_000))
    assert 18 <= pace.trouble(1) <= 22
    assert all(270 <= pace.trouble(n) <= 330 for n in (6, 10_000))
    assert len({pace.quiet(0) for _ in range(5)}) > 1
    rare = PollBackoff(3_600.0)
    assert rare.longest_quiet == rare.longest_trouble == 3_600.0


def test_records_are_known_up_to_a_bound() -> None:
    known = KnownRecords(str(n) for n in range(MOST_RIDS - 1))
    assert not known.has_forgotten
    page = Page(WireFormat.JSON, [row(1), row(1), row(2)], [b"a", b"b", b"c"])
    assert list(known.unknown(page)) == [0, 2]
    assert known.learn(page) == 2
    assert known.has_forgotten
    assert known.all()[0] == "1"
    assert known.all()[-2:] == (rid(1), rid(2))
    assert known.learn(page) == 0
