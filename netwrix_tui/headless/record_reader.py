"""Readers: the records of one search, page by page, from servers, a case or an archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection
from netwrix_tui.clock import now
from netwrix_tui.headless.fetcher import PageFetcher
from netwrix_tui.headless.messages import Messages
from netwrix_tui.records.asked_hours import FILTERED_HERE, is_filtered_here
from netwrix_tui.records.doubts import ONLY_REVIEWED
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.record_source import RecordSource
from netwrix_tui.results.loading.record_stream import FetchUpTo, fetch_pages
from netwrix_tui.results.loading.resume_point import PagePosition

if TYPE_CHECKING:
    from netwrix_tui.archive.kept_archive import KeptArchive

Take = Callable[[Sequence[ReceivedRecord]], None]

_KEPT_PAGE = 1_000


class RecordReader(Protocol):
    """The records of searches at one place. ``where`` is its name, ``account`` whose rights hold.

    ``id`` tells it from other places, ``nothing_words`` say what it means that nothing was found.
    """

    where: str
    account: str
    id: str
    nothing_words: str

    async def read(self, search: SearchParameters, take: Take) -> None:
        """Hand over all records of a search, each once. Raises NetwrixTuiError.

        After ServerRepeats, all that there is has been handed over.
        """

    def remarks(self) -> list[str]:
        """What has to be said of what was read, in sentences."""


class ServerReader:
    """The records of a server. ``count`` is how many a page is asked for, None if not said."""

    def __init__(self, connection: Connection, count: int | None, messages: Messages) -> None:
        self._connection = connection
        self._count = count
        self._messages = messages
        self._walk = Walk()
        self.where = connection.server
        self.account = connection.user
        self.id = connection.url
        self.nothing_words = f"Nothing was found. {ONLY_REVIEWED}"

    async def read(self, search: SearchParameters, take: Take) -> None:
        if is_filtered_here(search, now()):
            self._messages.say(FILTERED_HERE)
        async with AuditorClient(self._connection) as client:
            fetcher = PageFetcher(client, search, self._count, self._messages.say)
            await read_pages(fetcher.page, self._walk, self._count, take)

    def remarks(self) -> list[str]:
        return self._walk.remarks()


class CaseFileReader:
    """The records of a case file. Raises UsageError where it cannot be read."""

    def __init__(self, path: Path) -> None:
        from netwrix_tui.case.case_reader import CaseReader

        with CaseReader(path) as case:
            servers = {source.server for source in case.sources()}
        self._path = path
        # Of several servers, none is that of a record in particular.
        self.where = servers.pop() if len(servers) == 1 else ""
        self.account = ""
        self.id = f"case {path.resolve()}"
        self.nothing_words = "Nothing was found in the case."

    async def read(self, search: SearchParameters, take: Take) -> None:
        from netwrix_tui.case.case_source import CaseSource

        await _read_kept(CaseSource(self._path), search, take)

    def remarks(self) -> list[str]:
        return []


class ArchivedReader:
    """The records of an archive of one server."""

    def __init__(self, archive: KeptArchive) -> None:
        from netwrix_tui.archive.kept_archive import archive_id, archived_name

        self._archive = archive
        self._missing: list[str] = []
        self.where = archived_name(archive)
        self.account = ""
        self.id = archive_id(archive)
        self.nothing_words = "Nothing was found in the archive."

    async def read(self, search: SearchParameters, take: Take) -> None:
        from netwrix_tui.archive.kept_archive import open_archived

        await _read_kept(open_archived(self._archive, self._missing.append), search, take)

    def remarks(self) -> list[str]:
        return list(dict.fromkeys(self._missing))


async def _read_kept(source: RecordSource, search: SearchParameters, take: Take) -> None:
    from netwrix_tui.results.loading.search_fetcher import SearchFetcher

    fetcher = SearchFetcher(source.search, search, _KEPT_PAGE)
    try:
        await read_pages(lambda mark, _: fetcher(mark), Walk(), None, take)
    finally:
        await source.aclose()


async def read_pages(fetch: FetchUpTo, walk: Walk, count: int | None, take: Take) -> None:
    """Hand over the records of all pages, each record once. Raises NetwrixTuiError."""
    reading = fetch_pages(fetch, PagePosition(), walk, limit=None, count=count)
    async with aclosing(reading) as pages:
        async for fetched in pages:
            if fetched.records:
                take(fetched.records)
