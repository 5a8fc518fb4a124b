"""Recorder of ``--case FILE``: what a command asks and gets goes into a case file as well."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import Outcome, SearchFacts, SourceFacts
from netwrix_tui.case.packing import as_it_came
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection
from netwrix_tui.clock import now
from netwrix_tui.records.concrete import absolute_searches
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.sentence import sentence
from netwrix_tui.records.zone import LOCAL
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder, OrderObserver
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.loading.record_stream import FetchUpTo
from netwrix_tui.wire.page import Page

_ENOUGH = 16_000_000
"""Bytes of pages that may wait for a slow disk before the next one is asked for."""

_CANONICAL = re.compile(r"(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)+")
"""Times as the vendor writes them: their texts are ordered as the moments are."""


class CaseRecorder:
    """A case file that a search is kept in, a commit for the pages that wait. Leaving closes it.

    Where the file cannot take a page, the command ends with that error: what it was asked to keep
    would not be kept. Entering raises UsageError where the file cannot be made or is in use.
    """

    def __init__(
        self,
        path: Path,
        connections: Mapping[str, Connection],
        search: SearchParameters,
        words: str,
    ) -> None:
        """``connections`` are by the names of the servers; that of a single server has none."""
        self._path = path
        self._connections = connections
        self._parameters = search
        self._words = words
        self._order = OrderObserver()
        self._came = ArrivalOrder.UNKNOWN
        self._records = self._damaged = 0
        self._is_drained = False
        self._waiting: list[Page] = []
        self._size = 0
        self._committing: asyncio.Future[None] | None = None

    def __enter__(self) -> Self:
        path = self._path
        is_new = not path.exists()
        self._case = CaseWriter.create(path) if is_new else CaseWriter.open(path)
        if is_new:
            self._case.set_title(path.stem)
        sources = [
            self._case.add_source(SourceFacts(each.server, each.user, wire=each.wire, name=name))
            for name, each in self._connections.items()
        ]
        plan, started = SearchPlan.of(*self._parameters.filters), now()
        resolved = [sentence(each, LOCAL) for each in absolute_searches(self._parameters, started)]
        facts = SearchFacts(
            sources[0], plan, line_of(plan, LOCAL), self._words, started, zone=LOCAL.name,
            resolved=" / ".join(resolved), wire=next(iter(self._connections.values())).wire,
        )  # fmt: skip
        self._search = self._case.begin_search(facts)
        before = self._case.trail()
        self._case.set_trail([*before, (self._search, "")], len(before))
        return self

    def learn(self, clients: Mapping[str, AuditorClient]) -> None:
        """Keep what is known of the servers by now."""
        for name, client in clients.items():
            connection, scheme = self._connections[name], client.scheme
            self._case.add_source(
                SourceFacts(
                    connection.server, connection.user,
                    scheme.spelling if scheme is not None else "",
                    client.certificate, connection.wire, client.clock_difference, name=name,
                )
            )  # fmt: skip

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        outcome = Outcome.DRAINED if self._is_drained else Outcome.STOPPED
        if error is not None and not self._is_drained:
            outcome = Outcome.FAILED
        try:
            self._case.end_search(
                self._search,
                outcome,
                str(error) if isinstance(error, Exception) else "",
                records=self._records,
                damaged=self._damaged,
                arrival_order=self._came.value,
            )
        finally:
            self._case.close()

    def kept(self, fetch: FetchUpTo) -> FetchUpTo:
        """The fetch, with each page kept while the next ones are on their way."""

        async def keeping(mark: str | None, count: int) -> Page:
            page = await fetch(mark, count)
            self._records += len(page)
            self._damaged += len(page.damaged)
            self._came = _watch(self._order, page.column("when"))
            self._is_drained = page.mark is None or not len(page)
            await self._keep(page)
            return page

        return keeping

    async def _keep(self, page: Page) -> None:
        """Have it committed with whatever waits; wait where that is much. Raises StorageFull."""
        self._waiting.append(page)
        self._size += _size(page)
        if self._committing is not None and (self._committing.done() or self._size > _ENOUGH):
            await self._settle_one()
        if self._committing is None:
            due, self._waiting, self._size = self._waiting, [], 0
            self._committing = asyncio.ensure_future(asyncio.to_thread(self._commit, due))

    async def settle(self) -> None:
        """Wait until all pages are committed. Raises StorageFull."""
        await self._settle_one()
        due, self._waiting, self._size = self._waiting, [], 0
        if due:
            await asyncio.to_thread(self._commit, due)

    async def _settle_one(self) -> None:
        committing, self._committing = self._committing, None
        if committing is not None:
            await committing

    def _commit(self, pages: list[Page]) -> None:
        with self._case.transaction():
            for page in pages:
                if len(pages) > 1:  # they come faster than they are packed
                    for answer in page.answers:
                        content = as_it_came(answer.content)
                        self._case.keep_answer(self._search, answer, content)
                self._case.keep_batch(self._search, page, page.mark, by_following=False)


def _size(page: Page) -> int:
    return sum(len(answer.content) for answer in page.answers)


def _watch(order: OrderObserver, whens: list[str]) -> ArrivalOrder:
    """Show moments to the observer: the ends are enough of those whose texts are in order."""
    if _CANONICAL.fullmatch("".join(whens)):
        in_order = sorted(whens)
        if whens in (in_order, in_order[::-1]):
            whens = [whens[0], whens[-1]]
    return order.watch([m for when in whens if (m := timestamp_of(when)) is not None])
