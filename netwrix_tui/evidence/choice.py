"""Which records of a case go into a package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.facts import SearchFacts
from netwrix_tui.errors import UsageError
from netwrix_tui.evidence.once import record_key


class Only(StrEnum):
    """The word for it on the command line."""

    ALL = "all"
    MARKED = "marked"
    FINDINGS = "findings"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the records; ``search`` is the number of one, as :func:`numbered` counts."""

    only: Only = Only.ALL
    search: int = 0

    @classmethod
    def of(cls, text: str) -> Choice:
        """The choice of ``marked``, ``findings``, ``all`` or ``search 2``. Raises UsageError."""
        word, _, number = text.strip().partition(" ")
        if word == Only.SEARCH and number.strip().isdecimal() and int(number):
            return cls(Only.SEARCH, int(number))
        if word in (Only.ALL, Only.MARKED, Only.FINDINGS) and not number:
            return cls(Only(word))
        raise UsageError(
            f"--only does not take {text!r}.",
            next_step="It takes marked, findings, all, or search and its number.",
        )

    def __str__(self) -> str:
        return f"{self.only} {self.search}" if self.only is Only.SEARCH else str(self.only)


EVERYTHING = Choice()


def numbered(case: CaseReader) -> list[SearchFacts]:
    """All searches of a case: those of the trail in its order, then those that have left it.

    A search's number is its place here, counted from 1.
    """
    others = [search for search in case.searches() if search.position is None]
    return [*case.trail(), *others]


def chosen_search(choice: Choice, searches: Sequence[SearchFacts]) -> SearchFacts | None:
    """The search that is meant; None where all are. Raises UsageError where it is not there."""
    if choice.only is not Only.SEARCH:
        return None
    if choice.search > len(searches):
        there = "1 search" if len(searches) == 1 else f"{len(searches):,} searches"
        raise UsageError(
            f"There is no search {choice.search}: the case has {there}.",
            next_step="They are counted along the trail, from 1.",
        )
    return searches[choice.search - 1]


def marked_keys(case: CaseReader) -> set[int]:
    """The keys of all marked records."""
    rows = case.connection.execute("SELECT DISTINCT source, rid FROM mark WHERE rid != ''")
    return {record_key(source, rid) for source, rid in rows} | _nameless(case)


def finding_keys(case: CaseReader) -> set[int]:
    """The keys of the records of the findings."""
    return {
        record_key(finding.source, finding.rid)
        for finding in case.findings()
        if finding.source is not None and finding.rid
    }


def _nameless(case: CaseReader) -> set[int]:
    """Of marked records without a RID, which are known by their rows alone."""
    rows: dict[int, set[int]] = {}
    for search, row in case.connection.execute("SELECT search, row FROM mark WHERE rid = ''"):
        rows.setdefault(search, set()).add(row)
    sources = {search.id: search.source for search in case.searches()}
    found: set[int] = set()
    for search, wanted in rows.items():
        first = 0
        for batch in case.batches(search):
            here = [row - first for row in wanted if first <= row < first + batch.records]
            first += batch.records
            if here:
                raws = case.batch_page(batch).raws
                found |= {record_key(sources[search], "", raws[n]) for n in here if n < len(raws)}
    return found
