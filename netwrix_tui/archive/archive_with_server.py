"""Source of records from an archive, and of newer ones from its server.

The archive answers whatever happens to the server: if that fails, is slow or waits for a password,
this is told beside the archive's records.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic

from netwrix_tui.archive.archive_source import PAGE, ArchiveSource
from netwrix_tui.archive.newer_records import MOST_AT_ONCE, NewerRecords
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.merged_fetcher import GRACE, ServerPhase, ServerState
from netwrix_tui.results.loading.record_source import Reach, RecordSource
from netwrix_tui.results.loading.unexpected_error import as_error
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat


class ArchiveWithServer(ArchiveSource):
    """A RecordSource over the archive of one server and over the server; a CountingSource, too.

    ``open_client`` opens the server's client when it is first asked, as ``account``, which has to
    be the one that the archive is kept with. ``grace`` is how many seconds a search waits for the
    server before it is answered by the archive alone.
    """

    def __init__(
        self,
        directory: Path,
        server: str,
        account: str,
        open_client: Callable[[], RecordSource],
        *,
        spill: Path,
        moment: float | None = None,
        page_size: int = PAGE,
        grace: float | None = None,
        most: int = MOST_AT_ONCE,
    ) -> None:
        super().__init__(directory, spill=spill, moment=moment, page_size=page_size)
        self._directory = directory
        self._name = server
        self._open = open_client
        self._grace = GRACE if grace is None else grace
        self._client: RecordSource | None = None
        self._newer = NewerRecords(self.reader, self._ask_server, account, spill, most=most)
        self._asking: asyncio.Task[None] | None = None
        self._since: float | None = None
        self._error: NetwrixTuiError | None = None
        self._is_late = False

    @property
    def server_state(self) -> ServerState:
        """Where the server stands; for any thread."""
        asking = self._asking
        if self._error is not None:
            return ServerState(self._name, ServerPhase.FAILED, self._error)
        if asking is not None and not asking.done():
            return ServerState(self._name, ServerPhase.ASKED, since=self._since, is_late=True)
        return ServerState(self._name, ServerPhase.RESTING)

    @property
    def reach(self) -> Reach:
        """Up to when the archive answers, and how much came of its server."""
        newer = self._newer
        return replace(
            self._reach, newer=newer.count, is_whole=newer.is_whole, is_late=self._is_late
        )

    async def _ask_server(self, parameters: SearchParameters, mark: str | None) -> Page:
        if self._client is None:
            self._client = self._open()
        return await self._client.search(parameters, mark)

    async def _catch_up(self, parameters: SearchParameters) -> None:
        await super()._catch_up(parameters)
        asking = self._asking
        if asking is None or asking.done():
            self._since = monotonic()
            asking = self._asking = asyncio.create_task(self._caught_up(parameters))
        await asyncio.wait({asking}, timeout=self._grace)
        self._is_late = not asking.done()

    async def settled(self) -> bool:
        """Wait for the server that is being asked; True where a search went on without it."""
        if self._asking is not None:
            await asyncio.wait({self._asking})
        return self._is_late

    async def _caught_up(self, parameters: SearchParameters) -> None:
        try:
            await self._newer.catch_up(parameters)
        except Exception as error:  # noqa: BLE001 - the archive answers, whatever is with the server
            self._error = as_error(error)
        else:
            self._error = None

    async def record(self, rid: str, wire: WireFormat) -> Page:
        """The record with this RID: the archive's where that has it in this format."""
        try:
            page = await super().record(rid, wire)
        except NetwrixTuiError:
            page = None
        if page is not None and len(page):
            return page
        if self._client is None:
            self._client = self._open()
        return await self._client.record(rid, wire)

    async def aclose(self) -> None:
        """Let go of the files, of what came beside them, and of the server."""
        asking = self._asking
        if asking is not None and not asking.done():
            asking.cancel()
            await asyncio.wait({asking})
        if self._client is not None:
            await self._client.aclose()
        await super().aclose()
        await self._newer.aclose()
