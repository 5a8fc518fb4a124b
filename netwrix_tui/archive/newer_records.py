"""Records that a server has and its archive lacks: fetched by the archive's mark, kept beside it.

They are an archive as well, in a private directory that is deleted with the session: so one query
pages, counts and sorts both. They are fetched anew whenever the archive has come further.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic

from msgspec import structs

from netwrix_tui.archive.keeping import BATCH_RECORDS, Keeping
from netwrix_tui.archive.reader import ArchiveReader
from netwrix_tui.archive.record_pages import NOTHING
from netwrix_tui.archive.state import ArchiveState, check_account, read_state
from netwrix_tui.archive.writer import ArchiveWriter
from netwrix_tui.clock import now, utc_at
from netwrix_tui.errors import StorageFull, UsageError
from netwrix_tui.file_lock import locked
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import END, spans_of
from netwrix_tui.records.when import TimeRange
from netwrix_tui.results.loading.mark_walk import each_once
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.wire.page import Page

MOST_AT_ONCE = 2 * BATCH_RECORDS
"""Records that are fetched by the mark before a search is answered; the next one goes on."""

MOST_FOUND = 20_000
"""Records of one search that are fetched where the archive is further behind than that."""

_LATENESS = timedelta(days=1)
"""How long after its When a record may still arrive: some sources are collected once a day."""

_PREFIX, _HELD = "newer-", "held"
_JUST_MADE = 60.0
"""Seconds in which a directory may not be held yet."""

FRESH = 0.5
"""Seconds for which the server is not asked again: joined searches begin one after the other."""


class NewerRecords:
    """The records of one server that are not in its archive yet. Belongs to one asyncio loop.

    ``ask`` asks the server as ``account``; ``reader`` then reads what came along with the archive.
    """

    def __init__(
        self,
        reader: ArchiveReader,
        ask: Ask,
        account: str,
        spill: Path,
        *,
        most: int = MOST_AT_ONCE,
    ) -> None:
        self._reader = reader
        self._ask = ask
        self._account = account
        self._most = most
        self._place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=spill))
        remove_abandoned(spill)
        self._held = locked(self._place / _HELD, 0)
        self._held.__enter__()
        self._number = 0
        self._of: ArchiveState | None = None
        self._writer: ArchiveWriter | None = None
        self._lock = asyncio.Lock()
        self._looked = -FRESH
        self.is_whole = False
        """True where all is here that the server had at the last look."""

    @property
    def count(self) -> int:
        """How many records are here."""
        return self._writer.state.records if self._writer is not None else 0

    async def catch_up(self, parameters: SearchParameters) -> None:
        """Fetch what has come since the archive ends; of much, what these are about.

        Raises what asking and writing raise; what came before that stays.
        """
        async with self._lock:
            writer = await self._current()
            if monotonic() - self._looked < FRESH and self.is_whole:
                return
            self.is_whole = False
            left = self._most

            async def bounded(search: SearchParameters, mark: str | None) -> Page:
                nonlocal left
                if left <= 0:  # as if it were the end: the next search goes on there
                    left = -1
                    return replace(NOTHING, mark=mark)
                page = await self._ask(search, mark)
                left = max(left - len(page), 0)
                return page

            await Keeping(bounded, writer, lambda _: None).to_end()
            self.is_whole = left >= 0
            if not self.is_whole:
                await self._find(writer, parameters)
            self._looked = monotonic()

    async def _find(self, writer: ArchiveWriter, parameters: SearchParameters) -> None:
        """Fetch what a search finds from a day before the archive's end on."""
        since = int(((writer.state.looked or now()) - _LATENESS).timestamp())
        left = MOST_FOUND
        for search in concrete_searches(parameters, now()):
            within = _from(search, since)
            if within is None:
                continue
            async for page in each_once(partial(self._ask, within)):
                await asyncio.to_thread(writer.write, [page], writer.state)
                left -= len(page)
                if left <= 0:
                    return

    async def _current(self) -> ArchiveWriter:
        """What writes beside the archive as it is now."""
        state = await asyncio.to_thread(read_state, self._reader.directory)
        if state is None:
            raise UsageError(
                f"{self._reader.directory} does not say how far it has come.",
                next_step="netwrix-tui archive goes on with it.",
            )
        check_account(state, self._account)
        before = self._writer
        if before is not None and self._of is not None and _is_as_far(state, self._of):
            return before
        self._number += 1
        directory = self._place / str(self._number)
        try:
            self._writer = await asyncio.to_thread(self._opened, directory, state)
        except OSError as error:
            raise StorageFull(f"{self._place} cannot be written: {error.strerror}.") from error
        self._of, self._looked = state, -FRESH
        self._reader.read_beside(directory)
        if before is not None:
            await asyncio.to_thread(_removed, before)
        return self._writer

    def _opened(self, directory: Path, state: ArchiveState) -> ArchiveWriter:
        return ArchiveWriter(
            directory, structs.replace(state, records=0, gaps=()), beside=self._reader.directory
        )

    async def aclose(self) -> None:
        """Let go of what came, and remove it."""
        writer, self._writer = self._writer, None
        if writer is not None:
            await asyncio.to_thread(writer.close)
        self._held.__exit__(None, None, None)
        await asyncio.to_thread(shutil.rmtree, self._place, ignore_errors=True)


def remove_abandoned(spill: Path) -> None:
    """Remove what explorers left that were killed: it is audit data, and nobody reads it again.

    What was made just before the directory was last changed is left alone.
    """
    latest = spill.stat().st_mtime
    for place in spill.glob(f"{_PREFIX}*"):
        with suppress(OSError, TimeoutError):
            if latest - place.stat().st_mtime > _JUST_MADE:
                with locked(place / _HELD, 0):
                    pass
                shutil.rmtree(place, ignore_errors=True)


def _from(search: SearchParameters, since: int) -> SearchParameters | None:
    """What a search finds from a second on; None where that is nothing."""
    whens = search.named("When")
    spans = [
        (max(first, since), last)
        for first, last in spans_of(whens, int(now().timestamp()))
        if last >= since
    ]
    if not spans:
        return None
    ranges = [
        TimeRange(utc_at(first), None if last == END else utc_at(last)) for first, last in spans
    ]
    return search.without(*whens).with_(*(Filter("When", Operator.EQUALS, r) for r in ranges))


def _is_as_far(state: ArchiveState, other: ArchiveState) -> bool:
    return (state.mark, state.start, state.records) == (other.mark, other.start, other.records)


def _removed(writer: ArchiveWriter) -> None:
    with suppress(Exception):
        writer.close()
    shutil.rmtree(writer.directory, ignore_errors=True)
