"""The options of the headless commands, each in a process of its own."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from netwrix_tui.headless.choices import chosen_fields
from netwrix_tui.headless.table import Table, table_fields
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.columnstore.received_record import of_page
from netwrix_tui.results.export.record_fields import CHANGES, FIELDS
from netwrix_tui.wire import json_format
from netwrix_tui.wire.element_names import NAMESPACE
from tests.child_process import ChildProcess
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import command, environment, run
from tests.posix import is_private, needs_terminal, pty

_SEARCH = f"""<?xml version="1.0"?>
<r:ActivityRecordSearch xmlns:r="{NAMESPACE}"><r:FilterList><r:Action>Read</r:Action>
</r:FilterList></r:ActivityRecordSearch>"""


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=2_000)


def test_fields_are_those_that_were_named_in_each_format(small: Demo) -> None:
    words = ("enum", "--limit", "3", "--fields", "who, Object Type,RID")
    objects = run(small, *words).records
    assert {tuple(sorted(record)) for record in objects} == {("ObjectType", "RID", "Who")}
    rows = list(csv.reader(io.StringIO(run(small, *words, "--output", "csv").out.decode())))
    assert rows[0] == ["Who", "Object type", "RID"]
    assert rows[1:] == [[r["Who"], r["ObjectType"], r["RID"]] for r in objects]
    root = ElementTree.fromstring(run(small, *words, "--output", "xml").out)  # noqa: S314
    names = {child.tag.rpartition("}")[2] for record in root for child in record}
    assert names == {"Who", "ObjectType", "RID"}
    head = run(small, *words, "--output", "table").out.decode().splitlines()[0].split()
    assert head == ["Who", "Object", "type", "RID"]


def test_a_body_in_xml_comes_through_a_pipe_and_is_continued(small: Demo) -> None:
    before = len(small.requests())
    done = run(small, "search", "--body", "-", "--count", "100", stdin=_SEARCH.encode())
    records = done.out
    assert done.status == 0
    asked = [r for r in small.requests()[before:] if r.rows and r.endpoint == "search"]
    assert len(asked) > 2
    assert {tuple(r.filters) for r in asked} == {("Action",)}
    assert [r.mark for r in asked] == [False] + [True] * (len(asked) - 1)
    assert len(run(small, "search", "action:Read").rids) == records.count(b"\n")


def test_resume_keeps_the_place_of_a_search(small: Demo, tmp_path: Path) -> None:
    place = tmp_path / "place"
    words = ("search", "-f", "Action=Read", "--resume", str(place))
    first = run(small, *words, "--limit", "30")
    second = run(small, *words)
    whole = run(small, "search", "-f", "Action=Read").rids
    assert first.rids + second.rids == whole
    assert is_private(place)
    account = small.reviewer
    assert account.password not in place.read_text()
    other = run(small, "search", "-f", "Action=Added", "--resume", str(place))
    assert (other.status, other.out) == (2, b"")
    assert "other filters" in other.err


def test_utc_is_read_and_shown(small: Demo) -> None:
    record = run(small, "enum", "--limit", "1").records[0]
    day, clock = record["When"][:10], record["When"][11:19]
    asked = ("search", "-f", f"When={day} {clock}..{day} {clock}", "--output")
    for words in (("--utc",), ()):
        done = run(small, *asked, "table", *words, TZ="Asia/Tokyo")
        assert (f"{clock} UTC" in done.out.decode()) is bool(words)


def test_csv_for_excel_has_a_mark_semicolons_and_local_times(small: Demo) -> None:
    words = ("enum", "--limit", "3", "--fields", "When,Who")
    sent = run(small, *words).records
    done = run(small, *words, "--excel", TZ="Etc/GMT-3")
    assert done.out.startswith(codecs.BOM_UTF8)
    rows = list(csv.reader(io.StringIO(done.out.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["When (local time)", "Who"]
    for (when, who), record in zip(rows[1:], sent, strict=True):
        moment = datetime.fromisoformat(record["When"]) + timedelta(hours=3)
        assert when == f"{moment:%Y-%m-%d %H:%M:%S}"
        assert who == record["Who"]
    done = run(small, *words, "--output", "csv", "--excel", "--utc", "--separator", ",")
    assert done.out.decode("utf-8-sig").startswith("When (UTC),Who\r\n")
    tabbed = run(small, *words, "--output", "csv", "--separator", "tab").out.decode()
    assert tabbed.splitlines()[1] == f"{sent[0]['When']}\t{sent[0]['Who']}"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--excel", "--output", "json"), "--excel goes with --output csv."),
        (("--separator", ";", "--output", "table"), "--separator goes with --output csv."),
        (("--separator", "x"), "'x' is none of , ; | and tab"),
        (("--excel", "--raw"), "--raw goes neither"),
    ],
)
def test_what_does_not_go_together_is_said(small: Demo, words: tuple[str, ...], says: str) -> None:
    done = run(small, "enum", *words)
    assert (done.status, done.out) == (2, b"")
    assert says in done.err


def test_cells_that_excel_would_cut_are_told(hostile_demo: Demo) -> None:
    done = run(hostile_demo, "enum", "--output", "csv", "--fields", "RID,What")
    csv.field_size_limit(100_000_000)
    rows = list(csv.reader(io.StringIO(done.out.decode())))
    long = [rid for rid, what in rows if len(what.encode("utf-16-le")) > 2 * 32_767]
    assert long
    assert f"longer than the 32,767 characters that Excel keeps (What of the record {long[0]}" in (
        done.err
    )
    assert "32,767" not in run(hostile_demo, "enum", "--limit", "1", "--output", "csv").err


def test_csv_is_guarded_against_formulas(hostile_demo: Demo) -> None:
    done = run(hostile_demo, "enum", "--output", "csv")
    csv.field_size_limit(100_000_000)  # values hold megabytes
    cells = [cell for row in csv.reader(io.StringIO(done.out.decode())) for cell in row]
    assert any(cell.startswith("'=") for cell in cells)
    assert not [cell for cell in cells if cell.lstrip()[:1] in ("=", "+", "-", "@")]
    assert b"\x1b" not in done.out


@needs_terminal
@pytest.mark.parametrize("output_format", ["ndjson", "json", "xml", "csv", "table"])
def test_nothing_acts_on_a_terminal(hostile_demo: Demo, output_format: str) -> None:
    ours, theirs = pty.openpty()
    with ChildProcess(
        command("enum", "--limit", "400", "--count", "400", "--output", output_format),
        env=environment(hostile_demo, TERM="dumb"),
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65_536):
                shown += piece
        except OSError:
            pass  # a terminal without its other end
        os.close(ours)
        assert process.wait() == 0
    text = shown.decode()
    assert len(text) > 10_000
    acting = {char for char in text if not char.isprintable()} - {"\r", "\n", "\t"}
    assert not acting
    if output_format == "json":
        assert len(json.loads(text)) == 400


@needs_terminal
def test_raw_goes_to_no_terminal(small: Demo) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        command("enum", "--raw"), env=environment(small), stdout=theirs, stderr=subprocess.PIPE,
        check=False,
    )  # fmt: skip
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert b"not written to a terminal" in done.stderr


def test_a_server_that_refuses_in_the_middle_leaves_what_came(demo_servers: DemoServers) -> None:
    server = demo_servers.fresh(records=2_000, arguments=["--fault", "status:3-:500"])
    done = run(server, "enum", "--count", "500", "--parallel", "1")
    assert done.status == 4
    assert len(done.rids) == 1_000
    assert "1,000 records written before this went wrong" in done.err
    assert "500" in done.err


def test_a_closed_standard_error_costs_no_record(small: Demo) -> None:
    line = " ".join(f"'{word}'" for word in command("enum", "--limit", "3"))
    done = subprocess.run(
        ["sh", "-c", f"{line} 2>&-"], env=environment(small), capture_output=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 3


def test_a_pipe_that_does_not_wait_gets_everything(small: Demo) -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with ChildProcess(command("enum"), env=environment(small), stdout=writing) as process:
        os.close(writing)
        lines = 0
        while piece := os.read(reading, 4_096):
            lines += piece.count(b"\n")
        assert process.wait() == 0
    os.close(reading)
    assert lines == 2_000


def test_a_field_that_is_mistyped_is_guessed(small: Demo) -> None:
    done = run(small, "enum", "--fields", "chnges")
    assert done.status == 2
    assert "Did you mean Changes?" in done.err


def test_the_help_names_every_field(small: Demo) -> None:
    said = " ".join(run(small, "search", "--help").out.decode().split())
    listed = said.partition("When,Who,What,Changes: of ")[2].partition(" --")[0]
    names = ["Changes" if field is CHANGES else field.name for field in FIELDS]
    assert [name.strip() for name in listed.split(",")] == names


def test_changes_are_told_in_a_table_and_in_csv(demo: Demo) -> None:
    words = ("search", 'what:"Domain Admins" action:Modified', "--fields", "Who,What,Changes")
    table = run(demo, *words, "--output", "table").out.decode().splitlines()
    assert table[0].split() == ["Who", "What", "Changes"]
    assert any(r'Domain Admins  Group member, Added: "\local' in line for line in table)
    rows = list(csv.reader(io.StringIO(run(demo, *words, "--output", "csv").out.decode())))
    assert [row[2] for row in rows[1:]] == [line.split("  ")[-1] for line in table[1:]]


@pytest.mark.parametrize(("width", "shown"), [(199, False), (200, True)])
def test_a_wide_terminal_shows_the_changes_unasked(width: int, shown: bool) -> None:
    assert (CHANGES in table_fields(width)) is shown
    assert CHANGES not in table_fields(None)


def test_on_a_terminal_changes_are_cut_to_their_column() -> None:
    changes = (Detail("title", before="Analyst", after="Clerk"), Detail("office", after="R" * 80))
    raw = json_format.encode_record(ActivityRecord(who="jane", details=changes))
    records = list(of_page(json_format.decode_page(json_format.encode_page([raw], None))))
    fields = chosen_fields("Who,Changes,Where")
    for width, line in (
        (None, f"jane  title: Analyst → Clerk; office: now {'R' * 80}"),
        (80, "jane  title: Analyst → Clerk +1"),
        (30, "jane  title: Analys… +1"),
    ):
        table = Table(fields, UTC_ZONE, width)
        table.start(records)
        assert table.page(records).decode() == line + "\n"


def test_plain_http_to_a_port_with_tls_names_https(small: Demo) -> None:
    done = run(small, "enum", NETWRIX_API_URL=small.url.replace("https", "http"),
               NETWRIX_TUI_THUMBPRINT="")  # fmt: skip
    assert done.status == 3
    assert "begin the address with https://" in done.err
    assert "what was loaded" not in done.err
