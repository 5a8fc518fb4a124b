"""The report of a package: findings, timeline, method, completeness, source, limits, checking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from netwrix_tui.case.facts import CaseInfo, Finding, NoteFacts, Outcome, SearchFacts, SourceFacts
from netwrix_tui.evidence.choice import Choice, Only
from netwrix_tui.evidence.contents import Say
from netwrix_tui.evidence.report_blocks import (
    Block,
    Bullets,
    Code,
    Facts,
    Foreign,
    Heading,
    Line,
    Paragraph,
    Table,
    foreign,
    lines_of_text,
    record_name,
)
from netwrix_tui.evidence.report_words import HOW_TO_VERIFY, LIMITS, WHAT_IT_PROVES, WITH_PSEUDONYMS
from netwrix_tui.evidence.told_record import ToldRecord
from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a report is made of. ``timeline`` may hold the first of ``marked`` records alone."""

    info: CaseInfo
    sources: Sequence[SourceFacts]
    searches: Sequence[SearchFacts]
    requests: Mapping[int, tuple[int, int]]
    """Of a search by its id: how many requests, and how many of them brought no page."""
    findings: Sequence[Finding]
    found: Callable[[Finding], ToldRecord | None]
    timeline: Sequence[ToldRecord]
    marked: int
    notes: Sequence[tuple[NoteFacts, ToldRecord]]
    """Notes on records that are neither marked nor findings."""
    choice: Choice
    records: int
    pages: int
    others: int
    """Records that the pages hold beside the chosen ones."""
    zone: ShownZone
    zone_words: str
    has_pseudonyms: bool
    say: Say
    body: Callable[[bytes | None], bytes | None]


def blocks(of: ReportFacts) -> Iterator[Block]:
    """The whole report, piece by piece."""
    yield Heading(1, ("Evidence: ", Foreign(of.say(title(of.info)))))
    yield Paragraph((_what_is_in(of),))
    yield Paragraph((f"Times are shown in {of.zone_words}.",))
    if of.has_pseudonyms:
        yield Paragraph((WITH_PSEUDONYMS,))
    yield from _findings(of)
    yield from _timeline(of)
    yield from _notes(of)
    yield Heading(2, ("Method",))
    for number, search in enumerate(of.searches, 1):
        yield from _method(of, number, search)
    yield Heading(2, ("Completeness",))
    yield Bullets(tuple(_completeness(n, s, of.say) for n, s in enumerate(of.searches, 1)))
    yield from _source(of)
    yield Heading(2, ("Limits",))
    yield Bullets(tuple((line,) for line in LIMITS))
    yield Heading(2, ("How to verify",))
    for text, command in HOW_TO_VERIFY:
        yield Paragraph((text,))
        yield Code(command)
    yield Paragraph((WHAT_IT_PROVES,))


def title(info: CaseInfo) -> str:
    """The case's name; its day where it has none."""
    return info.title or f"session of {info.created:%Y-%m-%d %H:%M} UTC"


def _what_is_in(of: ReportFacts) -> str:
    which = {
        Only.ALL: "all records of the case",
        Only.MARKED: "the marked records",
        Only.FINDINGS: "the records of the findings",
        Only.SEARCH: f"the records of search {of.choice.search}",
    }[of.choice.only]
    text = f"This package holds {which}: {records_words(of.records)}, each once"
    if of.has_pseudonyms:
        return f"{text}."
    pages = "1 page" if of.pages == 1 else f"{of.pages:,} pages"
    text = f"{text}, and the {pages} that they came with, byte for byte"
    if of.others:
        text += f" (a page cannot be cut: they hold {records_words(of.others)} more)"
    if of.choice.only is not Only.ALL:
        return f"{text}. The case itself is left out, as it holds the others too."
    return f"{text}."


def _findings(of: ReportFacts) -> Iterator[Block]:
    yield Heading(2, ("Findings",))
    if not of.findings:
        yield Paragraph(("There are no findings in the case.",))
    for number, finding in enumerate(of.findings, 1):
        record = of.found(finding)
        first, *rest = lines_of_text(of.say(finding.text))
        first = first or ("" if record is None else record.title)
        yield Heading(3, (f"{number}. ", Foreign(first)) if first else (f"{number}.",))
        if rest:
            yield Bullets(tuple(foreign(line) for line in rest if line.strip()))
        if finding.rid is None:
            continue
        if record is None:
            yield Paragraph(("Its record is not in this package: RID ", *record_name(finding.rid)))
        else:
            yield record.facts(of.zone)


def _timeline(of: ReportFacts) -> Iterator[Block]:
    yield Heading(2, ("Timeline of the marked records",))
    if not of.timeline:
        yield Paragraph(("No record of this package is marked.",))
        return
    if of.marked > len(of.timeline):
        yield Paragraph(
            (f"The first {len(of.timeline):,} of {of.marked:,}; all are in data/records.csv.",)
        )
    times = ("Time (UTC)",) if of.zone is UTC_ZONE else ("Time", "UTC")
    yield Table(
        (*times, "Who", "Action", "What", "Changes", "Where", "Workstation", "Note", "RID"),
        tuple(
            (
                *told.times(of.zone),
                foreign(told.record.who),
                foreign(told.action),
                foreign(told.record.what),
                foreign(told.changes),
                foreign(told.record.where),
                foreign(told.record.workstation),
                foreign(told.note),
                record_name(told.record.rid),
            )
            for told in of.timeline
        ),
    )


def _notes(of: ReportFacts) -> Iterator[Block]:
    if not of.notes:
        return
    yield Heading(2, ("Further notes",))
    yield Table(
        ("Time", "Who", "What", "Note", "RID"),
        tuple(
            (
                told.times(of.zone)[0],
                foreign(told.record.who),
                foreign(told.record.what),
                foreign(of.say(note.text)),
                record_name(told.record.rid),
            )
            for note, told in of.notes
        ),
    )


def _method(of: ReportFacts, number: int, search: SearchFacts) -> Iterator[Block]:
    left = "" if search.position is not None else " (it has left the trail)"
    yield Heading(3, (f"Search {number}{left}: ", Foreign(of.say(search.label))))
    sent, failed = of.requests.get(search.id, (0, 0))
    requests = f"{sent:,}, of which {failed:,} brought no page" if failed else f"{sent:,}"
    yield Facts(
        (
            ("In words", foreign(of.say(search.words))),
            ("Query", foreign(of.say(search.line))),
            ("Times made absolute", foreign(of.say(search.resolved))),
            ("Asked of", ("the case itself",) if search.of_case else _of_source(of, search.source)),
            ("Began", (_clock(search.started),)),
            ("Requests", (requests,)),
            ("Wire", (search.wire.value.upper(),)),
        )
    )
    body = of.body(search.body) if search.body is not None else None
    if body:
        yield Paragraph(("Body of the first request, as it was sent:",))
        yield Code(body.decode("utf-8", "replace"))


def _of_source(of: ReportFacts, source: int) -> Line:
    for each in of.sources:
        if each.id == source:
            account = of.say(each.account)
            return (Foreign(of.say(each.server)), " as ", Foreign(account))
    return ()


def _completeness(number: int, search: SearchFacts, say: Say) -> Line:
    if search.of_case:
        return (
            f"Search {number}: answered from the case, {records_words(search.records)}: the server "
            "was not asked.",
        )
    ended = "" if search.ended is None else f" at {_clock(search.ended)}"
    count = f"{search.records:,}"
    told: list[str | Foreign] = [f"Search {number}: "]
    match search.outcome:
        case Outcome.DRAINED:
            told.append(f"drained{ended}, {records_words(search.records)}: the server had no more.")
        case Outcome.STOPPED:
            told.append(
                f"stopped{ended} at {count} of more: the server has further records, which were "
                "not loaded."
            )
        case Outcome.FAILED:
            told += [f"failed{ended} after {records_words(search.records)}: ",
                     Foreign(say(search.why))]  # fmt: skip
        case Outcome.UNDER_WAY:
            told.append(f"broken off after {count} of more: the program ended meanwhile.")
    if search.damaged:
        told.append(f" {records_words(search.damaged)} unreadable, their bytes kept.")
    if search.doubles:
        told.append(f" {records_words(search.doubles)} came again and stand once.")
    if search.in_slices:
        told.append(" It was asked in slices of time.")
    order = search.arrival_order
    if order == ArrivalOrder.MIXED:
        order = "not strictly by time"
    told.append(f" Order observed: {order}." if order else " No order was observed.")
    return tuple(told)


def _source(of: ReportFacts) -> Iterator[Block]:
    yield Heading(2, ("Source and custody",))
    for source in of.sources:
        difference = source.clock_difference
        clock = (
            "not known"
            if difference is None
            else f"{abs(difference):.1f} seconds {'ahead' if difference >= 0 else 'behind'}"
        )
        yield Facts(
            (
                ("Server", foreign(of.say(source.server))),
                ("Account", foreign(of.say(source.account))),
                ("Sign-in", foreign(source.scheme) or ("not known",)),
                ("Certificate, SHA-256", foreign(source.certificate) or ("not known",)),
                ("The server's clock", (clock,)),
            )
        )
    info = of.info
    yield Paragraph(("The case:",))
    yield Facts(
        (
            ("Begun", (_clock(info.created),)),
            ("Operator", (Foreign(of.say(info.user)), " on ", Foreign(of.say(info.host)))),
            ("Program", foreign(info.program)),
        )
    )
    yield Paragraph(
        (
            "Each time that the file was made, opened to work in it, named, exported or changed "
            "(its marks, notes and findings; what is done within a minute together) is a line of "
            "data/custody.ndjson; a line's chain is the SHA-256 of the chain before it and of "
            "the line, so that none can be taken out or moved. Searches, requests, marks, notes "
            "and findings have their own times beside them. The pages are chained likewise in "
            "data/requests.ndjson.",
        )
    )


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
