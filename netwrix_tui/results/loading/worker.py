"""Worker thread on which everything is loaded, so that the screen always answers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from netwrix_tui.client.clock_difference import server_ahead
from netwrix_tui.clock import now
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.loops import new_loop
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.spill import SpillConfig
from netwrix_tui.results.loading.chained_fetcher import Fetch
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.record_source import RecordSource
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.results.loading.search_keeper import SearchKeeper
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.results.loading.unexpected_error import as_error
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

T = TypeVar("T")

Wrap = Callable[[SearchFetcher], Fetch]
"""Makes the fetcher of a search out of the one that asks the server."""

_GRACE = 0.5
"""Seconds that requests and connections get to end in order when the worker is closed."""


def unchanged(fetcher: SearchFetcher) -> Fetch:
    """Every page comes from the server."""
    return fetcher


class ApiWorker:
    """A daemon thread with its own loop, which holds the client and loads searches with it.

    ``open_client`` makes the client; it is called on that thread, where its imports hold up
    nobody. Where it raises, the search that needed the client has failed, and its retry calls it
    again. ``page_size`` is how many records its pages are asked for, 0 if unknown. ``spill`` is
    where on disk records go when they become many. The methods are for one thread, the screen's.
    """

    def __init__(
        self,
        open_client: Callable[[], RecordSource],
        page_size: int = 0,
        spill: SpillConfig | None = None,
    ) -> None:
        self._open_client = open_client
        self._spill = spill
        self.page_size = page_size
        self._client: RecordSource | None = None
        self._loop = new_loop()
        self._closing = asyncio.Event()
        self._closing_clients: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="netwrix-api", daemon=True)
        self._generation = 0
        self._current: LoadedSearch | None = None

    def start(self) -> None:
        """Start the thread. Searches may be given to it before and after."""
        self._thread.start()

    def use(self, open_client: Callable[[], RecordSource]) -> None:
        """Open another client for whatever is asked from now on; the one before is let go of."""
        self._open_client = open_client
        self._loop.call_soon_threadsafe(self._drop_client)

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
        self._thread.join(2 * _GRACE)

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
    ) -> LoadedSearch:
        """Begin a search and end the one before it; ``in_slices`` asks for the newest first.

        Its pages come in the format ``wire``, else in the one that the connection has. ``keeper``
        is told what is asked and what comes. ``fetch`` may put pages that are at hand before those
        of the server. Relative times are those of ``moment``, by default now.

        ``on_change`` is called on the worker's thread after changes of the search's store or
        status: at most some twenty times a second, and always after the last one. It must not
        wait for the screen.
        """
        if self._current is not None:
            self._current.end()
        self._generation += 1

        ask = self._ask_in(wire, keeper)
        search = SearchFetcher(
            ask, parameters, self.page_size, in_slices=in_slices, moment=moment,
            ahead=lambda: self.server_ahead,
        )  # fmt: skip
        self._current = LoadedSearch(
            self._generation,
            parameters,
            search,
            on_change,
            self._loop,
            self.page_size,
            self._spill,
            keeper=keeper,
            fetch=fetch(search),
        )
        return self._current

    @property
    def server_ahead(self) -> float:
        """How many seconds the server's clock is ahead, where that is worth telling; else 0."""
        return server_ahead(self._client)

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

    def fetch_record(self, rid: str, wire: WireFormat) -> Future[Page]:
        """The record with this RID in the given format: a page of one, or of none.

        The future raises NetwrixTuiError; it is cancelled when the worker is closed first.
        """
        return self._submit(self._record(rid, wire))

    def beside(
        self, work: Callable[[Ask], Coroutine[Any, Any, T]], wire: WireFormat | None = None
    ) -> Future[T]:
        """Do work on the thread beside whatever is loaded, with a way to ask the server.

        Pages come in the format ``wire``, else in the one that the connection has. Searches begin
        and end without the work; it is cancelled when the worker is closed.
        """
        return self._submit(work(self._ask_in(wire)))

    def _ask_in(self, wire: WireFormat | None, keeper: SearchKeeper | None = None) -> Ask:
        async def ask(concrete: SearchParameters, mark: str | None) -> Page:
            return await self._current_client().search(concrete, mark, wire=wire)

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

    async def _record(self, rid: str, wire: WireFormat) -> Page:
        try:
            return await self._current_client().record(rid, wire)
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

    def _current_client(self) -> RecordSource:
        if self._client is None:
            self._client = self._open_client()
        return self._client

    def _drop_client(self) -> None:
        client, self._client = self._client, None
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
            await asyncio.wait(tasks, timeout=_GRACE)
        if self._client is not None:
            # The connections end with the process, if not in time.
            with suppress(Exception):
                await asyncio.wait_for(self._client.aclose(), _GRACE)
