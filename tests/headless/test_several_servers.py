"""``search``, ``enum`` and ``follow`` over several servers: one order, each account at its own.

The two servers hold records of the same RIDs, as servers that were set up from one image may.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from netwrix_tui.clock import epoch, now
from tests.archive.reading import rows
from tests.client.kerberos_realm import free_port
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import Done, command
from tests.recording_relay import RecordingRelay
from tests.two_servers import CORP_ROLE, DMZ_ROLE, environment, write_profiles

RECORDS = 2_500


@pytest.fixture(scope="module")
def anchor() -> tuple[str, str]:
    return ("--anchor", str(int(epoch())))


@pytest.fixture(scope="module")
def corp(demo_servers: DemoServers, anchor: tuple[str, str]) -> Demo:
    return demo_servers.shared(records=RECORDS, http=True, arguments=anchor)


@pytest.fixture(scope="module")
def dmz(demo_servers: DemoServers, anchor: tuple[str, str]) -> Demo:
    return demo_servers.shared(
        records=RECORDS, http=True, arguments=(*anchor, "--page-delay", "0.05")
    )


@pytest.fixture
def relays(corp: Demo, dmz: Demo) -> Iterator[tuple[RecordingRelay, RecordingRelay]]:
    with RecordingRelay(corp.url) as first, RecordingRelay(dmz.url) as second:
        yield first, second


@pytest.fixture
def profiles(
    tmp_path: Path, corp: Demo, dmz: Demo, relays: tuple[RecordingRelay, RecordingRelay]
) -> Path:
    accounts = corp.account(CORP_ROLE), dmz.account(DMZ_ROLE)
    return write_profiles(
        tmp_path,
        {
            name: (relay.url, account)
            for name, relay, account in zip(("corp", "dmz"), relays, accounts, strict=True)
        },
    )


def run(profiles: Path, *words: str) -> Done:
    done = subprocess.run(
        command(*words), env=environment(profiles), capture_output=True, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr.decode())


def moment(record: dict[str, str]) -> datetime:
    return datetime.fromisoformat(record["When"])


def test_one_order_each_once_and_each_account_at_its_own_server(
    profiles: Path,
    corp: Demo,
    dmz: Demo,
    relays: tuple[RecordingRelay, RecordingRelay],
) -> None:
    alone = {name: run(profiles, name, "enum") for name in ("corp", "dmz")}
    for done in alone.values():
        assert done.status == 0
        assert all("Server" not in record for record in done.records)
    done = run(profiles, "corp", "dmz", "enum")
    assert (done.status, done.err.count("not encrypted")) == (0, 2)
    expected = sorted(
        (record | {"Server": name} for name in alone for record in alone[name].records),
        key=moment,
        reverse=True,
    )
    assert done.records == expected
    assert len({(r["Server"], r["RID"]) for r in done.records}) == len(expected) == 2 * RECORDS
    assert len(set(done.rids)) == RECORDS
    # What each of them was sent is of its own account alone, in any form that it has.
    people = corp.account(CORP_ROLE), dmz.account(DMZ_ROLE)
    for at, relay in enumerate(relays):
        own, other = people[at], people[1 - at]
        logins = [person.user.partition("\\")[2].encode("utf-16-le") for person in (own, other)]
        assert relay.proofs
        assert all(logins[0] in proof and logins[1] not in proof for proof in relay.proofs)
        for form in (other.password, other.user, other.user.partition("\\")[2]):
            assert form.encode() not in relay.came
    assert not relays[0].tokens & {t for t in relays[1].tokens if len(t) > 80}


def test_the_forms_tell_the_servers_apart(profiles: Path) -> None:
    words = ("all", "search", "when:7d", "--limit", "40", "--output")
    done = run(profiles, *words, "csv")
    rows = list(csv.DictReader(io.StringIO(done.out.decode())))
    assert len(rows) == 40
    assert list(rows[0])[-2:] == ["Server", "note"]
    assert {row["Server"] for row in rows} == {"corp", "dmz"}
    listed = json.loads(run(profiles, *words, "json").out)
    assert [(r["Server"], r["RID"]) for r in listed] == [(r["Server"], r["RID"]) for r in rows]
    table = run(profiles, *words, "table").out.decode().splitlines()
    assert "Server" in table[0]
    fields = run(profiles, *words, "csv", "--fields", "server,rid").out.decode().splitlines()
    assert fields[:2] == ["Server,RID", f"{rows[0]['Server']},{rows[0]['RID']}"]
    raw = run(profiles, "all", "search", "when:7d", "--limit", "3", "--raw").out
    assert b'Server"' not in raw
    assert len(raw.splitlines()) == 3


def test_a_document_is_of_the_server_that_its_record_is_from(profiles: Path) -> None:
    words = ("search", "when:30d", "--limit", "40", "--as", "ecs")
    alone = {name: run(profiles, name, *words).out.splitlines() for name in ("corp", "dmz")}
    both = run(profiles, "all", *words).out.splitlines()
    assert len(both) == 40
    assert set(both) <= {*alone["corp"], *alone["dmz"]}
    assert set(both) & {*alone["dmz"]}


def test_of_one_server_nothing_is_said(profiles: Path) -> None:
    for words in (("corp", "search", "--limit", "2"), ("corp", "search", "--output", "csv")):
        assert b"Server," not in run(profiles, *words, "when:2h").out
    done = run(profiles, "corp", "search", "--fields", "Server")
    assert done.status == 2
    assert "no field named 'Server'" in done.err


@pytest.mark.parametrize(
    ("query", "servers"),
    [("server:corp", {"corp"}), ("-server:corp", {"dmz"}), ("server=DMZ", {"dmz"}),
     ("server:corp server:dmz", {"corp", "dmz"})],
)  # fmt: skip
def test_the_filter_asks_those_alone_that_it_names(
    profiles: Path,
    query: str,
    servers: set[str],
    relays: tuple[RecordingRelay, RecordingRelay],
) -> None:
    done = run(profiles, "all", "search", f"when:30d {query}", "--limit", "60")
    assert {record["Server"] for record in done.records} == servers
    for name, relay in zip(("corp", "dmz"), relays, strict=True):
        assert bool(relay.came) is (name in servers)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("all", "search", "server:crop"), "No server that is asked is called crop. Did you mean"),
        (("all", "search", "server:corp -server:corp"), "leaves no server to ask"),
        (("corp", "search", "server:corp"), "chooses among several servers, and one is asked"),
        (("corp", "follow", "server:corp"), "chooses among several servers, and one is asked"),
        (("all", "enum", "--resume", "place"), "--resume keeps the place in the answers of one"),
        (("all", "follow", "--resume", "place"), "--resume keeps the place in the answers of one"),
        (("all", "enum", "--user", "CORP\\eve"), "--user is of one server, and corp, dmz are"),
        (("all", "write", "-"), "all is several servers: corp, dmz"),
    ],
)
def test_a_mistake_is_a_sentence_and_nothing_is_sent(
    profiles: Path,
    words: tuple[str, ...],
    says: str,
    relays: tuple[RecordingRelay, RecordingRelay],
) -> None:
    done = run(profiles, *words)
    assert done.status == 2
    assert says in done.err
    assert not relays[0].came
    assert not relays[1].came


def test_each_server_is_copied_into_its_own_directory(profiles: Path, tmp_path: Path) -> None:
    place = tmp_path / "archive"
    words = ("--to", str(place))
    done = run(profiles, "archive", "corp", "dmz", *words)
    assert done.status == 0, done.err
    lines = [f"{n}: {RECORDS:,} records new, {RECORDS:,} copied in all." for n in ("corp", "dmz")]
    assert sorted(done.out.decode().splitlines()) == lines
    for directory in place.iterdir():
        assert len(rows(directory)) == len(set(rows(directory))) == RECORDS
    assert len(list(place.iterdir())) == 2
    again = run(profiles, "all", "archive", *words)
    assert again.out.decode().count("0 records new") == 2
    live = run(profiles, "all", "search", "what:e -who:svc", "--fields", "Server,RID")
    kept = run(profiles, "all", "search", "what:e -who:svc", "--fields", "Server,RID",
               "--archive", str(place))  # fmt: skip
    assert live.status == kept.status == 0
    assert sorted(kept.out.splitlines()) == sorted(live.out.splitlines())
    by_name = run(profiles, "search", "when:7d", "--limit", "9", "--archive", str(place))
    assert all(record["Server"] for record in by_name.records)
    of_one = run(profiles, "dmz", "search", "when:7d", "--limit", "9", "--archive", str(place))
    assert of_one.rids
    assert all("Server" not in record for record in of_one.records)
    one = run(profiles, "corp", "archive", *words)
    assert one.out.decode() == f"0 records new, {RECORDS:,} copied in all.\n"


def test_a_server_that_is_not_there_holds_up_no_other(tmp_path: Path, corp: Demo) -> None:
    gone = f"http://127.0.0.1:{free_port()}"
    profiles = write_profiles(
        tmp_path,
        {"corp": (corp.url, corp.account(CORP_ROLE)), "gone": (gone, corp.account(DMZ_ROLE))},
    )
    done = run(profiles, "all", "archive", "--to", str(tmp_path / "archive"))
    assert done.status == 3
    assert done.out.decode().startswith(f"corp: {RECORDS:,} records new")
    assert "gone: " in done.err
    looked = run(profiles, "all", "doctor", "--json")
    assert looked.status == 3
    told = json.loads(looked.out)
    assert [(each["profile"], each["ok"]) for each in told] == [("corp", True), ("gone", False)]
    lines = run(profiles, "all", "doctor").out.decode().splitlines()
    assert lines.index("corp") < lines.index("gone")


def test_one_that_fails_in_mid_page_leaves_the_other_whole(
    tmp_path: Path, corp: Demo, demo_servers: DemoServers
) -> None:
    failing = demo_servers.fresh(records=3_000, http=True, arguments=("--fault", "cut:2-"))
    profiles = write_profiles(
        tmp_path,
        {
            "corp": (corp.url, corp.account(CORP_ROLE)),
            "dmz": (failing.url, failing.account(DMZ_ROLE)),
        },
    )
    done = run(profiles, "all", "enum", "--output", "json")
    assert done.status == 3
    assert "dmz: " in done.err
    assert "The others go on." in done.err
    records = json.loads(done.out)
    of = {name: [r["RID"] for r in records if r["Server"] == name] for name in ("corp", "dmz")}
    assert of["corp"] == run(profiles, "corp", "enum").rids
    assert len(of["dmz"]) == len(set(of["dmz"])) == 1_000


def test_one_that_refuses_the_account_leaves_the_other_whole(
    tmp_path: Path, corp: Demo, dmz: Demo
) -> None:
    profiles = write_profiles(
        tmp_path,
        {
            "corp": (corp.url, corp.account(CORP_ROLE)),
            "dmz": (dmz.url, dmz.account(DMZ_ROLE)),
        },
    )
    (tmp_path / "dmz.password").write_text("not it")
    done = run(profiles, "all", "search", "when:30d")
    assert done.status == 3
    assert "dmz: " in done.err
    assert "the password was sent once" in done.err
    assert {record["Server"] for record in done.records} == {"corp"}
    assert done.rids == run(profiles, "corp", "search", "when:30d").rids


def test_a_case_keeps_the_server_of_each_record(profiles: Path, tmp_path: Path) -> None:
    case = tmp_path / "both.nwcase"
    done = run(profiles, "all", "search", "when:7d", "--case", str(case))
    assert done.status == 0
    query = "SELECT server, count(*) AS n, count(DISTINCT rid) AS d FROM records GROUP BY server"
    told = run(profiles, "sql", str(case), query, "--output", "ndjson")
    again = run(profiles, "search", "", "--in", str(case))
    keys = {(record["Server"], record["RID"]) for record in done.records}
    assert {(record["Server"], record["RID"]) for record in again.records} == keys
    of_one = run(profiles, "search", "server:dmz", "--in", str(case), "--output", "csv")
    assert {row["Server"] for row in csv.DictReader(io.StringIO(of_one.out.decode()))} == {"dmz"}
    counts = [record["n"] for record in told.records]
    of = [sum(r["Server"] == name for r in done.records) for name in ("corp", "dmz")]
    assert sorted(counts) == sorted(of)
    assert all(record["n"] == record["d"] for record in told.records)


def test_the_oldest_first_comes_as_it_comes(
    tmp_path: Path, corp: Demo, demo_servers: DemoServers
) -> None:
    oldest = demo_servers.shared(records=2_500, http=True, arguments=("--oldest-first",))
    profiles = write_profiles(
        tmp_path,
        {
            "corp": (corp.url, corp.account(CORP_ROLE)),
            "dmz": (oldest.url, oldest.account(DMZ_ROLE)),
        },
    )
    done = run(profiles, "all", "enum")
    for name in ("corp", "dmz"):
        of_one = [r["RID"] for r in done.records if r["Server"] == name]
        assert of_one == run(profiles, name, "enum").rids


def test_follow_writes_what_arrives_at_any_of_them(
    tmp_path: Path, demo_servers: DemoServers
) -> None:
    busy = [
        demo_servers.shared(records=300, seed=seed, http=True, arguments=("--live", "900"))
        for seed in (1, 2)
    ]
    profiles = write_profiles(
        tmp_path,
        {
            name: (demo.url, demo.account(role))
            for name, demo, role in zip(("corp", "dmz"), busy, (CORP_ROLE, DMZ_ROLE), strict=True)
        },
    )
    words = ("follow", "--interval", "0.2", "--since", "1d", "--limit", "120")
    began = now()
    done = run(profiles, "all", *words)
    assert done.status == 0
    keys = [(record["Server"], record["RID"]) for record in done.records]
    assert len(keys) == len(set(keys)) == 120
    older = [record for record in done.records if moment(record) < began]
    assert older == sorted(older, key=moment)
    assert older == done.records[: len(older)]
    assert {record["Server"] for record in done.records} == {"corp", "dmz"}
