"""``netwrix-tui search`` and ``enum``: pages are fetched, written to standard output, dropped."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from contextlib import AsyncExitStack, aclosing, nullcontext
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
from netwrix_tui.headless.fetcher import PageFetcher, ResumableFetcher, ServersFetcher
from netwrix_tui.headless.kept_notes import kept_notes, notes_of_servers
from netwrix_tui.headless.output import Output
from netwrix_tui.headless.progress import ticking
from netwrix_tui.headless.resume_file import ResumeFile, SearchIdentity, resumable_text
from netwrix_tui.headless.search_body import BodyClient, SearchBody
from netwrix_tui.headless.stdout import StdoutClosed
from netwrix_tui.records.asked_hours import FILTERED_HERE, is_filtered_here
from netwrix_tui.records.doubts import ONLY_REVIEWED, absence, doubts
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.server_filter import chosen_servers, require_one_server, without_servers
from netwrix_tui.results.loading.chained_fetcher import Fetch
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.pace import Pace
from netwrix_tui.results.loading.record_stream import FetchUpTo, fetch_pages, walk_from
from netwrix_tui.results.loading.resume_point import PagePosition
from netwrix_tui.wire.page import Page

FOUND, NOTHING_FOUND = 0, 1

_PAGE = 1_000
"""Records that a page is asked for where nobody says how many."""

_SMALL = 4
"""Pages that a limit has to be beyond before more than one is asked for at a time."""


def asked_servers(search: RequestedSearch, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the servers that a search is for. Raises UsageError where it leaves none."""
    if isinstance(search, SearchBody):
        return names
    if "" in names:
        require_one_server(search)
        return names
    return tuple(chosen_servers(search, names))


def no_resume_of_several() -> UsageError:
    """Why ``--resume`` does not go with several servers."""
    return UsageError(
        "--resume keeps the place in the answers of one server, and several are asked.",
        next_step="Run the command for each of them, with a file of its own.",
    )


class SearchCommand:
    """One command: what is asked for, how it is written, and what became of it."""

    def __init__(self, options: argparse.Namespace, remembered_as: Mapping[str, str]) -> None:
        """``remembered_as`` are the names under which the explorer keeps the user's notes, by the
        names of the servers; that of a single server has none.

        Raises UsageError; nothing has been sent then.
        """
        self._search: RequestedSearch = SearchParameters()
        if options.command == "search":
            self._search = requested_search(options)
        search = self._search
        self.servers: tuple[str, ...] = asked_servers(search, tuple(remembered_as))
        """The names of the servers that are asked; an empty one where there is just one."""
        self._several = "" not in self.servers
        notes = notes_of_servers(remembered_as) if self._several else kept_notes(remembered_as[""])
        self._output = Output(options, notes, several=self._several)
        self._output.messages.say_doubts(
            search.doubts() if isinstance(search, SearchBody) else doubts(search.filters)
        )
        if isinstance(search, SearchParameters) and is_filtered_here(search, now()):
            self._output.messages.say(FILTERED_HERE)
        self._limit: int | None = options.limit
        self._count: int | None = options.count
        self._resume = Path(options.resume) if options.resume is not None else None
        self._case = Path(options.case) if options.case is not None else None
        self._fetcher: ServersFetcher | PageFetcher | None = None
        self._parallel: int | None = options.parallel
        self._pace = Pace()
        goes_by_marks = self._resume is not None or isinstance(self._search, SearchBody)
        if goes_by_marks and (self._parallel or 1) > 1:
            raise UsageError(
                "--parallel goes neither with --resume nor with --body.",
                cause="They go by the server's own marks, one page after the other.",
                next_step="Leave one of them out.",
            )
        self._line = " ".join(filter(None, [options.command, getattr(options, "query", "")]))
        if self._case is not None and isinstance(self._search, SearchBody):
            raise UsageError("--case keeps searches, and --body is none that it can read.")
        if self._several and self._resume is not None:
            raise no_resume_of_several()

    def run(self, connections: Mapping[str, Connection]) -> int:
        """Search, write, and return the exit status. Raises NetwrixTuiError.

        ``connections`` are those of the :attr:`servers`.
        """
        servers = {name: each.url for name, each in connections.items()}
        self._output.of_source(servers.get("", ""), servers=servers)
        resume_file = None if self._several else self._resume_file(connections[""])
        with resume_file.held() if resume_file is not None else nullcontext():
            return self._held(connections, resume_file)

    def _held(self, connections: Mapping[str, Connection], resume_file: ResumeFile | None) -> int:
        output = self._output
        position = resume_file.read() if resume_file is not None else PagePosition()
        if position.repeats:
            raise WireError(
                "An earlier run ended where the server repeated pages that it had sent.",
                cause="The records after that cannot be reached by its continuation marks.",
                next_step=f"Remove {self._resume} to begin anew.",
            )
        walk = walk_from(position)
        for connection in connections.values():
            output.messages.warn_where_plain(connection)
        recorder = self._recorder(connections)
        try:
            with recorder if recorder is not None else nullcontext():
                copying = self._copy(connections, position, walk, resume_file, recorder)
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
        accounts = dict.fromkeys(c.user or "this account" for c in connections.values())
        self._sum_up(position, " or ".join(accounts))
        self._remark(walk)
        self._say_why_not_beside()
        return FOUND if output.written else NOTHING_FOUND

    def _cut_off(self, error: NetwrixTuiError) -> NetwrixTuiError:
        """The error of a server that had answered before, and how the rest is fetched."""
        if not isinstance(error, Unreachable | TimedOut | ConnectionLost):
            return error
        cause = error.cause
        if isinstance(error, Unreachable):
            cause = "It answered before: it was stopped or restarted, or the line is down."
        rest = "With --resume FILE a run can be continued where it was cut off."
        if self._resume is not None:
            rest = "The same command goes on from there."
        return type(error)(error.what, cause=cause, next_step=rest)

    async def _copy(
        self,
        connections: Mapping[str, Connection],
        position: PagePosition,
        walk: Walk,
        resume_file: ResumeFile | None,
        recorder: CaseRecorder | None,
    ) -> None:
        output = self._output
        async with AsyncExitStack() as stack:
            clients = {
                name: await stack.enter_async_context(BodyClient(connection))
                for name, connection in connections.items()
            }
            await stack.enter_async_context(ticking(output.messages, self._progress))
            self._pace = self._pace_of(connections, clients)
            fetch = self._fetch(clients)
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
            except NetwrixTuiError as error:
                # All that the server gives, or the other servers give, has come: it is whole.
                if isinstance(error, ServerRepeats) or error.server:
                    output.finish()
                raise
            finally:
                if self._fetcher is not None:
                    self._fetcher.cancel()
                if recorder is not None:
                    await recorder.settle()
                    recorder.learn(clients)
        output.finish()

    def _progress(self) -> str:
        note = self._fetcher.progress_note if self._fetcher is not None else ""
        return " · ".join(filter(None, (self._output.progress(), note)))

    def _pace_of(
        self, connections: Mapping[str, Connection], clients: Mapping[str, BodyClient]
    ) -> Pace:
        """How many requests at a time, of all servers together."""
        count = self._count or _PAGE
        is_small = self._limit is not None and self._limit <= _SMALL * count
        if self._resume is not None or isinstance(self._search, SearchBody) or is_small:
            return Pace()
        most = self._parallel or min(each.parallel for each in connections.values())
        accounts = clients.values()
        return Pace(
            most, wanted=self._limit, account=lambda: min(each.at_a_time for each in accounts)
        )

    def _say_why_not_beside(self) -> None:
        """Where slices side by side were asked for, and there was nothing to cut into slices."""
        if self._parallel is not None and self._pace.why_not:
            self._output.messages.say(
                f"It was asked one page after the other: {self._pace.why_not}."
            )

    def _fetch(self, clients: Mapping[str, BodyClient]) -> FetchUpTo:
        if self._several:
            count = min(self._count or _PAGE, self._limit or _PAGE)
            search: SearchParameters | dict[str, Fetch]
            if isinstance(self._search, SearchBody):
                body = self._search

                def fetch_of(name: str) -> Fetch:
                    async def fetch(mark: str | None) -> Page:
                        page = await clients[name].search_body(body, mark, count)
                        return page.of_server(name)

                    return fetch

                search = {name: fetch_of(name) for name in clients}
            else:
                search = without_servers(self._search)  # they are chosen
            self._fetcher = ServersFetcher(
                clients, search, count, self._output.messages.say, self._pace
            )
            return self._fetcher.page
        client = clients[""]
        if isinstance(self._search, SearchBody):
            return partial(client.search_body, self._search)
        if self._resume is not None:
            return ResumableFetcher(client, self._search).page
        self._fetcher = PageFetcher(
            client, self._search, self._count, self._output.messages.say, self._pace
        )
        self._fetcher.keeps_answers = self._case is not None
        return self._fetcher.page

    def _recorder(self, connections: Mapping[str, Connection]) -> CaseRecorder | None:
        if self._case is None or not isinstance(self._search, SearchParameters):
            return None
        return CaseRecorder(self._case, connections, self._search, self._line)

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
