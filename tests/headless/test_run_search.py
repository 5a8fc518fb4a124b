"""``netwrix-tui search`` and ``enum``: what they write, when they stop asking, how they end."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from netwrix_tui.clock import now
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.element_names import NAMESPACE
from netwrix_tui.wire.wire_format import WireFormat
from tests.child_process import ChildProcess
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import command, environment, heeding_interrupts, run


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=2_000)


def test_each_form_holds_the_same_records(small: Demo) -> None:
    words = ("enum", "--limit", "25")
    rids = run(small, *words, "--output", "ndjson").rids
    assert len(set(rids)) == 25
    whole = json.loads(run(small, *words, "--output", "json").out)
    assert [record["RID"] for record in whole] == rids
    root = ElementTree.fromstring(  # noqa: S314 - of our own making
        run(small, *words, "--output", "xml").out
    )
    assert [element.text for element in root.iter(f"{{{NAMESPACE}}}RID")] == rids
    table = csv.DictReader(
        io.StringIO(run(small, *words, "--output", "csv").out.decode("utf-8-sig"))
    )
    assert [row["RID"] for row in table] == rids
    lines = run(small, *words, "--output", "table", "--fields", "RID").out.decode().splitlines()
    assert [line.strip() for line in lines[1:]] == rids


@pytest.mark.parametrize("wire", list(WireFormat))
def test_raw_is_what_the_server_sent(small: Demo, wire: WireFormat) -> None:
    with small.http() as http:
        is_json = "format=json&" if wire is WireFormat.JSON else ""
        body = http.get(f"enum?{is_json}count=10").content
    sent = codec(wire).decode_page(body).raws
    done = run(small, "enum", "--limit", "10", "--raw", "--wire", wire.value)
    assert done.out == b"".join(raw + b"\n" for raw in sent)


def test_a_query_and_filters_all_have_to_hold(small: Demo) -> None:
    both = run(small, "search", "action:Removed", "-f", "DataSource=Active Directory").records
    assert both
    assert {(r["Action"], r["DataSource"]) for r in both} == {("Removed", "Active Directory")}


def test_a_word_anywhere_comes_once(small: Demo) -> None:
    found = run(small, "search", "jane", "--output", "ndjson").rids
    assert len(found) == len(set(found)) > 0
    before = len(small.requests())
    assert run(small, "search", "jane", "--limit", "3").rids == found[:3]
    assert {tuple(r.filters) for r in small.requests()[before:] if r.endpoint == "search"}


def test_a_span_that_ends_now(small: Demo) -> None:
    oldest = now() - timedelta(days=3)
    found = run(small, "search", "when:3d").records
    assert found
    assert all(datetime.fromisoformat(record["When"]) >= oldest for record in found)


def test_the_limit_stops_asking(small: Demo) -> None:
    before = len(small.requests())
    assert len(run(small, "enum", "--limit", "250", "--count", "100").rids) == 250
    asked = [r for r in small.requests()[before:] if r.query.get("count") != "1"]
    assert [r.rows for r in asked if r.status == 200] == [100, 100, 50]


def test_a_body_is_sent_as_it_is(small: Demo, tmp_path: Path) -> None:
    body = tmp_path / "body.json"
    body.write_text('{"FilterList": {"Action": ["Removed", {"Equals": "Added"}]}}')
    found = run(small, "search", "--body", str(body)).records
    assert {record["Action"] for record in found} == {"Removed", "Added"}


def test_resume_goes_on_where_the_last_run_ended(small: Demo, tmp_path: Path) -> None:
    place = str(tmp_path / "place")
    words = ("enum", "--resume", place, "--limit", "700", "--count", "300")
    runs = [run(small, *words) for _ in range(4)]
    assert [len(done.rids) for done in runs] == [700, 700, 600, 0]
    assert [done.status for done in runs] == [0, 0, 0, 1]
    rids = [rid for done in runs for rid in done.rids]
    assert len(set(rids)) == 2_000


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("search", "who:nobody-at-all"), 1, "Nothing was found"),
        (("search", "who:"), 2, "no value"),
        (("search", "when:2h", "--resume", "x"), 2, "stays the same"),
        (("search", "-f", "Whoo=x"), 2, "Did you mean Who"),
        (("search", "x", "--body", "y"), 2, "do not go together"),
        (("search", "@Shoe:Equals:x"), 4, "Shoe"),
        (("enum", "--thumbprint", "A" * 40), 3, "pinned certificate"),
    ],
)
def test_how_it_ends(small: Demo, words: tuple[str, ...], status: int, says: str) -> None:
    done = run(small, *words)
    assert done.status == status
    assert says in done.err
    assert done.out == b""
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("action:Remvoed", "Remvoed is no documented action. Did you mean Removed?"),
        ("who:jane*", "There are no wildcards: jane* is looked for with its *. Type jane alone"),
        ("(who:jane", "A query has no brackets: (who:jane is looked for as text."),
    ],
)
def test_a_slip_is_searched_for_and_said(small: Demo, query: str, says: str) -> None:
    before = len(small.requests())
    done = run(small, "search", query)
    assert (done.status, done.out) == (1, b"")
    assert says in done.err
    assert "reviews single monitoring plans" in done.err
    assert len(small.requests()) > before
    assert "documented" not in run(small, "search", "action:removed", "--limit", "1").err


def test_a_recipe_and_a_body_are_doubted_alike(small: Demo, tmp_path: Path) -> None:
    done = run(small, "search", "--recipe", "leaver", "--with", "who=jane*")
    assert "There are no wildcards: jane* is looked for with its *." in done.err
    done = run(small, "search", "-f", "What=%finance%")
    assert "%finance% is looked for with its %. Type finance alone" in done.err
    body = tmp_path / "body.json"
    body.write_text('{"FilterList": {"Who": "jane*"}}')
    done = run(small, "search", "--body", str(body))
    assert (done.status, done.out) == (1, b"")
    assert "There are no wildcards: jane* is looked for with its *." in done.err


def test_a_body_of_another_client_is_sent_and_told_what_it_may_mean(
    small: Demo, tmp_path: Path
) -> None:
    body = tmp_path / "body.json"
    for text, says in (
        ('{"filterlist": {"Who": "jane"}}', "Did you mean FilterList?"),
        ('{"FilterList": {"Monitoring Plan": "AD"}}', "Its name is written MonitoringPlan."),
    ):
        body.write_text(text)
        before = len(small.requests())
        done = run(small, "search", "--body", str(body))
        assert done.status == 4
        assert "The body is sent as it is." in done.err
        assert says in done.err
        assert len(small.requests()) > before


def test_a_server_that_goes_away_in_the_middle_is_not_said_to_be_off(
    demo_servers: DemoServers,
) -> None:
    server = demo_servers.fresh(records=3_000, arguments=["--page-delay", "0.2"])
    process = subprocess.Popen(
        command("enum", "--count", "10"), env=environment(server),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline()
    server.process.kill()
    said = process.communicate()[1].decode()
    assert process.returncode == 3
    assert "switched on" not in said
    assert "With --resume FILE" in said


def test_a_wrong_password_is_sent_once(small: Demo) -> None:
    done = run(small, "enum", NETWRIX_API_PASSWORD="wrong-and-secret")
    assert done.status == 3
    assert "sent once" in done.err
    assert "wrong-and-secret" not in done.err


def test_a_closed_pipe_ends_it_quietly_and_at_once(demo: Demo) -> None:
    before = len(demo.requests())
    line = " ".join(f"'{word}'" for word in command("search", "--limit", "100000"))
    done = subprocess.run(
        ["sh", "-c", f"{line} --output ndjson | head -1"],
        env=environment(demo),
        capture_output=True,
        check=False,
    )
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""
    assert len([r for r in demo.requests()[before:] if r.rows > 1]) < 10


def test_an_interrupt_says_nothing_and_ends_with_130(demo_servers: DemoServers) -> None:
    held = demo_servers.fresh(records=2_000, arguments=["--fault", "delay:2-:60"])
    with ChildProcess(
        command("enum", "--count", "500"),
        env=environment(held),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=heeding_interrupts,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for _ in range(500):
            process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert b"Traceback" not in process.stderr.read()
