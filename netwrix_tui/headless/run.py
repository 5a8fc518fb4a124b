"""Runs ``netwrix-tui search`` and ``netwrix-tui enum``: pages are fetched, written and dropped."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import aclosing
from functools import partial
from pathlib import Path

from netwrix_tui.client.connection import Connection
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.headless.asking import Asking
from netwrix_tui.headless.choices import Asked, Writing, asked_for, writing
from netwrix_tui.headless.messages import Messages
from netwrix_tui.headless.outlet import Outlet, OutletClosed
from netwrix_tui.headless.reading import Fetch, Place, Portion, portions
from netwrix_tui.headless.resume_file import Owner, ResumeFile, lasting
from netwrix_tui.headless.search_body import BodyClient, SearchBody
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.received import ReceivedRecord
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat

FOUND, NOTHING_FOUND = 0, 1


class Run:
    """One command: what is asked for, how it is written, and what became of it."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Raises UsageError; nothing has been sent then."""
        self._outlet = Outlet()
        self._asked: Asked = SearchParameters()
        if options.command == "search":
            self._asked = asked_for(options)
        self._writing: Writing = writing(options, to_terminal=self._outlet.is_terminal)
        self._limit: int | None = options.limit
        self._count: int | None = options.count
        self._resume = Path(options.resume) if options.resume is not None else None
        self._messages = Messages()
        self._written = 0
        self._damaged = 0
        self._is_started = False

    def over(self, connection: Connection) -> int:
        """Search, write, and return the exit status. Raises NetwrixTuiError."""
        kept = self._resume_file(connection)
        place = kept.read() if kept is not None else Place()
        if not connection.is_encrypted:
            self._messages.say(f"The connection to {connection.server} is not encrypted.")
        try:
            asyncio.run(self._copy(connection, place, kept))
        except OutletClosed:
            self._outlet.abandon()
            return FOUND
        except NetwrixTuiError:
            if self._written:
                self._messages.say(f"{self._records_written()} before this went wrong:")
            raise
        finally:
            self._messages.clear()
        self._sum_up(place)
        return FOUND if self._written else NOTHING_FOUND

    async def _copy(self, connection: Connection, place: Place, kept: ResumeFile | None) -> None:
        task = asyncio.current_task()
        gone = asyncio.Event()

        def closed() -> None:
            if task is not None and not gone.is_set():
                gone.set()
                task.cancel()

        try:
            with self._outlet.watched(closed):
                async with BodyClient(connection) as client:
                    await self._pages(self._fetch(client), place, kept)
        except asyncio.CancelledError:
            if gone.is_set():
                raise OutletClosed from None
            raise

    async def _pages(self, fetch: Fetch, place: Place, kept: ResumeFile | None) -> None:
        self._messages.progress("searching …")
        reading = portions(fetch, place, limit=self._limit, count=self._count)
        async with aclosing(reading) as pages:
            async for portion in pages:
                self._write(portion)
                if kept is not None and portion.place != Place():
                    kept.write(portion.place)
                self._messages.progress(f"{self._records_written()} …")
        if not self._is_started:
            self._start([])
        self._put(self._writing.form.end())

    def _write(self, portion: Portion) -> None:
        if not self._is_started:
            self._start(portion.records)
        self._put(self._writing.form.page(portion.records))
        self._written += len(portion.records)
        self._damaged += sum(record.is_damaged for record in portion.records)

    def _start(self, records: list[ReceivedRecord]) -> None:
        self._put(self._writing.form.start(records))
        self._is_started = True

    def _put(self, data: bytes) -> None:
        if data:
            self._messages.clear()
            self._outlet.write(self._writing.safe(data))

    def _fetch(self, client: BodyClient) -> Fetch:
        if isinstance(self._asked, SearchBody):
            return partial(client.search_body, self._asked)
        if self._resume is not None:
            return partial(client.search, self._asked)
        return Asking(client, self._asked, self._count).page

    def _resume_file(self, connection: Connection) -> ResumeFile | None:
        if self._resume is None:
            return None
        if isinstance(self._asked, SearchBody):
            search = self._asked.text
        else:
            search = codec(WireFormat.JSON).encode_search(lasting(self._asked))
        return ResumeFile(self._resume, Owner.of(connection.url, connection.user, search))

    def _sum_up(self, place: Place) -> None:
        if place.is_end:
            self._messages.say(
                f"All of this search was written before; remove {self._resume} to begin anew."
            )
        elif not self._written:
            self._messages.say("Nothing was found.")
        if self._damaged:
            self._messages.say(
                f"{self._damaged:,} of {self._written:,} records came damaged; "
                "what could be read of them was written."
            )

    def _records_written(self) -> str:
        return "1 record written" if self._written == 1 else f"{self._written:,} records written"
