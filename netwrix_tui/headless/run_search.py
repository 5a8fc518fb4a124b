"""``netwrix-tui search`` and ``enum``: pages are fetched, written to standard output, dropped."""

from __future__ import annotations

import argparse
from contextlib import aclosing, nullcontext
from functools import partial
from pathlib import Path

from netwrix_tui.client.connection import Connection
from netwrix_tui.clock import now
from netwrix_tui.ending import Ending
from netwrix_tui.errors import (
    ConnectionLost,
    NetwrixTuiError,
    ServerRepeats,
    TimedOut,
    Unreachable,
    UsageError,
    WireError,
)
from netwrix_tui.headless.case_recorder import CaseRecorder
from netwrix_tui.headless.choices import RequestedSearch, requested_search
from netwrix_tui.headless.fetcher import PageFetcher, ResumableFetcher
from netwrix_tui.headless.kept_notes import kept_notes
from netwrix_tui.headless.output import Output
from netwrix_tui.headless.progress import ticking
from netwrix_tui.headless.resume_file import ResumeFile, SearchIdentity, resumable_text
from netwrix_tui.headless.search_body import BodyClient, SearchBody
from netwrix_tui.headless.stdout import StdoutClosed
from netwrix_tui.records.asked_hours import FILTERED_HERE, is_filtered_here
from netwrix_tui.records.doubts import ONLY_REVIEWED, absence, doubts
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.record_stream import Fetch, fetch_pages, walk_from
from netwrix_tui.results.loading.resume_point import PagePosition

FOUND, NOTHING_FOUND = 0, 1


class SearchCommand:
    """One command: what is asked for, how it is written, and what became of it."""

    def __init__(self, options: argparse.Namespace, remembered_as: str) -> None:
        """``remembered_as`` is the name under which the explorer keeps the user's notes.

        Raises UsageError; nothing has been sent then.
        """
        self._search: RequestedSearch = SearchParameters()
        if options.command == "search":
            self._search = requested_search(options)
        self._output = Output(options, kept_notes(remembered_as))
        search = self._search
        self._output.messages.say_doubts(
            search.doubts() if isinstance(search, SearchBody) else doubts(search.filters)
        )
        if isinstance(search, SearchParameters) and is_filtered_here(search, now()):
            self._output.messages.say(FILTERED_HERE)
        self._limit: int | None = options.limit
        self._count: int | None = options.count
        self._resume = Path(options.resume) if options.resume is not None else None
        self._case = Path(options.case) if options.case is not None else None
        self._line = " ".join(filter(None, [options.command, getattr(options, "query", "")]))
        if self._case is not None and isinstance(self._search, SearchBody):
            raise UsageError("--case keeps searches, and --body is none that it can read.")

    def run(self, connection: Connection) -> int:
        """Search, write, and return the exit status. Raises NetwrixTuiError."""
        self._output.of_source(connection.url)
        resume_file = self._resume_file(connection)
        with resume_file.held() if resume_file is not None else nullcontext():
            return self._held(connection, resume_file)

    def _held(self, connection: Connection, resume_file: ResumeFile | None) -> int:
        output = self._output
        position = resume_file.read() if resume_file is not None else PagePosition()
        if position.repeats:
            raise WireError(
                "An earlier run ended where the server repeated pages that it had sent.",
                cause="What lies behind cannot be reached by its continuation marks.",
                next_step=f"Remove {self._resume} to begin anew.",
            )
        walk = walk_from(position)
        output.messages.warn_where_plain(connection)
        recorder = self._recorder(connection)
        try:
            with recorder if recorder is not None else nullcontext():
                copying = self._copy(connection, position, walk, resume_file, recorder)
                Ending().run(output.while_open(copying))
        except StdoutClosed:
            output.abandon()
            return FOUND
        except NetwrixTuiError as error:
            if not output.written:
                raise
            self._remark(walk)
            output.remark()
            output.messages.say(f"{output.count_words()} before this went wrong:")
            raise self._cut_off(error) from error
        finally:
            output.messages.clear()
        self._sum_up(position, connection.user or "this account")
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
        self,
        connection: Connection,
        position: PagePosition,
        walk: Walk,
        resume_file: ResumeFile | None,
        recorder: CaseRecorder | None,
    ) -> None:
        output = self._output
        async with BodyClient(connection) as client, ticking(output.messages, output.progress):
            fetch = self._fetch(client)
            reading = fetch_pages(
                fetch if recorder is None else recorder.kept(fetch),
                position, walk, limit=self._limit, count=self._count,
            )  # fmt: skip
            try:
                async with aclosing(reading) as pages:
                    async for fetched in pages:
                        if fetched.records:
                            output.write(fetched.records)
                        if resume_file is not None and fetched.place != PagePosition():
                            resume_file.write(fetched.place)
            except ServerRepeats:
                # All that the server gives has come: what was written is whole.
                output.finish()
                raise
            finally:
                if recorder is not None:
                    await recorder.settle()
                    recorder.learn(client)
        output.finish()

    def _fetch(self, client: BodyClient) -> Fetch:
        if isinstance(self._search, SearchBody):
            return partial(client.search_body, self._search)
        if self._resume is not None:
            return ResumableFetcher(client, self._search).page
        return PageFetcher(client, self._search, self._count, self._output.messages.say).page

    def _recorder(self, connection: Connection) -> CaseRecorder | None:
        if self._case is None or not isinstance(self._search, SearchParameters):
            return None
        return CaseRecorder(self._case, connection, self._search, self._line)

    def _resume_file(self, connection: Connection) -> ResumeFile | None:
        if self._resume is None:
            return None
        if isinstance(self._search, SearchBody):
            search = self._search.text
        else:
            search = resumable_text(self._search)
        return ResumeFile(self._resume, SearchIdentity.of(connection.url, connection.user, search))

    def _remark(self, walk: Walk) -> None:
        for remark in walk.remarks():
            self._output.messages.say(remark)

    def _sum_up(self, position: PagePosition, account: str) -> None:
        if position.is_end:
            self._output.messages.say(
                f"All of this search was written before; remove {self._resume} to begin anew."
            )
        elif not self._output.written:
            self._output.messages.say(f"Nothing was found. {ONLY_REVIEWED}")
            if isinstance(self._search, SearchParameters) and (
                why := absence(self._search.filters)
            ):
                self._output.messages.say(why)
        self._output.remark()
