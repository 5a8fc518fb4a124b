"""``netwrix-tui follow``: records are written as they arrive, until it is interrupted."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import aclosing, nullcontext
from datetime import datetime
from pathlib import Path

from netwrix_tui import clock
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection
from netwrix_tui.ending import Ended, Ending
from netwrix_tui.errors import NetwrixTuiError, ServerRepeats, UsageError
from netwrix_tui.headless.backlog import Backlog
from netwrix_tui.headless.choices import shown_zone, typed_search
from netwrix_tui.headless.kept_notes import kept_notes
from netwrix_tui.headless.output import Output
from netwrix_tui.headless.progress import ticking
from netwrix_tui.headless.resume_file import ResumeFile, SearchIdentity, search_text
from netwrix_tui.headless.stdout import StdoutClosed
from netwrix_tui.headless.watching import watching_of
from netwrix_tui.records.asked_hours import FILTERED_HERE, is_filtered_here
from netwrix_tui.records.doubts import doubts
from netwrix_tui.records.relative import relative_span
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import parse_moment
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.following.follower import (
    Arrived,
    Follower,
    FollowEvent,
    Looked,
    Missed,
    follow_queries,
)
from netwrix_tui.results.following.look_schedule import PollBackoff, marks_leave_out
from netwrix_tui.results.loading.resume_point import ResumePoint
from netwrix_tui.wire.page import Page

_DONE = 0


class FollowCommand:
    """One command: which records, since when, and how often the server is asked for more."""

    def __init__(self, options: argparse.Namespace, remembered_as: str) -> None:
        """``remembered_as`` is the name under which the explorer keeps the user's notes.

        Raises UsageError; nothing has been sent then.
        """
        self._parameters = typed_search(options)
        self._since = since_of(options.since, shown_zone(options))
        follow_queries(self._parameters, ResumePoint(start=self._since, since=self._since))
        self._output = Output(options, kept_notes(remembered_as))
        self._output.messages.say_doubts(doubts(self._parameters.filters))
        self._watching = watching_of(options, shown_zone(options), self._output.messages)
        if is_filtered_here(self._parameters, clock.now()):
            self._output.messages.say(FILTERED_HERE)
        self._backoff = PollBackoff(options.interval)
        self._left: int | None = options.limit
        self._count: int | None = options.count
        self._resume = Path(options.resume) if options.resume is not None else None
        self._trouble = ""
        self._is_told_of_repeats = False
        self._is_told_of_marks = False
        self._began = clock.now().replace(microsecond=0)
        self._backlog = Backlog(self._began)

    def run(self, connection: Connection) -> int:
        """Follow until the limit is reached or nobody reads any more. Raises NetwrixTuiError."""
        self._output.of_source(connection.url, read_at=lambda: int(clock.epoch() * 1_000_000))
        resume_file = self._resume_file(connection)
        with resume_file.held() if resume_file is not None else nullcontext():
            return self._while_held(connection, resume_file)

    def _while_held(self, connection: Connection, resume_file: ResumeFile | None) -> int:
        output = self._output
        point = resume_file.read_following() if resume_file is not None else None
        output.messages.warn_where_plain(connection)
        why = "its limit was reached"
        try:
            Ending().run(output.while_open(self._copy(connection, point, resume_file)))
        except StdoutClosed:
            output.abandon()
            why = "nobody reads any more"
        except Ended as ended:
            why = f"a signal ended it, status {ended.code}"
            raise
        except NetwrixTuiError as error:
            why = f"it went wrong: {error.what.rstrip('.')}"
            raise
        finally:
            output.messages.clear()
            if self._watching is not None:
                output.messages.say(self._watching.last_words(output.written, why))
        output.remark()
        return _DONE

    async def _copy(
        self, connection: Connection, point: ResumePoint | None, resume_file: ResumeFile | None
    ) -> None:
        output, watching = self._output, self._watching
        if watching is not None:
            watching.begin(connection.server)
        telling = watching.telling() if watching is not None else nullcontext()
        progress = ticking(output.messages, self._progress)
        async with AuditorClient(connection) as client, progress, telling:

            async def ask(parameters: SearchParameters, mark: str | None) -> Page:
                return await client.search(parameters, mark, self._count)

            following = Follower(
                ask, self._parameters, self._since, backoff=self._backoff, resume_point=point
            )
            try:
                async with aclosing(following.events()) as events:
                    async for event in events:
                        if isinstance(event, Missed):
                            self._report_miss(event)
                        else:
                            self._recovered()
                        if isinstance(event, Looked):
                            self._tell_of_marks(event)
                        self._save(self._take(event, following), resume_file)
                        if self._left == 0:
                            break
            except (NetwrixTuiError, asyncio.CancelledError):
                # What has come is not lost for what comes no more.
                if self._backlog.before is not None:
                    self._save(self._write_held(following), resume_file)
                raise
        output.finish()

    def _take(self, event: FollowEvent, following: Follower) -> ResumePoint | None:
        """Write what is due; returns the resume point behind it, None while records are held."""
        if isinstance(event, Arrived):
            self._backlog.add(event)
            if not (self._backlog.is_complete or self._backlog.is_full):
                return None
        elif isinstance(event, Looked):
            self._backlog.is_complete = True
        return self._write_held(following)

    def _save(self, reached: ResumePoint | None, resume_file: ResumeFile | None) -> None:
        if resume_file is not None and reached is not None:
            resume_file.write_following(reached)

    def _write_held(self, following: Follower) -> ResumePoint:
        """Write what is wanted of the held records; returns the resume point behind them."""
        before = self._backlog.before
        if before is None:
            return following.resume_point
        given = self._backlog.take()
        records = given[: self._left]
        self._output.write(records)
        if self._watching is not None:
            self._watching.see(records)
        if self._left is not None:
            self._left -= len(records)
        if len(records) == len(given):
            return following.resume_point
        return before.having_seen(record.row.rid for record in records)

    def _report_miss(self, missed: Missed) -> None:
        trouble = f"{missed.error.what} Asking again in {missed.pause:,.0f} s."
        if not self._trouble:
            # Once, not at each try: a server may be away for a night.
            self._output.messages.say(trouble)
        self._trouble = trouble

    def _tell_of_marks(self, looked: Looked) -> None:
        """Say what the server's marks do that they should not: each once."""
        if looked.repeats is not None:
            self._tell(looked.repeats)
        if looked.left_out and not self._is_told_of_marks:
            self._is_told_of_marks = True
            self._output.messages.say(marks_leave_out(looked.left_out))

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
        if len(self._backlog):
            return f"following · {len(self._backlog):,} to be put in order · ctrl+c ends"
        if not self._output.written:
            return "following · nothing new yet · ctrl+c ends"
        return f"following · {self._output.count_words()} · ctrl+c ends"

    def _resume_file(self, connection: Connection) -> ResumeFile | None:
        if self._resume is None:
            return None
        search = b"follow " + search_text(self._parameters)
        return ResumeFile(self._resume, SearchIdentity.of(connection.url, connection.user, search))


def since_of(text: str | None, zone: ShownZone) -> datetime:
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
