"""The pages of a case, each with the source that it is from, checked against its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.facts import SearchFacts
from netwrix_tui.errors import UsageError
from netwrix_tui.evidence.once import RawPage


class CasePages:
    """The pages of a case in order, or those of one search. Raises UsageError for a damaged one."""

    def __init__(self, case: CaseReader, search: SearchFacts | None = None) -> None:
        self._case = case
        sources = {each.id: each.source for each in case.searches()}
        first = min(sources.values(), default=0)
        self._sources: dict[int, int] = {}
        """Of each page that is wanted, in order."""
        rows = case.connection.execute(
            "SELECT page.id, request.search FROM page LEFT JOIN request ON request.page = page.id"
            " ORDER BY page.id, request.id"
        )
        for page, of in rows:
            if search is None or of == search.id:
                self._sources.setdefault(page, sources.get(of, first))

    def __len__(self) -> int:
        return len(self._sources)

    def __iter__(self) -> Iterator[RawPage]:
        for number, source in self._sources.items():
            kept = self._case.page(number)
            if hashlib.sha256(kept.content).digest() != kept.sha256:
                raise UsageError(
                    f"Page {number} of the case is not what came from the server: "
                    "its SHA-256 differs.",
                    next_step=f"netwrix-tui verify {self._case.path} says what else differs.",
                )
            yield RawPage(number, source, kept.format, kept.content)

    def page(self, number: int) -> RawPage:
        """One of them."""
        kept = self._case.page(number)
        return RawPage(number, self._sources[number], kept.format, kept.content)
