"""Filter of pages by weekly hours, which the server is asked for more widely than they are meant.

A page of which nothing is left would be taken for the end of the search: so the ones behind it are
asked for, until something is left.
"""

from __future__ import annotations

from dataclasses import replace

from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.weekly_test import hold_all, weekly_tests
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.loading.chained_fetcher import Fetch, page_subset
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.page_guard import Verdict
from netwrix_tui.wire.page import Answer, Page


class HoursFilter:
    """The pages of a search, with those records alone that its weekly hours let through."""

    def __init__(self, parameters: SearchParameters) -> None:
        self._tests = weekly_tests(parameters)

    async def page(self, fetch: Fetch, mark: str | None) -> Page:
        """The next page that has such a record, or the last. Raises ServerRepeats for circles."""
        if not self._tests:
            return await fetch(mark)
        walk = Walk()
        answers: tuple[Answer, ...] = ()
        while True:
            page = await fetch(mark)
            answers += page.answers
            chosen = self._chosen(page)
            verdict = walk.take(mark, page).verdict
            if chosen or page.mark is None or verdict is Verdict.END:
                return replace(page_subset(page, chosen), answers=answers)
            if verdict is Verdict.REPEATS:
                raise walk.error()
            mark = page.mark

    def _chosen(self, page: Page) -> list[int]:
        moments = map(timestamp_of, page.column("when"))
        return [at for at, moment in enumerate(moments) if hold_all(self._tests, moment)]
