"""Ticket text: what stands in it, and that no value leaves its own place in any format."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.results.columnstore.received_record import ReceivedRecord, of_page
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.export.isolates import CLOSING, OPENING, isolated, without_isolates
from netwrix_tui.results.export.ticket import CountedValue, counts_ticket, records_ticket
from netwrix_tui.results.export.ticket_format import TicketFormat
from netwrix_tui.results.export.ticket_head import TicketHead
from netwrix_tui.results.export.ticket_summary import Summary, span_words
from netwrix_tui.sanitize import visible
from netwrix_tui.wire.wire_format import WireFormat
from tests.results.records import wire_page
from tests.strategies import any_text, records

BERLIN = ShownZone("local time", timezone(timedelta(hours=1)))
HEAD = TicketHead(
    search="Everything removed by CORP\\jane, last seven days",
    server="nwx01",
    account="CORP\\auditor",
    searched=datetime(2026, 11, 30, 9, 41, 7, tzinfo=UTC),
    written=datetime(2026, 11, 30, 10, tzinfo=UTC),
    zone=BERLIN,
    of="3,000 loaded, more available",
    query="who:jane action:Removed when:7d",
    count="2 marked",
)
TOM = ActivityRecord(
    rid="1",
    who="CORP\\jane",
    action="Removed",
    object_type="File",
    what="\\\\fs01\\finance\\Q3\\plan.xlsx",
    when="2026-11-22T12:58:40Z",
    where="fs01",
    workstation="ws17",
    details=(Detail("size", None, "12", ""),),
)
ANN = ActivityRecord(
    rid="2",
    who="CORP\\jane",
    action="Removed",
    object_type="File",
    what="\\\\FS01\\Finance\\Q4.xlsx",
    when="2026-11-22T13:00:00Z",
    where="fs01",
)


def received(*given_records: ActivityRecord) -> list[ReceivedRecord]:
    return list(of_page(wire_page(list(given_records), WireFormat.JSON)))


def summary_of(*given_records: ActivityRecord) -> Summary:
    summary = Summary()
    for record in received(*given_records):
        summary.add(record.row, timestamp_of(record.row.when))
    return summary


def note_of(rid: str) -> str:
    return "asked him" if rid == "2" else ""


def ticket(
    *given_records: ActivityRecord, ticket_format: TicketFormat, with_details: bool = False
) -> str:
    given = received(*given_records)
    return records_ticket(HEAD, given, ticket_format, note_of, with_details=with_details)


_TOP = (
    "Search    Everything removed by CORP\\jane, last seven days\n"
    "Query     who:jane action:Removed when:7d\n"
    "Server    nwx01\n"
    "Account   CORP\\auditor\n"
    "Searched  2026-11-30 10:41:07 UTC+1\n"
    "Written   2026-11-30 11:00:00 UTC+1\n"
    "Times     local (UTC+1)\n"
    "Records   2 marked, of 3,000 loaded, more available\n"
)
_SUMMARY = (
    "2 records by “CORP\\jane”.\n"
    "Actions: Removed “File”.\n"
    "First 2026-11-22 13:58:40 UTC+1, last 2026-11-22 14:00:00 UTC+1, 1 min 20 s later.\n"
    "All in “\\\\fs01\\finance”.\n"
    "Workstations: none named (1), “ws17” (1).\n"
)


def test_as_text() -> None:
    assert ticket(TOM, ANN, ticket_format=TicketFormat.TEXT) == (
        f"{_TOP}\n{_SUMMARY}\n"
        "2026-11-22 13:58:40 · CORP\\jane · Removed File · \\\\fs01\\finance\\Q3\\plan.xlsx"
        " · on fs01 · from ws17\n"
        "2026-11-22 14:00:00 · CORP\\jane · Removed File · \\\\FS01\\Finance\\Q4.xlsx · on fs01"
        " · note: asked him\n"
    )


@pytest.mark.parametrize("ticket_format", list(TicketFormat))
def test_a_case_is_told_as_the_source(ticket_format: TicketFormat) -> None:
    head = replace(HEAD, case="VPN” x", captured=datetime(2026, 11, 22, 12, 58, 40, tzinfo=UTC))
    (told,) = (line for line in head.lines(ticket_format) if "Source" in line)
    words = "from the case “VPN‹U+201D› x”, captured 2026-11-22 13:58:40 UTC+1"
    assert told == (
        f"- Source: `{words}`" if ticket_format is TicketFormat.MARKDOWN else f"Source    {words}"
    )


def test_in_aligned_columns() -> None:
    assert ticket(TOM, ANN, ticket_format=TicketFormat.ALIGNED) == (
        f"{_TOP}\n{_SUMMARY}\n"
        "When                 Who        Action   Object type  What                         "
        "Where  Workstation  Note\n"
        "2026-11-22 13:58:40  CORP\\jane  Removed  File         \\\\fs01\\finance\\Q3\\plan.xlsx  "
        "fs01   ws17\n"
        "2026-11-22 14:00:00  CORP\\jane  Removed  File         \\\\FS01\\Finance\\Q4.xlsx       "
        "fs01                asked him\n"
    )


def test_as_markdown() -> None:
    text = ticket(TOM, ANN, ticket_format=TicketFormat.MARKDOWN)
    assert text.startswith("- Search: `Everything removed by CORP\\jane, last seven days`\n")
    assert "\n- Records: 2 marked, of 3,000 loaded, more available\n\n2 records by `CORP" in text
    assert text.endswith(
        "\n\n| When | Who | Action | Object type | What | Where | Workstation | Note |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| 2026-11-22 13:58:40 | `CORP\\jane` | Removed | File "
        "| `\\\\fs01\\finance\\Q3\\plan.xlsx` | `fs01` | `ws17` |  |\n"
        "| 2026-11-22 14:00:00 | `CORP\\jane` | Removed | File | `\\\\FS01\\Finance\\Q4.xlsx` "
        "| `fs01` |  | `asked him` |\n"
    )


def test_details_stand_below_and_a_record_alone_needs_nothing_else() -> None:
    both = ticket(TOM, ANN, ticket_format=TicketFormat.TEXT, with_details=True)
    assert _SUMMARY in both
    assert re.findall(r"\n  RID +(.*)", both) == ["nwx:1", "nwx:2"]
    assert '\n  Changes          size: 12 → ""\n' in both
    assert "\n  Note             asked him\n" in both
    alone = ticket(TOM, ticket_format=TicketFormat.TEXT, with_details=True)
    assert alone.startswith(f"{_TOP}\nRemoved · File · ")
    line = ticket(TOM, ticket_format=TicketFormat.TEXT)
    assert line.startswith(f"{_TOP}\n2026-11-22 13:58:40 · ")


def test_times_that_an_offset_parts_stand_with_it() -> None:
    berlin = ShownZone("local time", ZoneInfo("Europe/Berlin"))
    summer = ActivityRecord(rid="3", who="bob", when="2026-07-01T10:00:00Z")
    text = records_ticket(
        replace(HEAD, zone=berlin), received(TOM, summer), TicketFormat.TEXT, with_details=False
    )
    assert "Times     local time, with the offset of each\n" in text
    assert "\n2026-11-22 13:58:40 UTC+1 · " in text
    assert "\n2026-07-01 12:00:00 UTC+2 · bob · — · —\n" in text
    in_utc = records_ticket(
        replace(HEAD, zone=UTC_ZONE), received(TOM), TicketFormat.TEXT, with_details=False
    )
    assert "Times     UTC\n" in in_utc


def test_a_summary_names_the_frequent_and_counts_the_rest() -> None:
    many = [ActivityRecord(who=f"u{number // 2}", what="x", when="soon") for number in range(20)]
    summary = summary_of(*many)
    first, actions, timeless, alike, stations = summary.sentences(repr, UTC_ZONE)
    named = "'u0' (2), 'u1' (2), 'u2' (2), 'u3' (2), 'u4' (2)"
    assert first == f"20 records by {named} and 5 more (10)."
    assert actions == "Actions: no action named."
    assert timeless == "20 records without a time that can be read."
    assert alike == "All on 'x'."
    assert stations == "Workstations: none named."


@pytest.mark.parametrize(
    ("objects", "folder"),
    [
        (("\\\\fs01\\a\\b\\c", "\\\\fs01\\a\\d"), "\\\\fs01\\a"),
        (("\\\\fs01\\a", "\\\\fs02\\a"), ""),
        (("\\corp\\Users\\Ann", "\\CORP\\users\\Staff\\Tom"), "\\corp\\Users"),
        (("https://sp/sites/x", "https://sp/sites/y/z"), "https://sp/sites"),
        (("https://sp/x", "https://other/x"), ""),
        (("\\\\fs01\\a\\b", "Domain Admins"), ""),
        (("\\\\fs01\\a\\b\\", "\\\\fs01\\a\\b\\c"), "\\\\fs01\\a"),
        (("\\\\fs01\\a\\b", ""), ""),
    ],
)
def test_the_folder_that_all_have_in_common(objects: tuple[str, ...], folder: str) -> None:
    summary = summary_of(*(ActivityRecord(what=what) for what in objects))
    said = [s for s in summary.sentences(repr, UTC_ZONE) if s.startswith("All in")]
    assert said == ([f"All in {folder!r}."] if folder else [])


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "less than 1 s"), (40, "40 s"), (231, "3 min 51 s"), (7_500, "2 h 5 min"),
     (3_600, "1 h"), (86_400, "1 day"), (273_600, "3 days 4 h")],
)  # fmt: skip
def test_spans_are_told_in_two_units(seconds: float, words: str) -> None:
    assert span_words(int(seconds * 1_000_000)) == words


# What is hostile stays in its place

_RTL = (
    "שלום.txt", "قائمة 12", "a \u200f ש 1 2", "٣٤", "\u2067x\u2069 ש", "\u202eש", "ש\u2068",
)  # fmt: skip
_BREAKS = (
    "|", "`", "``", "\\", "\\|", "[x](http://e.example)", "![x](http://e.example/p)", "***", "---",
    "http://e.example", "www.e.example", "a@e.example", "<b>", "<!--", "&#124;", "  ·  ",
    " · on dc", "“", "”", "```", "~~~", "    ", "\n", "\r\n\r\n# x", "\t",
)  # fmt: skip
hostile = st.lists(st.sampled_from((*_RTL, *_BREAKS)) | any_text, max_size=4).map("".join)
hostile_records = st.builds(
    ActivityRecord,
    rid=st.sampled_from(["1", "2"]),
    when=st.just("2026-11-22T12:58:40Z") | hostile,
    details=st.just((Detail("p", "שm", "`|", "ש\nשs"),)),
    **dict.fromkeys(("who", "action", "what", "where", "object_type", "workstation"), hostile),
)  # fmt: skip
heads = st.builds(
    TicketHead, search=hostile, server=hostile, account=hostile, query=hostile,
    searched=st.just(HEAD.searched), written=st.just(HEAD.written), zone=st.just(BERLIN),
    of=st.just("3 loaded"), count=hostile, quick_filter=hostile,
)  # fmt: skip


_EXPLICIT = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI"})
_TO_THE_LEFT = frozenset({"R", "AL", "AN"})


def bidirectional_runs_are_closed(text: str) -> bool:
    for line in text.split("\n"):
        depth = 0
        for char in line:
            depth += (char == OPENING) - (char == CLOSING)
            direction = unicodedata.bidirectional(char)
            is_loose = direction in _TO_THE_LEFT and depth != 1
            if is_loose or direction in _EXPLICIT or depth not in (0, 1):
                return False
        if depth:
            return False
    return True


@settings(deadline=None, max_examples=60)
@given(
    heads, st.lists(hostile_records | records, max_size=3), st.sampled_from(TicketFormat),
    st.booleans(),
)  # fmt: skip
def test_nothing_acts_and_no_run_leaves_its_place(
    head: TicketHead,
    given_records: list[ActivityRecord],
    ticket_format: TicketFormat,
    with_details: bool,
) -> None:
    given = received(*given_records)
    text = records_ticket(head, given, ticket_format, lambda _: "ש note", with_details=with_details)
    assert bidirectional_runs_are_closed(text)
    bare = without_isolates(text)
    assert all(visible(line) == line for line in bare.split("\n"))
    if len(given) > 1 and ticket_format is not TicketFormat.MARKDOWN and not with_details:
        lines = bare.rstrip("\n").split("\n\n")[-1].split("\n")
        assert len(lines) == len(given) + (ticket_format is TicketFormat.ALIGNED)


@settings(deadline=None, max_examples=80)
@given(heads, st.lists(hostile_records, min_size=2, max_size=3), st.booleans())
def test_markdown_has_one_table_of_all_cells_and_no_link(
    head: TicketHead, given_records: list[ActivityRecord], with_details: bool
) -> None:
    given = received(*given_records)
    text = records_ticket(head, given, TicketFormat.MARKDOWN, with_details=with_details)
    tokens = MarkdownIt("gfm-like").parse(text)
    kinds = [token.type for token in tokens]
    columns = kinds.count("th_open")
    assert kinds.count("table_open") == 1
    assert kinds.count("tr_open") == len(given) + 1
    assert kinds.count("td_open") == columns * len(given)
    assert kinds.count("fence") == (len(given) if with_details else 0)
    assert kinds.count("bullet_list_open") == 1
    inner = {child.type for token in tokens for child in token.children or ()}
    assert inner <= {"text", "text_special", "code_inline", "hardbreak"}
    assert not {"heading_open", "html_block", "hr", "blockquote_open"} & set(kinds)
    # Also a parser that knows backslashes before bars alone finds no other bars.
    rows = [line for line in text.split("\n") if re.match(r"\| .* \|$", line)]
    assert len([row for row in rows if row.count("|") == columns + 1]) >= len(given) + 1


@settings(deadline=None, max_examples=60)
@given(heads, st.lists(hostile, min_size=1, max_size=4), st.sampled_from(TicketFormat))
def test_counts_are_a_ticket_too(
    head: TicketHead, values: list[str], ticket_format: TicketFormat
) -> None:
    counts = [CountedValue(value, 1_500, "<1%") for value in values]
    heading = "Who, of the 3,000 loaded records · 2 values"
    text = counts_ticket(head, "Who", heading, counts, ticket_format)
    assert bidirectional_runs_are_closed(text)
    assert all(visible(line) == line for line in without_isolates(text).split("\n"))
    assert f"\n\n{heading}\n" in text
    assert text.rstrip("\n").count("\n") - text.partition(heading)[0].count("\n") >= len(values)
    if ticket_format is TicketFormat.MARKDOWN:
        kinds = [token.type for token in MarkdownIt("gfm-like").parse(text)]
        assert kinds.count("tr_open") == len(values) + 1
        assert kinds.count("td_open") == 3 * len(values)


def test_what_runs_to_the_right_alone_is_not_isolated() -> None:
    assert isolated("漢字 é \\\\fs01") == "漢字 é \\\\fs01"
    assert isolated("שלום 1") == f"{OPENING}שלום 1{CLOSING}"


def test_a_value_of_megabytes_is_cut_in_the_lines() -> None:
    huge = ActivityRecord(rid="1", who="x" * 2_000_000, what="\\\\fs01\\" + "y" * 2_000_000)
    for ticket_format in TicketFormat:
        assert len(ticket(huge, huge, ticket_format=ticket_format)) < 3_000
