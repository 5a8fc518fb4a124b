"""Follows a search: its records as they arrive, behind the continuation mark of its end.

A mark that has come to its end yields newer records when it is asked again, days later too. What
was seen is known by its RID, so that nothing comes twice, whatever a server does with its marks.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import suppress
from dataclasses import dataclass
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
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.follow_place import FollowPlace, KnownRecords
from netwrix_tui.results.joined import some_of
from netwrix_tui.results.moments import moment_of
from netwrix_tui.results.pace import Pace
from netwrix_tui.results.page_guard import Verdict
from netwrix_tui.results.seen_records import SeenRecords
from netwrix_tui.results.sliced import Ask
from netwrix_tui.results.strand import Strand, strands_of
from netwrix_tui.results.walk import Walk
from netwrix_tui.wire.page import Page

LATENESS = timedelta(days=1)
"""How long after its When a record may still arrive: some sources are collected once a day."""

_SURE_TO_BE_KNOWN = timedelta(hours=1)
_BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class Arrived:
    """New records, in the order in which they came. Some of a server's page may be left out.

    ``before`` is the place before them, for whoever wants to stop within the page.
    """

    page: Page
    before: FollowPlace


@dataclass(frozen=True, slots=True)
class Looked:
    """Everything that is there has come; the next look is so many seconds away.

    ``repeats`` says that the server went in circles, so that there may be more.
    """

    pause: float
    repeats: ServerRepeats | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A look failed; the next one is so many seconds away, and nothing is lost."""

    error: NetwrixTuiError
    pause: float


FollowEvent = Arrived | Looked | Missed


class Following:
    """One search, followed. Belongs to one asyncio loop; :meth:`events` is to be run once.

    ``parameters`` hold no When: records from ``since`` on come first, then whatever arrives, also
    with an older When. ``place`` goes on where an earlier run was. ``has_answered`` is True where
    the server is known to answer, so that it is waited for. ``lateness`` is how long after its When
    a record may still arrive; all that old is gone through once. Raises UsageError where the search
    cannot be sent.
    """

    def __init__(
        self,
        ask: Ask,
        parameters: SearchParameters,
        since: datetime,
        *,
        pace: Pace | None = None,
        place: FollowPlace | None = None,
        has_answered: bool = False,
        lateness: timedelta = LATENESS,
    ) -> None:
        start = since - lateness
        self._ask = ask
        self._parameters = parameters
        self._pace = pace or Pace()
        self._place = place or FollowPlace(start=start, since=since)
        self._since = int(self._place.since.timestamp() * 1_000_000)
        self._known = KnownRecords(self._place.seen)
        # The place keeps the latest alone; all the others of this run are known as well.
        self._came = SeenRecords()
        self._came.know(self._place.seen)
        self._repeats: ServerRepeats | None = None
        self._strands = strands_of(parameters, self._place)
        self._last_look: datetime | None = self._place.looked
        self._has_answered = has_answered
        self._lateness = lateness
        self._running = asyncio.Event()
        self._running.set()
        self._wake = asyncio.Event()

    @property
    def place(self) -> FollowPlace:
        """Where another run would go on."""
        return FollowPlace(
            start=self._place.start,
            since=self._place.since,
            looked=self._last_look,
            caught_up=self._is_caught_up,
            marks=tuple(strand.mark for strand in self._strands),
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
        self._wake.set()

    async def events(self) -> AsyncGenerator[FollowEvent, None]:
        """What happens, without an end. The pause of an event passes behind it.

        Raises what waiting does not mend: a refused account, a certificate that is not trusted,
        and anything at all before the server has answered once.
        """
        quiet = failures = 0
        while True:
            await self._running.wait()
            try:
                quiet += 1
                self._repeats = None
                for strand in self._strands:
                    async for arrived in self._look(strand):
                        quiet = 0
                        yield arrived
            except NetwrixTuiError as error:
                if not self._has_answered or _is_final(error):
                    raise
                failures += 1
                pause = self._pace.trouble(failures)
                yield Missed(error, pause)
            else:
                failures = 0
                pause = self._pace.quiet(quiet)
                yield Looked(pause, self._repeats)
            await self._rest(pause)

    @property
    def _is_caught_up(self) -> bool:
        return all(strand.is_caught_up for strand in self._strands)

    async def _rest(self, seconds: float) -> None:
        self._wake.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)

    async def _look(self, strand: Strand) -> AsyncGenerator[Arrived, None]:
        """The new records of one search, to the end of what there is for now."""
        walk = Walk()
        while True:
            page = await self._page(strand)
            new = list(self._new(page, strand))
            before = self.place
            self._known.learn(page)
            verdict = walk.take(strand.mark, page).verdict
            if page.mark is not None:
                strand.mark = page.mark
            if verdict is Verdict.REPEATS:
                self._repeats = walk.error()
            if verdict is not Verdict.GO_ON:
                strand.is_caught_up = True
            self._last_look = now()
            self._has_answered = True
            if new:
                yield Arrived(some_of(page, new), before)
            if verdict is not Verdict.GO_ON:
                return

    def _new(self, page: Page, strand: Strand) -> Iterator[int]:
        come = set(self._came.take(page).new)
        for index in self._known.unknown(page):
            if index not in come:
                continue
            # Until the end was reached once, what happened before is there already: no arrival.
            moment = moment_of(page.rows[index].when)
            if strand.is_caught_up or moment is None or moment >= self._since:
                yield index

    async def _page(self, strand: Strand) -> Page:
        try:
            return await self._ask(strand.parameters, strand.mark)
        except ServerRefused as error:
            if strand.mark is None or error.status != _BAD_REQUEST:
                raise
        self._begin_anew(strand)
        return await self._ask(strand.parameters, None)

    def _begin_anew(self, strand: Strand) -> None:
        """After its mark was refused, as by a server that was restarted.

        It looks back as far as something may have been missed; what is known is left out.
        """
        last_look = self._last_look or self._place.since
        start = max(self._place.start, last_look - self._lateness)
        self._place = self._place.starting(start)
        strand.begin_anew(start)
        if strand.is_caught_up and self._known.has_forgotten:
            # Too much came to know all of it: what is old then is taken for known.
            strand.is_caught_up = False
            since = last_look - _SURE_TO_BE_KNOWN
            self._since = max(self._since, int(since.timestamp() * 1_000_000))


def _is_final(error: NetwrixTuiError) -> bool:
    return isinstance(error, SignInFailed | CertificateNotTrusted | UsageError)
