"""``netwrix-tui follow``: records are written as they arrive, until it is interrupted."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack, aclosing, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from netwrix_tui import clock
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection
from netwrix_tui.ending import Ended, Ending
from netwrix_tui.errors import NetwrixTuiError, ServerRepeats, UsageError
from netwrix_tui.headless.backlog import Backlog, oldest_first
from netwrix_tui.headless.choices import shown_zone, typed_search
from netwrix_tui.headless.kept_notes import kept_notes, notes_of_servers
from netwrix_tui.headless.output import Output
from netwrix_tui.headless.progress import ticking
from netwrix_tui.headless.resume_file import ResumeFile, SearchIdentity, search_text
from netwrix_tui.headless.run_search import asked_servers, no_resume_of_several
from netwrix_tui.headless.stdout import StdoutClosed
from netwrix_tui.headless.watching import watching_of
from netwrix_tui.records.asked_hours import FILTERED_HERE, is_filtered_here
from netwrix_tui.records.doubts import doubts
from netwrix_tui.records.relative import relative_span
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.server_filter import without_servers
from netwrix_tui.records.when import parse_moment
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.following.follower import (
    Follower,
    FollowEvent,
    Looked,
    Missed,
    NewRecords,
    follow_queries,
)
from netwrix_tui.results.following.look_schedule import PollBackoff, marks_leave_out
from netwrix_tui.results.loading.resume_point import ResumePoint
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.wire.page import Page

_DONE = 0

_GRACE = 10.0
"""Seconds that the older records of all servers wait for those of one that is slow."""


@dataclass(slots=True)
class _Followed:
    """One server that is followed. Its name is empty where it is the only one."""

    name: str
    follower: Follower
    backlog: Backlog
    trouble: str = ""
    is_told_of_repeats: bool = False
    is_told_of_marks: bool = False
    has_come: bool = False
    """True once all that was there has come, or the server does not answer."""

    def said(self, sentence: str) -> str:
        """A sentence about the server."""
        return f"{self.name}: {sentence}" if self.name else sentence


class FollowCommand:
    """One command: which records, since when, and how often the servers are asked for more."""

    def __init__(self, options: argparse.Namespace, remembered_as: Mapping[str, str]) -> None:
        """``remembered_as`` are the names under which the explorer keeps the user's notes, by the
        names of the servers; that of a single server has none.

        Raises UsageError; nothing has been sent then.
        """
        search = typed_search(options)
        self.servers: tuple[str, ...] = asked_servers(search, tuple(remembered_as))
        """The names of the servers that are followed; an empty one where there is just one."""
        self._parameters = without_servers(search)
        self._since = since_of(options.since, shown_zone(options))
        follow_queries(self._parameters, ResumePoint(start=self._since, since=self._since))
        several = "" not in self.servers
        if several and options.resume is not None:
            raise no_resume_of_several()
        notes = notes_of_servers(remembered_as) if several else kept_notes(remembered_as[""])
        self._output = Output(options, notes, several=several)
        self._output.messages.say_doubts(doubts(self._parameters.filters))
        self._watching = watching_of(options, shown_zone(options), self._output.messages)
        if is_filtered_here(self._parameters, clock.now()):
            self._output.messages.say(FILTERED_HERE)
        self._backoff = PollBackoff(options.interval)
        self._left: int | None = options.limit
        self._count: int | None = options.count
        self._resume = Path(options.resume) if options.resume is not None else None
        self._began = clock.now().replace(microsecond=0)
        self._started = time.monotonic()
        self._followed: list[_Followed] = []

    def run(self, connections: Mapping[str, Connection]) -> int:
        """Follow until the limit is reached or nobody reads any more. Raises NetwrixTuiError.

        ``connections`` are those of the :attr:`servers`.
        """
        servers = {name: each.url for name, each in connections.items()}
        self._output.of_source(
            servers.get("", ""), servers=servers, read_at=lambda: int(clock.epoch() * 1_000_000)
        )
        resume_file = self._resume_file(connections)
        with resume_file.held() if resume_file is not None else nullcontext():
            return self._while_held(connections, resume_file)

    def _while_held(
        self, connections: Mapping[str, Connection], resume_file: ResumeFile | None
    ) -> int:
        output = self._output
        point = resume_file.read_following() if resume_file is not None else None
        for connection in connections.values():
            output.messages.warn_where_plain(connection)
        why = "its limit was reached"
        try:
            Ending().run(output.while_open(self._copy(connections, point, resume_file)))
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
        self,
        connections: Mapping[str, Connection],
        point: ResumePoint | None,
        resume_file: ResumeFile | None,
    ) -> None:
        output, watching = self._output, self._watching
        if watching is not None:
            watching.begin(", ".join(each.server for each in connections.values()))
        async with AsyncExitStack() as stack:
            for name, connection in connections.items():
                client = await stack.enter_async_context(AuditorClient(connection))
                follower = Follower(
                    self._ask_of(client, name), self._parameters, self._since,
                    backoff=self._backoff, resume_point=point,
                )  # fmt: skip
                self._followed.append(_Followed(name, follower, Backlog(self._began)))
            await stack.enter_async_context(ticking(output.messages, self._progress))
            if watching is not None:
                await stack.enter_async_context(watching.telling())
            try:
                if len(self._followed) == 1:
                    await self._follow(self._followed[0], resume_file)
                else:
                    await self._follow_all()
            except (NetwrixTuiError, asyncio.CancelledError):
                # What has come is not lost for what comes no more.
                if any(each.backlog.before is not None for each in self._followed):
                    self._save(self._write_held(), resume_file)
                raise
        output.finish()

    def _ask_of(self, client: AuditorClient, name: str) -> Ask:
        async def ask(parameters: SearchParameters, mark: str | None) -> Page:
            page = await client.search(parameters, mark, self._count)
            return page.of_server(name) if name else page

        return ask

    async def _follow_all(self) -> None:
        """Follow several servers beside each other, until the limit is reached; one that ends for
        good holds up nobody. Raises the error of the last of them."""
        tasks = {asyncio.ensure_future(self._follow(one, None)): one for one in self._followed}
        try:
            while tasks:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    one = tasks.pop(task)
                    error = task.exception()
                    if error is None:
                        return
                    if not isinstance(error, NetwrixTuiError) or not tasks:
                        raise error
                    one.trouble, one.has_come = "failed", True
                    self._output.messages.say(one.said(f"{error.sentence()} The others go on."))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(self, one: _Followed, resume_file: ResumeFile | None) -> None:
        """Follow a server until the limit is reached."""
        async with aclosing(one.follower.events()) as events:
            async for event in events:
                if self._left == 0:
                    return
                if isinstance(event, Missed):
                    self._report_miss(one, event)
                else:
                    self._recovered(one)
                if isinstance(event, Looked):
                    self._tell_of_marks(one, event)
                self._save(self._take(one, event), resume_file)
                if self._left == 0:
                    return

    def _take(self, one: _Followed, event: FollowEvent) -> ResumePoint | None:
        """Write what is due; returns the resume point behind it, None while records are held."""
        if isinstance(event, NewRecords):
            one.backlog.add(event)
            one.has_come = one.has_come or one.backlog.is_complete
        elif isinstance(event, Missed) and len(self._followed) == 1:
            return self._write_held()
        else:
            one.backlog.is_complete = one.backlog.is_complete or isinstance(event, Looked)
            one.has_come = True
        if any(each.backlog.is_full for each in self._followed) or self._have_all_come():
            return self._write_held()
        return None

    def _have_all_come(self) -> bool:
        """Whether the older records of all servers can be put in order and written."""
        is_late = time.monotonic() - self._started > _GRACE
        others = [each.has_come for each in self._followed]
        return all(others) or (is_late and any(others))

    def _save(self, reached: ResumePoint | None, resume_file: ResumeFile | None) -> None:
        if resume_file is not None and reached is not None:
            resume_file.write_following(reached)

    def _write_held(self) -> ResumePoint:
        """Write what is wanted of the held records; returns the resume point behind them, which is
        of the first server."""
        first = self._followed[0]
        before = first.backlog.before
        held = [each.backlog.take() for each in self._followed]
        given = held[0] if len(held) == 1 else oldest_first([r for some in held for r in some])
        if not given:
            return first.follower.resume_point
        records = given[: self._left]
        self._output.write(records)
        if self._watching is not None:
            self._watching.see(records)
        if self._left is not None:
            self._left -= len(records)
        if before is None or len(records) == len(given):
            return first.follower.resume_point
        return before.having_seen(record.row.rid for record in records)

    def _report_miss(self, one: _Followed, missed: Missed) -> None:
        trouble = f"{missed.error.what} Asking again in {missed.pause:,.0f} s."
        if not one.trouble:
            # Once, not at each try: a server may be away for a night.
            self._output.messages.say(one.said(trouble))
        one.trouble = trouble

    def _tell_of_marks(self, one: _Followed, looked: Looked) -> None:
        """Say what the server's marks do that they should not: each once."""
        if looked.repeats is not None:
            self._tell(one, looked.repeats)
        if looked.left_out and not one.is_told_of_marks:
            one.is_told_of_marks = True
            self._output.messages.say(one.said(marks_leave_out(looked.left_out)))

    def _tell(self, one: _Followed, repeats: ServerRepeats) -> None:
        """Say that the server goes in circles: once, as it may do so at each look."""
        if not one.is_told_of_repeats:
            one.is_told_of_repeats = True
            self._output.messages.say(
                one.said(
                    f"{repeats.what} {repeats.cause} There may be more; it is asked again as "
                    "always."
                )
            )

    def _recovered(self, one: _Followed) -> None:
        if one.trouble:
            one.trouble = ""
            self._output.messages.say(one.said("The server answers again; nothing was left out."))

    def _progress(self) -> str:
        troubles = [each.said(each.trouble) for each in self._followed if each.trouble]
        if troubles and len(troubles) == len(self._followed):
            return " · ".join(troubles)
        held = sum(len(each.backlog) for each in self._followed)
        if held:
            said = f"{held:,} to be put in order"
        elif not self._output.written:
            said = "nothing new yet"
        else:
            said = self._output.count_words()
        return " · ".join(("following", said, *troubles, "ctrl+c ends"))

    def _resume_file(self, connections: Mapping[str, Connection]) -> ResumeFile | None:
        if self._resume is None:
            return None
        connection = connections[""]
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
