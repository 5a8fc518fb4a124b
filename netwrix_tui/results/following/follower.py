"""Follower of a search: its records as they arrive, behind the continuation mark of its end.

A mark that has come to its end yields newer records when it is asked again, days later too. What
was seen is known by its RID, so that nothing comes twice, whatever a server does with its marks.
What these leave out is found by looks without them (:mod:`.look_schedule`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from netwrix_tui.clock import now
from netwrix_tui.errors import (
    CertificateNotTrusted,
    NetwrixTuiError,
    ServerRefused,
    ServerRepeats,
    SignInFailed,
    UsageError,
)
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.weekly_test import hold_all, weekly_tests
from netwrix_tui.records.when import TimeRange
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.following.look_schedule import (
    MOST_PAGES,
    MOST_SWEPT,
    PollBackoff,
    Sweeps,
)
from netwrix_tui.results.loading.chained_fetcher import page_subset
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.page_guard import Verdict
from netwrix_tui.results.loading.resume_point import ResumePoint
from netwrix_tui.results.loading.seen_records import KnownRecords, SeenRecords
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.wire.page import Page

_AHEAD = timedelta(days=400)
"""How long a follow is taken to go on at most: past the next change of any clock."""

LATENESS = timedelta(days=1)
"""How long after its When a record may still arrive: some sources are collected once a day."""

_SURE_TO_BE_KNOWN = timedelta(hours=1)
_BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class NewRecords:
    """New records, in the order in which they came. Some of a server's page may be left out.

    ``before`` is the resume point before them, for whoever wants to stop within the page.
    """

    page: Page
    before: ResumePoint


@dataclass(frozen=True, slots=True)
class Looked:
    """Everything that is there has come; the next look is so many seconds away.

    ``repeats`` says that the server went in circles, so that there may be more. ``left_out`` is how
    many records came, since it began, that the server's marks had left out.
    """

    pause: float
    repeats: ServerRepeats | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Missed:
    """A look failed; the next one is so many seconds away, and nothing is lost."""

    error: NetwrixTuiError
    pause: float


FollowEvent = NewRecords | Looked | Missed


@dataclass(slots=True)
class FollowQuery:
    """One search that the server understands, from a moment on, and how far it has come."""

    parameters: SearchParameters
    mark: str | None = None
    is_caught_up: bool = False
    found_anew: set[str] = field(default_factory=set)
    """Records that a look without the mark found; the mark may still be about to give them."""
    given_again: tuple[str, ...] = ()
    """Records that the mark gave last although they were known."""

    def begin_anew(self, start: datetime) -> None:
        """Look from another moment on, from the first page."""
        self.parameters = self.since(start)
        self.mark = None

    def since(self, start: datetime) -> SearchParameters:
        """The same search from another moment on."""
        others = self.parameters.without(*self.parameters.named("When"))
        return others.with_(_from(start))


def follow_queries(parameters: SearchParameters, resume_point: ResumePoint) -> list[FollowQuery]:
    """The queries of ``parameters``. Raises UsageError where they have a When."""
    if parameters.named("When"):
        raise UsageError(
            "A search that is followed takes no When.",
            cause="Following shows what arrives from now on.",
            next_step="Leave When out; --since 2h adds the last two hours.",
        )
    searches = concrete_searches(parameters, now(), _AHEAD)
    queries = [FollowQuery(search.with_(_from(resume_point.start))) for search in searches]
    if len(resume_point.marks) != len(queries):
        return queries
    return [
        replace(query, mark=mark, is_caught_up=resume_point.caught_up)
        for query, mark in zip(queries, resume_point.marks, strict=True)
    ]


class Follower:
    """One search, followed. Belongs to one asyncio loop; :meth:`events` is to be run once.

    ``parameters`` hold no When: records from ``since`` on come first, then whatever arrives, also
    with an older When. ``resume_point`` goes on where an earlier run was. ``has_answered`` is True
    where the server is known to answer, so that it is waited for. ``lateness`` is how long after
    its When a record may still arrive; all that old is gone through once. Raises UsageError where
    the search cannot be sent.
    """

    def __init__(
        self,
        ask: Ask,
        parameters: SearchParameters,
        since: datetime,
        *,
        backoff: PollBackoff | None = None,
        resume_point: ResumePoint | None = None,
        has_answered: bool = False,
        lateness: timedelta = LATENESS,
    ) -> None:
        start = since - lateness
        self._ask = ask
        self._parameters = parameters
        self._hours = weekly_tests(parameters)
        self._backoff = backoff or PollBackoff()
        self._resumed = resume_point or ResumePoint(start=start, since=since)
        self._since = _microseconds(self._resumed.since)
        self._known = KnownRecords(self._resumed.seen)
        # The resume point keeps the latest alone; all the others of this run are known as well.
        self._came = SeenRecords()
        self._came.know(self._resumed.seen)
        self._repeats: ServerRepeats | None = None
        self.queries = follow_queries(parameters, self._resumed)
        self._last_look: datetime | None = self._resumed.looked
        self._has_answered = has_answered or self._resumed.looked is not None
        self._lateness = lateness
        self._sweeps = Sweeps(lateness)
        self._left_out = 0
        self._has_forgotten = self._known.has_forgotten
        """True where more came in earlier runs than is known of them."""
        self._is_to_be_checked = resume_point is not None and any(resume_point.marks)
        """True until the marks of an earlier run have given something, or were done without."""
        self._running = asyncio.Event()
        self._running.set()
        self._wake = asyncio.Event()

    @property
    def resume_point(self) -> ResumePoint:
        """Where another run would go on."""
        return ResumePoint(
            start=self._resumed.start,
            since=self._resumed.since,
            looked=self._last_look,
            caught_up=self._is_caught_up,
            marks=tuple(query.mark for query in self.queries),
            seen=self._known.all(),
        )

    @property
    def is_paused(self) -> bool:
        """True where no look is begun until :meth:`resume`."""
        return not self._running.is_set()

    def pause(self) -> None:
        """Begin no further look; one that is under way ends as it would."""
        self._running.clear()

    def resume(self) -> None:
        """Look again, and at once."""
        self._running.set()
        self.look_now()

    def look_now(self) -> None:
        """End the pause before the next look."""
        self._wake.set()

    async def events(self) -> AsyncGenerator[FollowEvent, None]:
        """What happens, without an end. The pause of an event passes behind it.

        Raises what waiting does not mend: a refused account, a certificate that is not trusted,
        and anything at all before the server has answered once, in this run or in the one that it
        goes on from: a service that starts before its server waits for it.
        """
        quiet = failures = 0
        while True:
            await self._running.wait()
            try:
                quiet += 1
                self._repeats = None
                for query in self.queries:
                    async for new in self._look(query):
                        quiet = 0
                        yield new
                async for new in self._sweep():
                    quiet = 0
                    yield new
            except NetwrixTuiError as error:
                if not self._has_answered or _is_final(error):
                    raise
                failures += 1
                pause = self._backoff.trouble(failures)
                yield Missed(error, pause)
            else:
                failures = 0
                pause = self._backoff.quiet(quiet)
                yield Looked(pause, self._repeats, self._left_out)
            await self._rest(pause)

    @property
    def _is_caught_up(self) -> bool:
        return all(query.is_caught_up for query in self.queries)

    async def _rest(self, seconds: float) -> None:
        self._wake.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)

    async def _look(self, query: FollowQuery) -> AsyncGenerator[NewRecords, None]:
        """The new records of one search, to the end of what there is for now."""
        walk = Walk()
        given_again: tuple[str, ...] = ()
        was_caught_up = query.is_caught_up
        while True:
            page = await self._page(query)
            known = self._known.known(page)
            # What a look without the mark found first is what the mark had still to give.
            given_again += tuple(key for key in known if key not in query.found_anew)
            query.found_anew.difference_update(known)
            new = list(self._new(page, query))
            before = self.resume_point
            self._known.learn(page)
            verdict = walk.take(query.mark, page).verdict
            if page.mark is not None:
                query.mark = page.mark
            if verdict is Verdict.REPEATS:
                self._repeats = walk.error()
            if verdict is not Verdict.GO_ON:
                query.is_caught_up = True
            self._last_look = now()
            self._has_answered = True
            if new:
                self._is_to_be_checked = False
                yield NewRecords(page_subset(page, new), before)
            if verdict is not Verdict.GO_ON:
                break
        if query.found_anew:  # the mark has been at its end since, and did not give them
            self._left_out += len(query.found_anew)
            query.found_anew.clear()
            self._sweeps.distrust()
        # Joined searches find the same records: there it says nothing that one is known.
        is_alone = len(self.queries) == 1
        if is_alone and was_caught_up and given_again and given_again != query.given_again:
            self._sweeps.want()
        query.given_again = given_again

    async def _sweep(self) -> AsyncGenerator[NewRecords, None]:
        """What the marks leave out, where a look without them is due."""
        windows = self._sweeps.due()
        looked_before = self._resumed.looked
        if self._is_to_be_checked and looked_before is not None:
            # A server that was set up anew may answer the marks of the one before with nothing.
            start = looked_before - _SURE_TO_BE_KNOWN
            if not self._resumed.caught_up:
                start = self._resumed.start
            for query in self.queries:
                async for new in self._look_anew(query, start, None):
                    yield new
            self._is_to_be_checked = False
            return
        for window in windows:
            has_found = False
            for query in self.queries:
                async for new in self._look_anew(query, now() - window, window):
                    has_found = True
                    yield new
            if has_found:
                return

    async def _look_anew(
        self, query: FollowQuery, start: datetime, window: timedelta | None
    ) -> AsyncGenerator[NewRecords, None]:
        """The new records of one search from a moment on, without its mark.

        ``window`` is how far back that is, where it may end early; None where all is to be seen.
        """
        parameters = query.since(max(start, self._resumed.start))
        walk, mark, in_vain, pages = Walk(), None, 0, 0
        while True:
            page = await self._ask(parameters, mark)
            new = list(self._new(page, query, is_anew=True))
            before = self.resume_point
            self._known.learn(page)
            verdict = walk.take(mark, page).verdict
            mark = page.mark
            in_vain, pages = (0, 0) if new else (in_vain + len(page), pages + 1)
            if new:
                query.found_anew.update(page.rows[index].rid for index in new)
                yield NewRecords(page_subset(page, new), before)
            if verdict is not Verdict.GO_ON:
                return
            is_long = in_vain >= MOST_SWEPT or pages >= MOST_PAGES
            if window is not None and is_long and self._sweeps.narrow(window):
                return

    def _new(self, page: Page, query: FollowQuery, *, is_anew: bool = False) -> Iterator[int]:
        since = self._since if not query.is_caught_up else None
        looked_before = self._resumed.looked
        if is_anew and self._is_to_be_checked and not self._resumed.caught_up:
            since = self._since  # the earlier run had not come to the end of what was there
        elif is_anew and self._has_forgotten and looked_before is not None:
            since = _microseconds(looked_before - _SURE_TO_BE_KNOWN)
        elif is_anew and self._came.has_forgotten:
            since = self._since
        come = set(self._came.take(page).new)
        for index in self._known.unknown(page):
            if index not in come:
                continue
            if is_anew and not page.rows[index].rid and self._known.has_forgotten:
                continue  # nothing says whether it came before
            # Until the end was reached once, what happened before is there already: no arrival.
            moment = timestamp_of(page.rows[index].when)
            if not hold_all(self._hours, moment):
                continue  # the server was asked for more hours than are meant
            if since is None or moment is None or moment >= since:
                yield index

    async def _page(self, query: FollowQuery) -> Page:
        try:
            return await self._ask(query.parameters, query.mark)
        except ServerRefused as error:
            if query.mark is None or error.status != _BAD_REQUEST:
                raise
        self._begin_anew(query)
        return await self._ask(query.parameters, None)

    def _begin_anew(self, query: FollowQuery) -> None:
        """After its mark was refused, as by a server that was restarted.

        It looks back as far as something may have been missed; what is known is left out.
        """
        last_look = self._last_look or self._resumed.since
        start = max(self._resumed.start, last_look - self._lateness)
        self._resumed = self._resumed.starting(start)
        query.begin_anew(start)
        if query.is_caught_up and (self._has_forgotten or self._came.has_forgotten):
            # Too much came to know all of it: what is old then is taken for known.
            query.is_caught_up = False
            since = last_look - _SURE_TO_BE_KNOWN
            self._since = max(self._since, _microseconds(since))


def _microseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)


def _is_final(error: NetwrixTuiError) -> bool:
    return isinstance(error, SignInFailed | CertificateNotTrusted | UsageError)


def _from(start: datetime) -> Filter:
    return Filter("When", Operator.EQUALS, TimeRange(start=start.replace(microsecond=0)))
