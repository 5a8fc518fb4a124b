"""Copying a server's records into an archive: fetched by its marks, written, then confirmed.

If the server no longer accepts a mark (it was migrated, or restored), it is asked by time instead:
from some days before its last answer, and from further back as long as the first of these days hold
records that are new. A record that is in the archive already is known by its RID.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from netwrix_tui.archive.state import ArchiveState, Gap, GoingBack
from netwrix_tui.archive.written import RecordsWriter, Written
from netwrix_tui.clock import now
from netwrix_tui.errors import ServerRefused
from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import TimeRange
from netwrix_tui.results.loading.chained_fetcher import page_subset
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.page_guard import Verdict
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.wire.page import Page

BATCH_RECORDS = 25_000
BATCH_BYTES = 24 << 20
"""Of the records that are written together; a page is never split."""

DAYS_BACK = 7
"""How long before the server was last heard of it is asked again from: records may come late."""

_BAD_REQUEST = 400


@dataclass(slots=True)
class Progress:
    """How far a run has come."""

    new: int = 0
    known: int = 0
    asked: int = 0
    """Records that came, whatever became of them."""
    newest: str = ""
    """When of the latest record that came, as its day and time in UTC."""


class Keeping:
    """One server's archive, kept by its marks. Belongs to one asyncio loop.

    ``told`` gets a sentence for what a person should know.
    """

    def __init__(self, ask: Ask, writer: RecordsWriter, told: Callable[[str], None]) -> None:
        self._ask = ask
        self._writer = writer
        self._told = told
        self._waiting: list[Page] = []
        self._writing: asyncio.Task[Written] | None = None
        self.progress = Progress()
        self.is_at_work = False
        """True while the server is asked; between two looks it is up to date."""

    @property
    def state(self) -> ArchiveState:
        """How far it is, as it is confirmed."""
        return self._writer.state

    async def to_end(self) -> int:
        """Copy until the server has nothing more; returns how many records are new.

        Raises ServerRepeats where it sends the same without an end, and what asking and writing
        raise: what is confirmed by then stays, and another call goes on from there.
        """
        before = self.progress.new
        self.is_at_work = True
        try:
            while not await self._walk():
                pass
        finally:
            self._waiting = []
            self.is_at_work = False
            await self._settled()
        return self.progress.new - before

    async def _walk(self) -> bool:
        """Follow the marks to the end; False where it has to be begun further back."""
        state = self.state
        walk, mark, search = Walk(), state.mark, _search_from(state.start)
        while True:
            try:
                page = await self._ask(search, mark)
            except ServerRefused as error:
                if mark is None or error.status != _BAD_REQUEST:
                    raise
                await self._write(self._reached(mark))
                await self._settled()
                await self._begin_going_back()
                return False
            step = walk.take(mark, page)
            self._note(page)
            if step.new:
                self._waiting.append(page_subset(page, step.new))
            if step.verdict is Verdict.REPEATS:
                await self._write(self._reached(mark))
                await self._settled()
                raise walk.error()
            if step.verdict is Verdict.END:
                # A mark may be missing at the end: the one before leads there as well.
                mark = page.mark or mark
                await self._write(replace(self._reached(mark), drained=now()))
                await self._settled()
                return await self._end_going_back()
            mark = page.mark
            if self._is_much():
                await self._write(self._reached(mark))

    def _reached(self, mark: str | None) -> ArchiveState:
        """The state of having come to a mark."""
        return replace(self.state, mark=mark, looked=now())

    def _is_much(self) -> bool:
        return (
            sum(map(len, self._waiting)) >= BATCH_RECORDS
            or sum(sum(map(len, page.raws)) for page in self._waiting) >= BATCH_BYTES
        )

    async def _write(self, state: ArchiveState) -> None:
        """Have what waits written, and then the state, on another thread; the one before first."""
        await self._settled()
        now_known = self.state
        state = replace(
            state, records=now_known.records, going_back=now_known.going_back, gaps=now_known.gaps
        )
        pages, self._waiting = self._waiting, []
        self._writing = asyncio.ensure_future(asyncio.to_thread(self._writer.write, pages, state))

    async def _settled(self) -> None:
        """Wait for what is being written; raises what went wrong with it."""
        writing, self._writing = self._writing, None
        if writing is None:
            return
        try:
            written = await asyncio.shield(writing)
        except asyncio.CancelledError:
            # The thread cannot be stopped, and what it writes is whole.
            self._writer.give_up()
            with suppress(Exception):
                await writing
            raise
        self.progress.new += written.new.total()
        self.progress.known += written.known

    def _note(self, page: Page) -> None:
        self.progress.asked += len(page)
        newest = max(page.column("when"), default="")
        self.progress.newest = max(self.progress.newest, newest)

    async def _begin_going_back(self) -> None:
        """The mark is of no use: begin again, by time."""
        state = self.state
        # It may have been on the way back already: what came then came in this gap, too.
        going = state.going_back or GoingBack(since=state.looked or now(), days=DAYS_BACK)
        since, days = going.since, going.days
        start = _midnight(since - timedelta(days=days))
        self._told(
            f"The server does not know the mark of {since:%Y-%m-%d %H:%M} UTC any more: it was "
            "migrated, restored or set up anew. It is asked again for everything from "
            f"{start:%Y-%m-%d} on; what is here already is known by its RID."
        )
        await self._confirm(replace(state, mark=None, start=start, going_back=going))

    async def _end_going_back(self) -> bool:
        """Whether the way back was long enough; else it begins anew, further back."""
        state, going = self.state, self.state.going_back
        if going is None or state.start is None:
            return True
        oldest = await asyncio.to_thread(self._writer.oldest_day)
        if going.at_edge and state.start.date().isoformat() > oldest:
            days = going.days * 3
            start = _midnight(going.since - timedelta(days=days))
            self._told(
                f"Records of {state.start:%Y-%m-%d} had not come: the server is asked from "
                f"{start:%Y-%m-%d} on."
            )
            going = replace(going, days=days, at_edge=0)
            await self._confirm(replace(state, mark=None, start=start, going_back=going))
            return False
        gap = Gap(since=going.since, until=now(), asked_from=state.start, came=going.came)
        self._told(
            f"From {gap.since:%Y-%m-%d %H:%M} to {gap.until:%Y-%m-%d %H:%M} UTC the archive had no "
            f"mark that the server knows. Of what it has from {gap.asked_from:%Y-%m-%d} on, "
            f"{records_words(gap.came)} had not come before. netwrix-tui archive --check compares "
            "the days before that."
        )
        await self._confirm(replace(state, going_back=None, gaps=(*state.gaps, gap)))
        return True

    async def _confirm(self, state: ArchiveState) -> None:
        await asyncio.to_thread(self._writer.write, [], state)


def _search_from(start: datetime | None) -> SearchParameters:
    """Everything; from a moment on, where there is one."""
    if start is None:
        return SearchParameters()
    return SearchParameters((Filter("When", Operator.EQUALS, TimeRange(start, None)),))


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
