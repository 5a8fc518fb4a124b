"""Marks that leave records out without a word: looks without them find these, and say so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

import pytest

from netwrix_tui.clock import VARIABLE, now, shift_to
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import spans_of
from netwrix_tui.records.when import wire_moment
from netwrix_tui.results.following import look_schedule
from netwrix_tui.results.following.follower import Follower, Looked, NewRecords
from netwrix_tui.results.following.look_schedule import PollBackoff, Sweeps, marks_leave_out
from netwrix_tui.results.loading.resume_point import ResumePoint
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.results.records import rid, row

_NOW = now().replace(microsecond=0)
_SINCE = _NOW - timedelta(minutes=30)
_FAST = PollBackoff(0.001)


@pytest.fixture(autouse=True)
def _it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test looks back from the moment of its records, however long the run takes."""
    monkeypatch.setenv(VARIABLE, shift_to(_NOW))


class _Server:
    """Finds records by their When, in pages of two; what its marks mean is each kind's own."""

    def __init__(self, *moments: datetime) -> None:
        self.records = dict(enumerate(moments))
        self.asked: list[str | None] = []
        self.before_sweep: Callable[[], None] = lambda: None

    def add(self, moment: datetime) -> None:
        """A record comes in."""
        self.records[len(self.records)] = moment

    async def ask(self, parameters: SearchParameters, mark: str | None) -> Page:
        if mark is None and self.asked:
            self.before_sweep()
        self.asked.append(mark)
        (first, _), *_ = spans_of(parameters.named("When"), int(_NOW.timestamp()))
        found = [n for n, at in self.records.items() if at.timestamp() >= first]
        return self.page(found, mark)

    def page(self, found: list[int], mark: str | None) -> Page:
        raise NotImplementedError

    def _page(self, numbers: list[int], mark: str | None) -> Page:
        rows = [row(n, wire_moment(self.records[n])) for n in numbers]
        raws = [f'{{"RID":"{rid(n)}"}}'.encode() for n in numbers]
        return Page(WireFormat.JSON, rows, raws, mark)


class _OldestFirst(_Server):
    """Marks are positions in the order of When."""

    newest_first = False

    def page(self, found: list[int], mark: str | None) -> Page:
        found.sort(key=lambda n: (self.records[n], n), reverse=self.newest_first)
        start = int(mark or 0)
        numbers = found[start : start + 2]
        return self._page(numbers, str(start + len(numbers)))


class _NewestFirst(_OldestFirst):
    newest_first = True


class _ByMoment(_Server):
    """A mark is the When of the last record that was given: one of 2099 hides all that comes."""

    def page(self, found: list[int], mark: str | None) -> Page:
        behind = float(mark or 0)
        found = [n for n in found if self.records[n].timestamp() > behind]
        found.sort(key=lambda n: self.records[n])
        numbers = found[:2]
        last = self.records[numbers[-1]].timestamp() if numbers else behind
        return self._page(numbers, str(last))


class _ByArrival(_Server):
    """Marks as they should be: the order is the one in which records came in."""

    run = "a"

    def page(self, found: list[int], mark: str | None) -> Page:
        run, _, place = (mark or f"{self.run} -1").partition(" ")
        if run != self.run:
            return self._page([], mark)  # it was set up anew, and says nothing
        numbers = [n for n in found if n > int(place)][:2]
        return self._page(numbers, f"{run} {numbers[-1] if numbers else place}")


def _follow(
    server: _Server,
    is_over: Callable[[list[str], list[Looked]], bool],
    *,
    deeds: tuple[Callable[[], None], ...] = (),
    place: ResumePoint | None = None,
) -> tuple[list[str], list[Looked], ResumePoint]:
    """Follow until it is over; behind each of the first looks comes one of the deeds."""
    came: list[str] = []
    looks: list[Looked] = []

    async def run() -> ResumePoint:
        following = Follower(
            server.ask, SearchParameters(), _SINCE, backoff=_FAST, resume_point=place
        )
        async with aclosing(following.events()) as events:
            async for event in events:
                if isinstance(event, NewRecords):
                    came.extend(each.rid for each in event.page.rows)
                elif isinstance(event, Looked):
                    looks.append(event)
                    if len(looks) <= len(deeds):
                        deeds[len(looks) - 1]()
                    if is_over(came, looks):
                        break
        return following.resume_point

    return came, looks, asyncio.run(asyncio.wait_for(run(), 30))


_FAR = datetime(2099, 1, 1, tzinfo=UTC)
_LATE = _NOW - timedelta(hours=5)


@pytest.mark.parametrize(
    ("server", "comes"),
    [
        (_OldestFirst(_NOW, _NOW), _LATE),
        (_NewestFirst(_NOW, _NOW), _NOW + timedelta(seconds=5)),
        (_NewestFirst(_NOW, _NOW), _LATE),
        (_ByMoment(_NOW, _FAR), _NOW + timedelta(seconds=5)),
        (_ByMoment(_NOW), _NOW - timedelta(minutes=10)),
    ],
)
def test_what_a_mark_leaves_out_comes_and_is_told(server: _Server, comes: datetime) -> None:
    came, looks, _ = _follow(
        server,
        lambda _, looks: bool(looks[-1].left_out) or len(looks) == 40,
        deeds=(lambda: server.add(comes),),
    )
    last = len(server.records) - 1
    assert sorted(came) == [rid(n) for n in range(last + 1)]
    # A late record on a newest-first server stands behind all others: its mark gives that.
    is_given = isinstance(server, _NewestFirst) and comes == _LATE
    assert looks[-1].left_out == (0 if is_given else 1)


def test_once_a_mark_was_caught_each_look_goes_without_it_too() -> None:
    server = _ByMoment(_NOW, _FAR)
    seen: list[int] = []

    def is_over(came: list[str], looks: list[Looked]) -> bool:
        if looks[-1].left_out or seen:
            seen.append(len(came))
            server.add(_NOW + timedelta(seconds=len(seen)))
        return len(seen) == 8

    _follow(server, is_over, deeds=(lambda: server.add(_NOW),))
    assert seen == list(range(3, 11))  # what came before a look is there behind it


def test_a_server_that_was_set_up_anew_is_looked_at_without_its_old_mark() -> None:
    server = _ByArrival(_NOW, _NOW)

    def replace() -> None:
        server.run = "b"
        server.add(_NOW + timedelta(seconds=1))

    came, looks, place = _follow(
        server, lambda _, looks: bool(looks[-1].left_out) or len(looks) == 40, deeds=(replace,)
    )
    assert came == [rid(n) for n in range(3)]
    assert looks[-1].left_out == 1
    server.run = "c"
    server.add(_NOW + timedelta(seconds=2))
    came, looks, _ = _follow(server, lambda *_: True, place=place)
    assert came == [rid(3)]  # at once, where an earlier run's mark gives nothing


def test_a_run_that_was_cut_off_within_the_backlog_goes_on_at_a_new_server() -> None:
    server = _ByArrival(*[_NOW] * 6, _SINCE - timedelta(minutes=1))

    async def first_page() -> ResumePoint:
        following = Follower(server.ask, SearchParameters(), _SINCE, backoff=_FAST)
        async with aclosing(following.events()) as events:
            await anext(events)
        return following.resume_point

    place = asyncio.run(first_page())
    assert not place.caught_up
    server.run = "b"
    came, _, _ = _follow(server, lambda *_: True, place=place)
    assert sorted(came) == [rid(n) for n in range(2, 6)]  # what was not wanted is not now either


def test_marks_that_are_right_are_not_called_wrong() -> None:
    server = _ByArrival(_NOW)
    # It comes between a look by the mark and one without: the mark was still to give it.
    server.before_sweep = lambda: server.add(_NOW + timedelta(seconds=len(server.asked)))
    came, looks, _ = _follow(server, lambda came, looks: len(looks) >= 26)
    assert len(set(came)) == len(came) == len(server.records) > 2
    assert looks[-1].left_out == 0
    assert server.asked.count(None) < 10


def test_a_quiet_server_is_swept_now_and_then() -> None:
    server = _ByArrival(_NOW)
    _follow(server, lambda _, looks: len(looks) == 24)
    assert server.asked.count(None) == 1 + 24 // 6


def test_a_sweep_goes_less_far_back_where_too_much_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("netwrix_tui.results.following.follower.MOST_SWEPT", 4)
    monkeypatch.setattr(look_schedule, "SWEEP_EVERY", 1)
    server = _OldestFirst(*(_NOW - timedelta(minutes=n) for n in range(25, 0, -1)))
    came, _, _ = _follow(
        server,
        lambda came, looks: len(came) == 26 or len(looks) == 40,
        deeds=(lambda: server.add(_NOW - timedelta(seconds=90)),),
    )
    assert sorted(came) == [rid(n) for n in range(26)]


def test_when_it_is_swept() -> None:
    schedule = Sweeps(timedelta(days=1))
    due = [schedule.due() for _ in range(60)]
    hour = (timedelta(hours=1),)
    assert [at + 1 for at, windows in enumerate(due) if windows] == list(range(6, 61, 6))
    assert due[5] == hour
    assert due[59] == (timedelta(days=1),)
    schedule.want()
    assert schedule.due() == (*hour, timedelta(days=1))
    assert schedule.due() == ()
    schedule.distrust()
    assert [schedule.due() for _ in range(21)] == [hour] * 20 + [()]
    assert schedule.narrow(timedelta(days=1))
    assert schedule.narrow(timedelta(minutes=6))
    assert schedule.shallow == timedelta(minutes=5)
    assert not schedule.narrow(timedelta(minutes=5))


def test_what_is_said() -> None:
    assert "left out 1 record, which" in marks_leave_out(1)
