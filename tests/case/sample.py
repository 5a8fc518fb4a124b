"""A case file to test with: searches, pages in both formats, marks, notes, findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import Finding, Outcome, SearchFacts, SourceFacts
from netwrix_tui.records.query import line_of, plan_of
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Answer, Page
from netwrix_tui.wire.wire_format import WireFormat

BEGAN = datetime(2026, 11, 30, 10, 41, tzinfo=UTC)
PAGE = 100


def records(count: int, prefix: str = "R") -> list[ActivityRecord]:
    """Records of an invented company, the newest first."""
    return [
        ActivityRecord(
            rid=f"{prefix}{number:06}",
            who=f"CORP\\user{number % 7}",
            action=("Modified", "Added", "Removed", "Read")[number % 4],
            what=f"\\\\fs1\\finance\\plan {number % 13}.xlsx",
            when=f"{(BEGAN - timedelta(minutes=number)).replace(tzinfo=None).isoformat()}Z",
            where=f"fs{number % 3}.corp.local",
            object_type="File",
            monitoring_plan="Files",
            data_source="File Servers",
            item="fs1 (File share)",
            workstation=f"ws{number % 5}",
            details=(Detail("Size", None, str(number), str(number + 1)),) if number % 3 else (),
        )
        for number in range(count)
    ]


def answers(
    of: Sequence[ActivityRecord], wire: WireFormat = WireFormat.JSON, page: int = PAGE
) -> list[Page]:
    """Pages as a client gives them, each with its answer; the last one is empty."""
    wire_codec = codec(wire)
    pages = []
    for start in range(0, len(of) + page, page):
        some = of[start : start + page]
        mark = f"mark {start + page}" if some else None
        content = wire_codec.encode_page(
            [wire_codec.encode_record(record) for record in some], mark
        )
        read = wire_codec.decode_page(content)
        sent = BEGAN + timedelta(seconds=start // page)
        answer = Answer(
            content,
            read.raws,
            wire,
            f"search?count={page}",
            wire_codec.encode_search(plan_of("who:user", UTC_ZONE).parameters()),
            f"mark {start}" if start else None,
            sent,
            sent + timedelta(milliseconds=200),
        )
        pages.append(replace(read, answers=(answer,)))
    return pages


def begun(case: CaseWriter, source: int, line: str, *, wire: WireFormat = WireFormat.JSON) -> int:
    """A search of the case by a query line."""
    plan = plan_of(line, UTC_ZONE)
    said = line_of(plan, UTC_ZONE)
    return case.begin_search(SearchFacts(source, plan, said, said, BEGAN, wire=wire))


def write_sample(case: CaseWriter) -> None:
    """Two searches (JSON, drained; XML, stopped), marks, a note, three findings."""
    source = case.add_source(
        SourceFacts("nwx01.corp.local", "CORP\\jane", "NTLM", "ab" * 32, clock_difference=1.5)
    )
    first = begun(case, source, "who:user")
    for page in answers(records(250)):
        with case.transaction():
            case.keep_answer(first, page.answers[0])
            if len(page):
                case.keep_batch(first, page, page.mark, by_following=False)
    case.end_search(first, Outcome.DRAINED, records=250, arrival_order="newest first")
    second = begun(case, source, "what:plan", wire=WireFormat.XML)
    for page in answers(records(300), WireFormat.XML)[:2]:
        with case.transaction():
            case.keep_answer(second, page.answers[0])
            case.keep_batch(second, page, page.mark, by_following=False)
    case.end_search(second, Outcome.STOPPED, records=200, arrival_order="newest first")
    case.set_trail([(first, ""), (second, "the plans")], 1)
    case.set_marks(first, [(3, "R000003"), (5, "R000005")], source)
    case.write_note(source, "R000003", "This is where it began.")
    case.set_findings(
        [
            Finding("The change came at night.", BEGAN, "jane"),
            Finding("by this account", BEGAN, "jane", source, "R000003"),
            Finding("", BEGAN, "jane", source, "R000005"),
        ]
    )


def sample(path: Path) -> Path:
    """The path, with such a case in it, and nobody who has it open."""
    case = CaseWriter.create(path)
    write_sample(case)
    case.close()
    return path
