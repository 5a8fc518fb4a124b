"""The files below ``data/``: pages, records, facts, custody, the case, and the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.facts import CustodyEntry
from netwrix_tui.errors import WireError
from netwrix_tui.evidence import report, report_html, report_markdown
from netwrix_tui.evidence.bag import BagFile, BagWriter
from netwrix_tui.evidence.case_copy import copy_case
from netwrix_tui.evidence.case_pages import CasePages
from netwrix_tui.evidence.choice import (
    Only,
    chosen_search,
    finding_keys,
    marked_keys,
    numbered,
)
from netwrix_tui.evidence.contents import (
    Say,
    case_facts,
    custody_line,
    json_document,
    json_line,
    request_lines,
    search_facts,
    source_facts,
)
from netwrix_tui.evidence.custody import exported_entry, learn_operators, under_names
from netwrix_tui.evidence.once import EachOnce, Placed, RawPage
from netwrix_tui.evidence.people_in_records import learn_names
from netwrix_tui.evidence.pseudonyms import Pseudonyms
from netwrix_tui.evidence.report_blocks import Foreign
from netwrix_tui.evidence.report_records import ReportRecords
from netwrix_tui.evidence.request import PackageRequest
from netwrix_tui.evidence.told_record import from_row, readable
from netwrix_tui.evidence.watch import Watch, step
from netwrix_tui.records.amounts import records_words
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.export.record_fields import FIELDS
from netwrix_tui.results.export.writers import CsvWriter, NdjsonWriter

CASE_FILE = "case.nwcase"


class Payload:
    """Writes it all into a bag. Raises OSError, StorageFull, UsageError, Cancelled."""

    def __init__(
        self, case: CaseReader, request: PackageRequest, bag: BagWriter, watch: Watch
    ) -> None:
        self.info = case.info
        self.records = 0
        self.pages = 0
        self.names: Pseudonyms | None = None
        """The pseudonyms, where they are wanted; settled once the names are known."""
        self._case = case
        self._request = request
        self._bag = bag
        self._watch = watch
        self._searches = numbered(case)
        self._pages = CasePages(case, chosen_search(request.choice, self._searches))
        self._marked = marked_keys(case)
        self._findings = finding_keys(case)
        self._once = EachOnce()
        self._others = 0
        self._for_report = ReportRecords(case, self._pages, self._marked, self._findings)
        self._custody = case.custody()

    @property
    def say(self) -> Say:
        """How texts from elsewhere are told."""
        return str if self.names is None else self.names.text

    def write(self) -> None:
        """All of it."""
        if self._request.has_pseudonyms:
            self.names = self._learned()
        self._write_records()
        custody = self._custody_lines()
        self._write_facts(custody)
        if self._is_whole:
            added = None if self._request.is_noted else custody[-1]
            copy_case(self._case, self._bag.path(CASE_FILE), added, self._watch)
            self._bag.take(CASE_FILE)
        self._write_report()

    @property
    def _is_whole(self) -> bool:
        """Whether the case itself is in it: what holds more than was chosen is left out."""
        return self.names is None and self._request.choice.only is Only.ALL

    def _learned(self) -> Pseudonyms:
        names = Pseudonyms()
        learn_operators(names, self._case, [*self._custody, exported_entry([], "")])
        pages = CasePages(self._case)  # all: what was chosen may tell of others
        for done, raw in enumerate(pages):
            step(self._watch, "reading names", done, len(pages))
            for each in EachOnce().page(raw):
                learn_names(names, each.received)
        names.settle()
        return names

    def _chosen(self) -> Iterator[tuple[RawPage, list[Placed]]]:
        """Each page and those of its records that are chosen and did not come before."""
        wanted = {Only.MARKED: self._marked, Only.FINDINGS: self._findings}.get(
            self._request.choice.only
        )
        for done, raw in enumerate(self._pages):
            step(self._watch, "writing records", done, len(self._pages))
            placed = self._once.page(raw)
            if wanted is None:
                yield raw, placed
                continue
            chosen = [each for each in placed if each.key in wanted]
            if chosen:
                self._others += len(placed) - len(chosen)
                yield raw, chosen

    def _write_records(self) -> None:
        lines, cells = NdjsonWriter(None), CsvWriter(FIELDS, is_marked=True)
        with (
            self._bag.file("records.ndjson") as ndjson,
            self._bag.file("records.csv") as csv,
        ):
            csv.write(cells.start(()))
            for raw, placed in self._chosen():
                self.pages += 1
                if self.names is None:
                    with self._bag.file(raw.name) as page:
                        page.write(raw.content)
                self.records += len(placed)
                self._for_report.take(placed)
                received = [readable(each.received, self.names) for each in placed]
                write_records(received, lines, cells, ndjson, csv)

    def _custody_lines(self) -> list[CustodyEntry]:
        entries = self._custody
        if not self._request.is_noted:
            detail = f"{self._request.choice}, {records_words(self.records)}"
            detail += ", with pseudonyms" if self.names is not None else ""
            entries = [*entries, exported_entry(entries, detail)]
        return entries if self.names is None else under_names(entries, self.names)

    def _write_facts(self, custody: list[CustodyEntry]) -> None:
        names, say = self.names, self.say
        facts = {
            "case": case_facts(self.info, say),
            "package": {
                "only": str(self._request.choice),
                "pseudonyms": names is not None,
                "records": self.records,
                "pages": self.pages if names is None else 0,
                "records_that_came_again": self._once.doubles,
                "unreadable_pages": self._once.unreadable,
            },
            "sources": [source_facts(each, say) for each in self._case.sources()],
            "searches": [
                search_facts(n, each, say, self._body(each.body))
                for n, each in enumerate(self._searches, 1)
            ],
        }
        with self._bag.file("searches.json") as file:
            file.write(json_document(facts))
        with self._bag.file("requests.ndjson") as file:
            for line in request_lines(self._case, self._searches, say):
                file.write(json_line(line))
        with self._bag.file("custody.ndjson") as file:
            for entry in custody:
                file.write(json_line(custody_line(entry)))

    def _write_report(self) -> None:
        request, has_pages = self._request, self.names is None
        notes = {(note.source, note.rid): note for note in self._case.notes()}
        records = self._for_report.told(notes, self.names, has_pages=has_pages)
        sent: Counter[int] = Counter()
        failed: Counter[int] = Counter()
        for each in self._case.requests():
            sent[each.search or 0] += 1
            failed[each.search or 0] += each.page is None
        facts = report.ReportFacts(
            info=self.info,
            sources=self._case.sources(),
            searches=self._searches,
            requests={search: (count, failed[search]) for search, count in sent.items()},
            findings=self._case.findings(),
            found=records.found,
            timeline=records.timeline,
            marked=records.marked,
            notes=records.notes,
            choice=request.choice,
            records=self.records,
            pages=self.pages,
            others=self._others,
            zone=request.zone,
            zone_words=request.zone_words,
            has_pseudonyms=self.names is not None,
            say=self.say,
            body=self._body,
        )
        name = Foreign(f"Evidence: {self.say(report.title(self.info))}")
        with self._bag.file("report.html") as html, self._bag.file("report.md") as markdown:
            html.write(_utf8(report_html.start(name)))
            for block in report.blocks(facts):
                step(self._watch, "writing the report", 0)
                html.write(_utf8(report_html.block(block)))
                markdown.write(_utf8(report_markdown.block(block)))
            html.write(_utf8(report_html.END))

    def _body(self, body: bytes | None) -> bytes | None:
        return body if self.names is None else self.names.body(body)


def write_records(
    records: list[ReceivedRecord],
    lines: NdjsonWriter,
    cells: CsvWriter,
    ndjson: BagFile,
    csv: BagFile,
) -> None:
    """The records in both formats; one that nothing can be made of is written from its row."""
    ndjson_bytes, csv_bytes = in_both_forms(records, lines, cells)
    ndjson.write(ndjson_bytes)
    csv.write(csv_bytes)


def in_both_forms(
    records: list[ReceivedRecord], lines: NdjsonWriter, cells: CsvWriter
) -> tuple[bytes, bytes]:
    """The bytes of records in both formats."""
    try:
        return lines.page(records), cells.page(records)
    except WireError:
        if len(records) == 1:
            return in_both_forms([from_row(records[0])], lines, cells)
        parts = [in_both_forms([each], lines, cells) for each in records]
        return b"".join(p[0] for p in parts), b"".join(p[1] for p in parts)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")
