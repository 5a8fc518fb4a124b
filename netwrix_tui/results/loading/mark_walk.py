"""A walk along continuation marks: each record once, and an end whatever the server sends."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass

from netwrix_tui.errors import ServerRepeats
from netwrix_tui.records.amounts import records_words
from netwrix_tui.results.loading.chained_fetcher import Fetch, page_subset
from netwrix_tui.results.loading.page_guard import PageGuard, Verdict
from netwrix_tui.results.loading.seen_records import MOST_KNOWN, Novelty, SeenRecords
from netwrix_tui.wire.page import Page


@dataclass(frozen=True, slots=True)
class Step:
    """What a page brought: the indices of its new records, and what follows it."""

    new: list[int]
    verdict: Verdict


class OfEachSearch:
    """What has come of the search that is under way; known anew for each of several joined ones.

    A record that several searches find is new to each of them.
    """

    def __init__(self) -> None:
        self._search = 0
        self._seen = SeenRecords()

    @property
    def has_forgotten(self) -> bool:
        """True where some record of this search is not known any more."""
        return self._seen.has_forgotten

    def take(self, page: Page) -> Novelty:
        """What of a page is new to the search that it is of."""
        if page.search != self._search:
            self._search, self._seen = page.search, SeenRecords()
        return self._seen.take(page)


class Walk:
    """The pages of one search, or of several joined ones, for whoever keeps no records.

    Records are known by their RIDs. The first that comes with a RID counts: a later one is left out
    and counted in ``duplicates``, in ``changed`` too where its bytes are others. Records without a
    RID are never left out. What several joined searches find is no duplicate, and goes on once all
    the same. ``marks`` are digests of marks and ``rids`` RIDs that came in an earlier run.
    """

    def __init__(self, marks: Iterable[str] = (), rids: Iterable[str] = ()) -> None:
        self._guard = PageGuard(marks)
        self._came = SeenRecords()
        self._came.know(rids)
        self._later = OfEachSearch()
        self.duplicates = 0
        self.changed = 0

    def take(self, asked: str | None, page: Page) -> Step:
        """Judge the page that came for the mark ``asked``. It counts as sent from now on."""
        came = self._came.take(page)
        of_search = self._later.take(page) if page.search else came
        self.duplicates += of_search.duplicates
        self.changed += of_search.changed
        has_forgotten = (self._later if page.search else self._came).has_forgotten
        fresh = of_search.fresh
        verdict = self._guard.judge(asked, page, fresh, has_forgotten=has_forgotten)
        return Step(came.new, verdict)

    def error(self) -> ServerRepeats:
        """Why it ended, after the verdict REPEATS."""
        return self._guard.error()

    def remarks(self) -> list[str]:
        """What has to be said of records that came again, in sentences; most often nothing."""
        said = []
        if self.duplicates:
            verb = "was" if self.duplicates == 1 else "were"
            said.append(f"{records_words(self.duplicates)} came again and {verb} left out.")
        if self.changed:
            said.append(
                f"{self.changed:,} of these came with other content than the first of the same RID."
            )
        if self._came.has_forgotten:
            said.append(
                f"Only the last {MOST_KNOWN:,} records or more are known: "
                "one that comes again later than that is not known any more."
            )
        return said


async def each_once(fetch: Fetch) -> AsyncGenerator[Page, None]:
    """The pages of a search to its end, without the records that came before.

    Raises ServerRepeats where the server sends the same again and again, and what ``fetch`` raises.
    """
    walk, mark = Walk(), None
    while True:
        page = await fetch(mark)
        step = walk.take(mark, page)
        if step.verdict is Verdict.REPEATS:
            raise walk.error()
        yield page if len(step.new) == len(page) else page_subset(page, step.new)
        if step.verdict is Verdict.END:
            return
        mark = page.mark
