"""Worker thread on which everything is loaded, so that the screen always answers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from netwrix_tui.client.clock_difference import server_ahead
from netwrix_tui.clock import now
from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.loops import new_loop
from netwrix_tui.records.record import key_parts
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.spill import SpillConfig
from netwrix_tui.results.loading.chained_fetcher import Fetch
from netwrix_tui.results.loading.hours_filter import HoursFilter
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.merged_fetcher import ServerState
from netwrix_tui.results.loading.pace import Pace
from netwrix_tui.results.loading.record_source import (
    PartedSource,
    Reach,
    ReachingSource,
    RecordSource,
    SideBySideSource,
    SortingSource,
)
from netwrix_tui.results.loading.search_fetcher import AskedSearch, SearchFetcher
from netwrix_tui.results.loading.search_keeper import SearchKeeper
from netwrix_tui.results.loading.servers_search import ServersSearch, ask_of_servers
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.results.loading.unexpected_error import as_error
from netwrix_tui.results.view.sorting import SortKeys
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

T = TypeVar("T")

OpenClient = Callable[[], RecordSource]

Wrap = Callable[[AskedSearch], Fetch]
"""Makes the fetcher of a search out of the one that asks the server."""

_WAITING = 4
"""Pages that may wait for their turn, for each request that may be under way: the store holds what
came before, and a million records have a bound."""

GRACE_SECONDS = 0.5
"""Seconds that requests and connections get to end in order when the worker is closed."""


def unchanged(fetcher: AskedSearch) -> Fetch:
    """Every page comes from the server."""
    return fetcher


class ApiWorker:
    """A daemon thread with its own loop, which holds the client and loads searches with it.

    ``open_client`` makes the client; it is called on that thread, where its imports hold up
    nobody. Where it raises, the search that needed the client has failed, and its retry calls it
    again. ``servers`` are several of them, by their names, in its place: each server has a client
    of its own. ``page_size`` is how many records its pages are asked for, 0 if unknown. ``spill``
    is where on disk records go when they become many. ``at_a_time`` is how many requests of a
    search may be under way at a time once all of it is wanted. The methods are for one thread, the
    screen's.
    """

    def __init__(
        self,
        open_client: OpenClient,
        page_size: int = 0,
        spill: SpillConfig | None = None,
        *,
        servers: Mapping[str, OpenClient] | None = None,
        at_a_time: int = 1,
    ) -> None:
        self._open = dict(servers) if servers else {"": open_client}
        self._spill = spill
        self._at_a_time = at_a_time
        self.page_size = page_size
        self._clients: dict[str, RecordSource] = {}
        self._loop = new_loop()
        self._closing = asyncio.Event()
        self._closing_clients: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="netwrix-api", daemon=True)
        self._preparing: asyncio.Future[Any] | None = None
        self._generation = 0
        self._current: LoadedSearch | None = None

    def start(self) -> None:
        """Start the thread. Searches may be given to it before and after."""
        self._thread.start()

    @property
    def servers(self) -> tuple[str, ...]:
        """The names of the servers where several are asked; none where one is."""
        return tuple(filter(None, self._open))

    def use(self, open_client: OpenClient, server: str = "") -> None:
        """Open another client for whatever is asked from now on; the one before is let go of.

        It is that of the named one of several servers.
        """
        self._open[server] = open_client
        self._loop.call_soon_threadsafe(self._drop_client, server)

    def close(self) -> None:
        """End the thread, at once even in mid-request. Nothing is loaded or announced after it."""
        if self._current is not None:
            self._current.end()
        if not self._thread.is_alive():
            if not self._loop.is_closed():
                self._loop.close()
            return
        self._loop.call_soon_threadsafe(self._closing.set)
        # A client that is still being imported can't be interrupted; the thread is a daemon.
        self._thread.join(2 * GRACE_SECONDS)

    def search(
        self,
        parameters: SearchParameters,
        on_change: Callable[[], None],
        *,
        in_slices: bool = False,
        wire: WireFormat | None = None,
        keeper: SearchKeeper | None = None,
        fetch: Wrap = unchanged,
        moment: datetime | None = None,
        order: SortKeys = (),
    ) -> LoadedSearch:
        """Begin a search and end the one before it; ``in_slices`` asks for the newest first.

        Its pages come in the format ``wire``, else in the one that the connection has. ``keeper``
        is told what is asked and what comes. ``fetch`` may put pages that are at hand before those
        of the server. Relative times are those of ``moment``, by default now. With an ``order``,
        the source sorts all that matches by it, which has to be a SortingSource.

        ``on_change`` is called on the worker's thread after changes of the search's store or
        status: at most some twenty times a second, and always after the last one. It must not
        wait for the screen.
        """
        if self._current is not None:
            self._current.end()
        self._generation += 1

        search = self.asked(
            parameters, in_slices=in_slices, wire=wire, keeper=keeper, moment=moment
        )
        self._current = LoadedSearch(
            self._generation,
            parameters,
            search,
            on_change,
            self._loop,
            self.page_size,
            self._spill,
            keeper=keeper,
            fetch=self._sorted(parameters, order, keeper) if order else fetch(search),
            order=order,
        )
        return self._current

    def _sorted(
        self, parameters: SearchParameters, order: SortKeys, keeper: SearchKeeper | None
    ) -> Fetch:
        hours = HoursFilter(parameters)

        async def page(mark: str | None) -> Page:
            client = self._current_client()
            if not isinstance(client, SortingSource):
                raise UsageError("What answers here does not sort.")
            page = await client.sorted_page(parameters, order, mark)
            if keeper is not None:
                for answer in page.answers:
                    keeper.answered(answer)
            return page

        return lambda mark: hours.page(page, mark)

    def asked(
        self,
        parameters: SearchParameters,
        *,
        in_slices: bool = False,
        wire: WireFormat | None = None,
        keeper: SearchKeeper | None = None,
        moment: datetime | None = None,
    ) -> AskedSearch:
        """A search as the server gets it, or each of several, from its first page on."""
        size = self.page_size
        # Until everything is wanted, no page is asked for before it is.
        pace = Pace(
            self._at_a_time, is_wide=False, waiting=_WAITING, account=self._account_at_a_time
        )
        if not self.servers:
            return SearchFetcher(
                self._ask_in(wire, keeper), parameters, size,
                in_slices=in_slices, moment=moment, pace=pace,
                ahead=lambda: self.server_ahead, states=self._states,
            )  # fmt: skip
        asks = {name: self._ask_in(wire, keeper, name) for name in self.servers}
        return ServersSearch(
            asks, parameters, size,
            in_slices=in_slices, moment=moment, pace=pace,
            ahead=lambda name: server_ahead(self._clients.get(name)),
        )  # fmt: skip

    @property
    def reach(self) -> Reach | None:
        """How far an archive goes that answers; None where none does."""
        client = self._clients.get("")
        return client.reach if isinstance(client, ReachingSource) else None

    def _states(self) -> tuple[ServerState, ...]:
        client = self._clients.get("")
        return (client.server_state,) if isinstance(client, PartedSource) else ()

    @property
    def server_ahead(self) -> float:
        """How many seconds the server's clock is ahead, where that is worth telling; else 0.

        Of several servers, that of the one that is furthest ahead.
        """
        return max(map(server_ahead, list(self._clients.values())), default=0.0)

    @property
    def has_ended(self) -> bool:
        """True once it has been closed and all its connections are."""
        return self._loop.is_closed()

    def prepare(self) -> None:
        """A search is about to be begun: have a connection signed in for it by then.

        Only where the account signed in before over this client, so that no password is sent that
        may be wrong, nor anything to a server that is not trusted yet. Nothing comes of it where
        that goes wrong: the search says so.
        """
        with suppress(RuntimeError):  # it ends
            self._loop.call_soon_threadsafe(self._prepare)

    def _prepare(self) -> None:
        if self._preparing is None or self._preparing.done():
            sources = [s for s in self._clients.values() if isinstance(s, SideBySideSource)]
            preparing = asyncio.gather(
                *(each.prepare() for each in sources), return_exceptions=True
            )
            self._preparing = preparing

    def _account_at_a_time(self) -> int:
        sources = list(self._clients.values())
        signed = [s.at_a_time for s in sources if isinstance(s, SideBySideSource)]
        return min(signed, default=0)

    def resume(self, search: LoadedSearch) -> None:
        """Take up a search that another one ended, and end that one; no request is made by it.

        Its ``on_change`` is called again from now on, and it loads what is wanted of it.
        """
        if search is self._current:
            return
        if self._current is not None:
            self._current.end()
        self._generation += 1
        self._current = search
        search.resume(self._generation)

    def fetch_record(self, key: str, wire: WireFormat) -> Future[Page]:
        """The record with this key in the given format: a page of one, or of none.

        The future raises NetwrixTuiError; it is cancelled when the worker is closed first.
        """
        return self._submit(self._record(key, wire))

    def run_alongside(
        self,
        work: Callable[[Ask], Coroutine[Any, Any, T]],
        wire: WireFormat | None = None,
        server: str = "",
    ) -> Future[T]:
        """Do work on the thread, alongside whatever is loaded, with a way to ask the server.

        ``server`` is the name of one of several; without it, all of them are asked. Pages come in
        the format ``wire``, else in the one that the connection has. Searches begin and end without
        the work; it is cancelled when the worker is closed.
        """
        asks_all = bool(self.servers) and not server
        ask = self._ask_all(wire) if asks_all else self._ask_in(wire, server=server)
        return self._submit(work(ask))

    def _ask_all(self, wire: WireFormat | None) -> Ask:
        return ask_of_servers(lambda parameters: self.asked(parameters, wire=wire))

    def _ask_in(
        self, wire: WireFormat | None, keeper: SearchKeeper | None = None, server: str = ""
    ) -> Ask:
        async def ask(concrete: SearchParameters, mark: str | None) -> Page:
            page = await self._current_client(server).search(concrete, mark, wire=wire)
            return page.of_server(server) if server else page

        async def kept(concrete: SearchParameters, mark: str | None) -> Page:
            if keeper is None:
                return await ask(concrete, mark)
            await keeper.room()
            sent = now()
            try:
                page = await ask(concrete, mark)
            except NetwrixTuiError as error:
                keeper.failed(sent, mark, error)
                raise
            for answer in page.answers:
                keeper.answered(answer)
            return page

        return kept

    def do(self, work: Callable[[RecordSource], Coroutine[Any, Any, T]]) -> Future[T]:
        """Do something else with the client, on the worker's loop; cancelling the future ends it.

        The future raises NetwrixTuiError; it is cancelled when the worker is closed first.
        """

        async def done() -> T:
            try:
                return await work(self._current_client())
            except NetwrixTuiError:
                raise
            except Exception as error:
                raise as_error(error) from error

        return self._submit(done())

    async def _record(self, key: str, wire: WireFormat) -> Page:
        server, rid = key_parts(key) if self.servers else ("", key)
        try:
            page = await self._current_client(server).record(rid, wire)
            return page.of_server(server) if server else page
        except NetwrixTuiError:
            raise
        except Exception as error:
            raise as_error(error) from error

    def _submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop)
        except RuntimeError:
            work.close()
            over: Future[T] = Future()
            over.set_exception(NetwrixTuiError("Nothing is loaded any more: the program ends."))
            return over

    def _current_client(self, server: str = "") -> RecordSource:
        if server not in self._clients:
            self._clients[server] = self._open[server]()
        return self._clients[server]

    def _drop_client(self, server: str) -> None:
        client = self._clients.pop(server, None)
        if client is not None:
            self._closing_clients.add(closing := self._loop.create_task(client.aclose()))
            closing.add_done_callback(self._closing_clients.discard)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        await self._closing.wait()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE_SECONDS)
        closing = [client.aclose() for client in self._clients.values()]
        # The connections end with the process, if not in time.
        with suppress(Exception):
            await asyncio.wait_for(asyncio.gather(*closing, return_exceptions=True), GRACE_SECONDS)
