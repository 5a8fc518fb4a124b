"""``netwrix-tui search QUERY --in FILE``: a case file is searched, and no server."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import aclosing
from pathlib import Path

from netwrix_tui.case.case_source import CaseSource
from netwrix_tui.errors import UsageError
from netwrix_tui.headless.choices import requested_search
from netwrix_tui.headless.kept_notes import case_notes, case_tags
from netwrix_tui.headless.output import Output
from netwrix_tui.headless.progress import ticking
from netwrix_tui.headless.search_body import SearchBody
from netwrix_tui.headless.stdout import StdoutClosed
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.record_stream import fetch_pages
from netwrix_tui.results.loading.resume_point import PagePosition
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.wire.page import Page

_PAGE = 1000


class SearchCaseCommand:
    """``search`` and ``enum`` over a case; the output and its options are those of a server's."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Raises UsageError."""
        if options.resume is not None or options.case is not None:
            raise UsageError(
                "--in takes neither --resume nor --case.",
                cause="A case is all there: nothing has to be gone on with, or kept again.",
            )
        search = SearchParameters() if options.command == "enum" else requested_search(options)
        if isinstance(search, SearchBody):
            raise UsageError("--in takes a query or filters: --body is for a server to read.")
        self._search: SearchParameters = search
        self._path = Path(options.in_case)
        self._output = Output(options, case_notes(self._path))
        if options.form is not None:
            self._output.of_source(tags_of=case_tags(self._path))
        self._limit: int | None = options.limit

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
            output.messages.say("Nothing was found in the case.")
        output.remark()
        return 0 if output.written else 1

    async def _copy(self) -> None:
        source, output = CaseSource(self._path), self._output
        fetcher = SearchFetcher(source.search, self._search, _PAGE)

        async def fetch(mark: str | None, count: int) -> Page:
            return await fetcher(mark)

        async with ticking(output.messages, output.progress):
            reading = fetch_pages(fetch, PagePosition(), Walk(), limit=self._limit, count=None)
            async with aclosing(reading) as pages:
                async for fetched in pages:
                    if fetched.records:
                        output.write(fetched.records)
        await source.aclose()
        output.finish()
