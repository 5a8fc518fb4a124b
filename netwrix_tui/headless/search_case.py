"""``netwrix-tui search QUERY --in FILE``: searches a case file instead of a server."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Mapping
from contextlib import aclosing
from pathlib import Path

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.case_source import CaseSource
from netwrix_tui.errors import UsageError
from netwrix_tui.headless.choices import requested_search
from netwrix_tui.headless.fetcher import GRACE
from netwrix_tui.headless.kept_notes import case_notes, case_tags
from netwrix_tui.headless.output import Output
from netwrix_tui.headless.progress import ticking
from netwrix_tui.headless.search_body import SearchBody
from netwrix_tui.headless.stdout import StdoutClosed
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.server_filter import require_one_server
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.record_source import RecordSource
from netwrix_tui.results.loading.record_stream import fetch_pages
from netwrix_tui.results.loading.resume_point import PagePosition
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.results.loading.servers_search import ServersSearch
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.wire.page import Page

_PAGE = 1000


def search_at_hand(options: argparse.Namespace, option: str, place: str) -> SearchParameters:
    """The search of the options, without a server. Raises UsageError for what needs one."""
    if options.resume is not None or options.case is not None:
        raise UsageError(
            f"{option} takes neither --resume nor --case.",
            cause=f"{place} is complete: nothing has to be continued or kept again.",
        )
    search = SearchParameters() if options.command == "enum" else requested_search(options)
    if isinstance(search, SearchBody):
        raise UsageError(f"{option} takes a query or filters: --body is for a server to read.")
    return search


class SearchCaseCommand:
    """``search`` and ``enum`` over a case, with the same output options as over a server."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Raises UsageError."""
        self._search = search_at_hand(options, "--in", "A case")
        self._path = Path(options.in_case)
        with CaseReader(self._path) as case:
            self._servers = case.servers
        if not self._servers:
            require_one_server(self._search)
        self._output = Output(options, case_notes(self._path), several=bool(self._servers))
        if options.document_format is not None:
            self._output.of_source(tags_of=case_tags(self._path))
        self._limit: int | None = options.limit

    nothing = "Nothing was found in the case."

    def open_sources(self) -> Mapping[str, RecordSource]:
        """The sources to search, by server name; a single source has an empty name."""
        if not self._servers:
            return {"": CaseSource(self._path)}
        return {name: CaseSource(self._path, source=at) for name, at in self._servers.items()}

    def run(self) -> int:
        """Search, write, and return the exit status: 0 where something was found, else 1."""
        output = self._output
        try:
            asyncio.run(output.while_open(self._copy()))
        except StdoutClosed:
            output.abandon()
            return 0
        finally:
            output.messages.clear()
        if not output.written:
            output.messages.say(self.nothing)
        output.remark()
        return 0 if output.written else 1

    async def _copy(self) -> None:
        output = self._output
        sources = self.open_sources()
        fetcher: SearchFetcher | ServersSearch
        if "" in sources:
            fetcher = SearchFetcher(sources[""].search, self._search, _PAGE)
        else:
            asks = {name: _ask_of(source, name) for name, source in sources.items()}
            fetcher = ServersSearch(asks, self._search, _PAGE, grace=GRACE)

        async def fetch(mark: str | None, count: int) -> Page:
            return await fetcher(mark)

        async with ticking(output.messages, output.progress):
            reading = fetch_pages(fetch, PagePosition(), Walk(), limit=self._limit, count=None)
            async with aclosing(reading) as pages:
                async for fetched in pages:
                    if fetched.records:
                        output.write(fetched.records)
        for source in sources.values():
            await source.aclose()
        output.finish()


def _ask_of(source: RecordSource, name: str) -> Ask:
    async def ask(parameters: SearchParameters, mark: str | None) -> Page:
        return (await source.search(parameters, mark)).of_server(name)

    return ask
