"""Runs ``netwrix-tui search`` and ``netwrix-tui enum``: pages are fetched, written and dropped."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import aclosing, nullcontext
from functools import partial
from pathlib import Path

from netwrix_tui.client.connection import Connection
from netwrix_tui.errors import (
    ConnectionLost,
    NetwrixTuiError,
    ServerRepeats,
    TimedOut,
    Unreachable,
    WireError,
)
from netwrix_tui.headless.choices import Asked, asked_for
from netwrix_tui.headless.fetcher import Asking
from netwrix_tui.headless.output import Output
from netwrix_tui.headless.progress import ticking
from netwrix_tui.headless.resume_file import Owner, ResumeFile, lasting
from netwrix_tui.headless.search_body import BodyClient, SearchBody
from netwrix_tui.headless.stdout import OutletClosed
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.pages import Fetch, PagePosition, portions, walk_from
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat

FOUND, NOTHING_FOUND = 0, 1


class Run:
    """One command: what is asked for, how it is written, and what became of it."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Raises UsageError; nothing has been sent then."""
        self._asked: Asked = SearchParameters()
        if options.command == "search":
            self._asked = asked_for(options)
        self._output = Output(options)
        if isinstance(self._asked, SearchParameters):
            self._output.messages.say_doubts(self._asked)
        self._limit: int | None = options.limit
        self._count: int | None = options.count
        self._resume = Path(options.resume) if options.resume is not None else None

    def over(self, connection: Connection) -> int:
        """Search, write, and return the exit status. Raises NetwrixTuiError."""
        kept = self._resume_file(connection)
        with kept.held() if kept is not None else nullcontext():
            return self._held(connection, kept)

    def _held(self, connection: Connection, kept: ResumeFile | None) -> int:
        output = self._output
        place = kept.read() if kept is not None else PagePosition()
        if place.repeats:
            raise WireError(
                "An earlier run ended where the server repeated pages that it had sent.",
                cause="What lies behind cannot be reached by its continuation marks.",
                next_step=f"Remove {self._resume} to begin anew.",
            )
        walk = walk_from(place)
        output.messages.warn_where_plain(connection)
        try:
            asyncio.run(output.while_open(self._copy(connection, place, walk, kept)))
        except OutletClosed:
            output.abandon()
            return FOUND
        except NetwrixTuiError as error:
            if not output.written:
                raise
            self._remark(walk)
            output.messages.say(f"{output.count_words()} before this went wrong:")
            raise self._cut_off(error) from error
        finally:
            output.messages.clear()
        self._sum_up(place, connection.user or "this account")
        self._remark(walk)
        return FOUND if output.written else NOTHING_FOUND

    def _cut_off(self, error: NetwrixTuiError) -> NetwrixTuiError:
        """The error of a server that had answered before, and how the rest is fetched."""
        if not isinstance(error, Unreachable | TimedOut | ConnectionLost):
            return error
        cause = error.cause
        if isinstance(error, Unreachable):
            cause = "It answered before: it was stopped or restarted, or the line is down."
        rest = "With --resume FILE a run can be gone on with where it was cut off."
        if self._resume is not None:
            rest = "The same command goes on from there."
        return type(error)(error.what, cause=cause, next_step=rest)

    async def _copy(
        self, connection: Connection, place: PagePosition, walk: Walk, kept: ResumeFile | None
    ) -> None:
        output = self._output
        async with BodyClient(connection) as client, ticking(output.messages, output.progress):
            reading = portions(
                self._fetch(client), place, walk, limit=self._limit, count=self._count
            )
            try:
                async with aclosing(reading) as pages:
                    async for portion in pages:
                        if portion.records:
                            output.write(portion.records)
                        if kept is not None and portion.place != PagePosition():
                            kept.write(portion.place)
            except ServerRepeats:
                # All that the server gives has come: what was written is whole.
                output.finish()
                raise
        output.finish()

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

    def _remark(self, walk: Walk) -> None:
        for remark in walk.remarks():
            self._output.messages.say(remark)

    def _sum_up(self, place: PagePosition, account: str) -> None:
        if place.is_end:
            self._output.messages.say(
                f"All of this search was written before; remove {self._resume} to begin anew."
            )
        elif not self._output.written:
            self._output.messages.say(
                f"Nothing was found; {account} may not be allowed to review more monitoring plans."
            )
        self._output.warn_of_damage()
