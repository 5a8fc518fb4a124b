"""Runs ``netwrix-tui follow``: records are written as they arrive, until one has enough of it."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import aclosing, nullcontext
from datetime import datetime
from pathlib import Path

from netwrix_tui import clock
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection
from netwrix_tui.errors import NetwrixTuiError, ServerRepeats, UsageError
from netwrix_tui.headless.backlog import Held
from netwrix_tui.headless.choices import filters_of, shown_zone
from netwrix_tui.headless.output import Output
from netwrix_tui.headless.progress import ticking
from netwrix_tui.headless.resume_file import Owner, ResumeFile
from netwrix_tui.headless.stdout import OutletClosed
from netwrix_tui.records.relative import relative_span
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import parse_moment
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.following.follow_place import FollowPlace
from netwrix_tui.results.following.follow_query import strands_of
from netwrix_tui.results.following.follower import Arrived, FollowEvent, Following, Looked, Missed
from netwrix_tui.results.following.poll_backoff import PollBackoff
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

_DONE = 0


class Follow:
    """One command: which records, since when, and how often the server is asked for more."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Raises UsageError; nothing has been sent then."""
        self._parameters = filters_of(options)
        self._since = _since(options.since, shown_zone(options))
        strands_of(self._parameters, FollowPlace(start=self._since, since=self._since))
        self._output = Output(options)
        self._output.messages.say_doubts(self._parameters)
        self._pace = PollBackoff(options.interval)
        self._left: int | None = options.limit
        self._count: int | None = options.count
        self._resume = Path(options.resume) if options.resume is not None else None
        self._trouble = ""
        self._is_told_of_repeats = False
        self._began = clock.now().replace(microsecond=0)
        self._held = Held(self._began)

    def over(self, connection: Connection) -> int:
        """Follow until the limit is reached or nobody reads any more. Raises NetwrixTuiError."""
        kept = self._resume_file(connection)
        with kept.held() if kept is not None else nullcontext():
            return self._while_held(connection, kept)

    def _while_held(self, connection: Connection, kept: ResumeFile | None) -> int:
        output = self._output
        place = kept.read_following() if kept is not None else None
        output.messages.warn_where_plain(connection)
        try:
            asyncio.run(output.while_open(self._copy(connection, place, kept)))
        except OutletClosed:
            output.abandon()
        finally:
            output.messages.clear()
        output.warn_of_damage()
        return _DONE

    async def _copy(
        self, connection: Connection, place: FollowPlace | None, kept: ResumeFile | None
    ) -> None:
        output = self._output
        async with AuditorClient(connection) as client, ticking(output.messages, self._progress):

            async def ask(parameters: SearchParameters, mark: str | None) -> Page:
                return await client.search(parameters, mark, self._count)

            following = Following(ask, self._parameters, self._since, pace=self._pace, place=place)
            try:
                async with aclosing(following.events()) as events:
                    async for event in events:
                        if isinstance(event, Missed):
                            self._complain(event)
                        else:
                            self._recovered()
                        if isinstance(event, Looked) and event.repeats is not None:
                            self._tell(event.repeats)
                        self._keep(self._take(event, following), kept)
                        if self._left == 0:
                            break
            except (NetwrixTuiError, asyncio.CancelledError):
                # What has come is not lost for what comes no more.
                if self._held.before is not None:
                    self._keep(self._write_held(following), kept)
                raise
        output.finish()

    def _take(self, event: FollowEvent, following: Following) -> FollowPlace | None:
        """Write what is due by now; returns the place behind it, None while records are held."""
        if isinstance(event, Arrived):
            self._held.add(event)
            if not (self._held.backlog_is_over or self._held.is_full):
                return None
        elif isinstance(event, Looked):
            self._held.backlog_is_over = True
        return self._write_held(following)

    def _keep(self, reached: FollowPlace | None, kept: ResumeFile | None) -> None:
        if kept is not None and reached is not None:
            kept.write_following(reached)

    def _write_held(self, following: Following) -> FollowPlace:
        """Write what is wanted of the records that are held; returns the place behind them."""
        before = self._held.before
        if before is None:
            return following.place
        given = self._held.take()
        records = given[: self._left]
        self._output.write(records)
        if self._left is not None:
            self._left -= len(records)
        if len(records) == len(given):
            return following.place
        return before.having_seen(record.row.rid for record in records)

    def _complain(self, missed: Missed) -> None:
        said = f"{missed.error.what} Asking again in {missed.pause:,.0f} s."
        if not self._trouble:
            # Once, not at each try: a server may be away for a night.
            self._output.messages.say(said)
        self._trouble = said

    def _tell(self, repeats: ServerRepeats) -> None:
        """Say that the server goes in circles: once, as it may do so at each look."""
        if not self._is_told_of_repeats:
            self._is_told_of_repeats = True
            self._output.messages.say(
                f"{repeats.what} {repeats.cause} There may be more; it is asked again as always."
            )

    def _recovered(self) -> None:
        if self._trouble:
            self._trouble = ""
            self._output.messages.say("The server answers again; nothing was left out.")

    def _progress(self) -> str:
        if self._trouble:
            return self._trouble
        if len(self._held):
            return f"following · {len(self._held):,} to be put in order · ctrl+c ends"
        if not self._output.written:
            return "following · nothing new yet · ctrl+c ends"
        return f"following · {self._output.count_words()} · ctrl+c ends"

    def _resume_file(self, connection: Connection) -> ResumeFile | None:
        if self._resume is None:
            return None
        search = b"follow " + codec(WireFormat.JSON).encode_search(self._parameters)
        return ResumeFile(self._resume, Owner.of(connection.url, connection.user, search))


def _since(text: str | None, zone: ShownZone) -> datetime:
    """The moment that ``--since`` names, now where it is left out. Raises UsageError."""
    now = clock.now().replace(microsecond=0)
    if text is None:
        return now
    try:
        span = relative_span(text)
        return now - span.length if span is not None else parse_moment(text, zone.tzinfo)
    except NetwrixTuiError as error:
        raise UsageError(
            f"--since: {error.what}", next_step="Type it as 2h, 7d, 2026-11-05 or 2026-11-05T14:30."
        ) from error
