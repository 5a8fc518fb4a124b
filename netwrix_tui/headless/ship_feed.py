"""Where shipped records come from: a search, what arrives, a case, an archive."""

from __future__ import annotations

import argparse
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.errors import ServerRepeats, UsageError, WireError
from netwrix_tui.headless.choices import shown_zone
from netwrix_tui.headless.fetcher import PageFetcher, ResumableFetcher
from netwrix_tui.headless.follow import since_of
from netwrix_tui.headless.messages import Messages
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.received_record import ReceivedRecord, of_page
from netwrix_tui.results.following.follower import (
    Follower,
    Looked,
    Missed,
    NewRecords,
    follow_queries,
)
from netwrix_tui.results.following.look_schedule import PollBackoff, marks_leave_out
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.record_source import RecordSource
from netwrix_tui.results.loading.record_stream import FetchUpTo, fetch_pages, walk_from
from netwrix_tui.results.loading.resume_point import PagePosition, ResumePoint
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.wire.page import Page

_PAGE = 1_000
ReadPosition = PagePosition | ResumePoint


@dataclass(frozen=True, slots=True)
class Portion:
    """Records, the place before them, and the place behind them once all are confirmed."""

    records: Sequence[ReceivedRecord]
    before: ReadPosition
    after: ReadPosition


class Feed(Protocol):
    """Gives records in portions."""

    def portions(self, client: AuditorClient | None) -> AsyncGenerator[Portion, None]:
        """All of them. Raises NetwrixTuiError."""

    def remarks(self) -> list[str]:
        """What has to be said of them at the end, in sentences."""


class SearchFeed:
    """The pages of a search, from a place on."""

    def __init__(
        self,
        search: SearchParameters,
        options: argparse.Namespace,
        position: PagePosition,
        messages: Messages,
    ) -> None:
        """Raises WireError where an earlier run has met pages that repeat."""
        if position.repeats:
            raise WireError(
                "An earlier run ended where the server repeated pages that it had sent.",
                cause="The records after that cannot be reached by its continuation marks.",
                next_step=f"Remove {options.resume} to begin anew.",
            )
        self._search = search
        self._position = position
        self._is_kept = options.resume is not None
        self._limit: int | None = options.limit
        self._count: int | None = options.count
        self._messages = messages
        self._walk = walk_from(position)

    async def portions(self, client: AuditorClient | None) -> AsyncGenerator[Portion, None]:
        if client is None:
            raise UsageError("A search needs a server.")
        before = self._position
        reading = fetch_pages(
            self._fetch(client), before, self._walk, limit=self._limit, count=self._count
        )
        async with aclosing(reading) as pages:
            async for fetched in pages:
                yield Portion(fetched.records, before, fetched.place)
                before = fetched.place

    def remarks(self) -> list[str]:
        return self._walk.remarks()

    def _fetch(self, client: AuditorClient) -> FetchUpTo:
        if self._is_kept:
            return ResumableFetcher(client, self._search).page
        return PageFetcher(client, self._search, self._count, self._messages.say).page


class FollowFeed:
    """Whatever arrives, without an end, as it comes."""

    def __init__(
        self,
        search: SearchParameters,
        options: argparse.Namespace,
        point: ResumePoint | None,
        messages: Messages,
    ) -> None:
        """Raises UsageError for a search that cannot be followed."""
        self._search = search
        self._since = since_of(options.since, shown_zone(options))
        follow_queries(search, ResumePoint(start=self._since, since=self._since))
        self._backoff = PollBackoff(options.interval)
        self._point = point
        self._left: int | None = options.limit
        self._count: int | None = options.count
        self._messages = messages
        self._told: set[str] = set()
        self._is_away = False

    async def portions(self, client: AuditorClient | None) -> AsyncGenerator[Portion, None]:
        if client is None:
            raise UsageError("Following needs a server.")

        async def ask(parameters: SearchParameters, mark: str | None) -> Page:
            return await client.search(parameters, mark, self._count)

        following = Follower(
            ask, self._search, self._since, backoff=self._backoff, resume_point=self._point
        )
        async with aclosing(following.events()) as events:
            async for event in events:
                if isinstance(event, Missed):
                    self._missed(event)
                    continue
                self._answered()
                point = following.resume_point
                if isinstance(event, Looked):
                    self._looked(event)
                    yield Portion([], point, point)
                elif isinstance(event, NewRecords):
                    yield self._portion_of(event, point)
                    if self._left == 0:
                        return

    def remarks(self) -> list[str]:
        return []

    def _portion_of(self, event: NewRecords, point: ResumePoint) -> Portion:
        given = list(of_page(event.page))
        records = given[: self._left]
        if self._left is not None:
            self._left -= len(records)
        if len(records) < len(given):
            point = event.before.having_seen(record.row.rid for record in records)
        return Portion(records, event.before, point)

    def _missed(self, missed: Missed) -> None:
        if not self._is_away:
            self._is_away = True
            self._messages.say(f"{missed.error.what} Asking again in {missed.pause:,.0f} s.")

    def _answered(self) -> None:
        if self._is_away:
            self._is_away = False
            self._messages.say("The server answers again; nothing was left out.")

    def _looked(self, looked: Looked) -> None:
        if looked.left_out:
            self._once("marks", marks_leave_out(looked.left_out))
        if isinstance(looked.repeats, ServerRepeats):
            self._once("repeats", f"{looked.repeats.what} {looked.repeats.cause}")

    def _once(self, what: str, sentence: str) -> None:
        if what not in self._told:
            self._told.add(what)
            self._messages.say(sentence)


class KeptFeed:
    """What a case or an archive holds of a search. ``opened`` opens it."""

    def __init__(
        self, search: SearchParameters, opened: Callable[[], RecordSource], limit: int | None
    ) -> None:
        self._search = search
        self._opened = opened
        self._limit = limit

    async def portions(self, client: AuditorClient | None) -> AsyncGenerator[Portion, None]:
        source = self._opened()
        fetcher = SearchFetcher(source.search, self._search, _PAGE)

        async def fetch(mark: str | None, count: int) -> Page:
            return await fetcher(mark)

        reading = fetch_pages(fetch, PagePosition(), Walk(), limit=self._limit, count=None)
        try:
            async with aclosing(reading) as pages:
                async for fetched in pages:
                    yield Portion(fetched.records, PagePosition(), fetched.place)
        finally:
            await source.aclose()

    def remarks(self) -> list[str]:
        return []


def case_source(path: Path) -> RecordSource:
    """A case file to ship. Raises UsageError."""
    from netwrix_tui.case.case_source import CaseSource

    return CaseSource(path)
