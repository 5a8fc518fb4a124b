"""The records that a report tells: of findings, of the timeline, of notes. Few of many."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.facts import Finding, NoteFacts
from netwrix_tui.case.moments import storable
from netwrix_tui.evidence.case_pages import CasePages
from netwrix_tui.evidence.once import Placed, RawPage, record_key
from netwrix_tui.evidence.pseudonyms import Pseudonyms
from netwrix_tui.evidence.told_record import ToldRecord, told
from netwrix_tui.results.columnstore.received_record import of_page
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.wire.codec import codec

MOST_IN_TIMELINE = 5_000
"""Rows: a report is read by people, and all records are in the files beside it."""

_NO_MOMENT = (1 << 63) - 1
"""Behind all others."""


@dataclass(frozen=True, slots=True)
class ToldRecords:
    """Records for the report; ``marked`` is how many there are, of which some are told."""

    by_key: Mapping[int, ToldRecord]
    timeline: list[ToldRecord]
    marked: int
    notes: list[tuple[NoteFacts, ToldRecord]]

    def found(self, finding: Finding) -> ToldRecord | None:
        """The record of a finding, where it is in the package."""
        if finding.source is None or not finding.rid:
            return None
        return self.by_key.get(record_key(finding.source, finding.rid))


class ReportRecords:
    """Notes where the records stand that a report will tell, while all go by."""

    def __init__(
        self, case: CaseReader, pages: CasePages, marked: set[int], findings: set[int]
    ) -> None:
        self._pages = pages
        self._marked = marked
        self._findings = findings
        noted = {record_key(note.source, note.rid) for note in case.notes()}
        self._by_key = findings | noted
        self._places: dict[int, tuple[int, int]] = {}
        """Of findings and of records with a note: page and index by key."""
        self._moments: array[int] = array("q")
        self._marks: array[int] = array("q")
        """Page and index of each marked record, one behind the other."""

    def take(self, placed: Iterable[Placed]) -> None:
        """These are in the package."""
        for each in placed:
            key = each.key
            if key in self._by_key:
                self._places[key] = each.page, each.index
            if key in self._marked or key in self._findings:
                moment = timestamp_of(each.received.row.when)
                self._moments.append(_NO_MOMENT if moment is None else moment)
                self._marks.extend((each.page, each.index))

    def told(
        self,
        notes: Mapping[tuple[int, str], NoteFacts],
        names: Pseudonyms | None,
        *,
        has_pages: bool,
    ) -> ToldRecords:
        """The records, read again from their pages."""
        count = len(self._moments)
        order = sorted(range(count), key=lambda n: (self._moments[n], self._marks[2 * n]))[
            :MOST_IN_TIMELINE
        ]
        timeline = [(self._marks[2 * n], self._marks[2 * n + 1]) for n in order]
        whole = {place for key, place in self._places.items() if key in self._findings}
        found: dict[tuple[int, int], ToldRecord] = {}
        for placed, page in self._read({*timeline, *self._places.values()}):
            at = placed.page, placed.index
            note = notes.get((placed.source, storable(placed.received.row.rid)))
            text = "" if note is None else note.text
            said = text if names is None else names.text(text)
            file = page if has_pages else ""
            found[at] = told(placed, names, file, said, is_whole=at in whole)
        by_key = {key: found[place] for key, place in self._places.items()}
        in_timeline = set(timeline)
        others = [
            (note, by_key[key])
            for note in notes.values()
            if (key := record_key(note.source, note.rid)) in by_key
            and key not in self._findings
            and self._places[key] not in in_timeline
        ]
        return ToldRecords(by_key, [found[place] for place in timeline], count, others)

    def _read(self, places: Iterable[tuple[int, int]]) -> Iterator[tuple[Placed, str]]:
        """The records at these places, page by page, each with the file of its page."""
        page: RawPage | None = None
        received = []
        for number, index in sorted(places):
            if page is None or page.number != number:
                page = self._pages.page(number)
                received = list(of_page(codec(page.format).decode_page(page.content)))
            yield Placed(number, index, page.source, received[index]), page.name
