"""The command archive with a cluster, and every command that reads from one, on a demo server."""

from __future__ import annotations

import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from netwrix_tui.archive.cluster.row_binary import of_number, of_text
from netwrix_tui.errors import UsageError
from tests.archive.click_house_pair import CLUSTER, PASSWORD, ClickHousePair
from tests.archive.cluster_reading import check_once, rids_there
from tests.child_process import ChildProcess
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import Done, command, environment, run
from tests.waiting import wait_until

_SECRET = {"NETWRIX_TUI_ARCHIVE_PASSWORD": PASSWORD}


def there(demo: Demo, *words: str, **more: str) -> Done:
    return run(demo, *words, **{**_SECRET, **more})


def test_it_copies_each_record_once_and_every_command_reads_it(
    demo_servers: DemoServers,
    click_house: ClickHousePair,
    tmp_path: Path,
) -> None:
    demo, address = demo_servers.shared(records=600, seed=11), click_house.address()
    copy = ("archive", "--to", address, "--cluster", CLUSTER)
    first = there(demo, *copy, "--count", "250")
    assert (first.status, first.out) == (0, b"600 records new, 600 copied in all.\n"), first.err
    again = there(demo, "archive", "--to", address, "--wire", "xml")
    assert again.out == b"0 records new, 600 copied in all.\n"
    everything = run(demo, "enum")
    check_once(click_house, address, everything.rids)
    raw = there(demo, "enum", "--archive", address, "--raw")
    assert sorted(raw.out.splitlines()) == sorted(run(demo, "enum", "--raw").out.splitlines())

    words = ("what:e -who:svc", "--fields", "RID")
    found = there(demo, "search", *words, "--archive", address)
    assert sorted(found.rids) == sorted(run(demo, "search", *words).rids)
    assert 0 < len(found.rids) < 600
    other = there(demo, "enum", "--archive", address, "--server", "https://nwx99:9699")
    assert (other.status, "has nothing of nwx99" in " ".join(other.err.split())) == (2, True)

    files = str(tmp_path / "files")
    run(demo, "archive", "--to", files)
    by = ("summary", "--by", "who", "--output", "csv")
    assert there(demo, *by, "--archive", address).out == run(demo, *by, "--archive", files).out


def test_days_are_compared_and_old_ones_go(
    demo_servers: DemoServers,
    click_house: ClickHousePair,
) -> None:
    demo, address = demo_servers.shared(records=600, seed=11), click_house.address()
    copy = ("archive", "--to", address, "--cluster", CLUSTER)
    there(demo, *copy)
    alike = there(demo, *copy, "--check", "6")
    assert (alike.status, alike.out) == (0, b"6 days compared, 0 differ.\n"), alike.err
    before = len(rids_there(click_house, address))
    only_said = there(demo, *copy, "--keep", "30d", "--dry-run")
    assert b" records would go, of " in only_said.out, only_said.err
    assert len(rids_there(click_house, address)) == before
    gone = there(demo, *copy, "--keep", "30d")
    assert b" records went, of " in gone.out, gone.err
    assert gone.out.split()[1] == only_said.out.split()[1]
    left = len(rids_there(click_house, address))
    assert 0 < left == before - int(gone.out.split()[1])
    # Asked anew from the beginning, the server gives them all again.
    cluster = click_house.opened(address)
    query = "ALTER TABLE state DELETE WHERE 1"
    for each in cluster.address.servers:
        rows = cluster.ask(
            "SELECT state FROM state ORDER BY version DESC LIMIT 1", "s", server=each
        )
        state = rows[0][0].replace('"mark"', '"before"').encode()
        cluster.run(query, each)
        cluster.run("TRUNCATE TABLE state", each)
        server = click_house.values(address, "SELECT DISTINCT server FROM records")[0][0]
        row = (
            of_text(str(server)) + of_number("Q", 1) + of_text("") + of_number("q", 1)
            + of_text(state.decode())
        )  # fmt: skip
        cluster.insert("state (server, version, host, written, state)", row, {}, each)
    assert b"0 records new" in there(demo, *copy).out
    assert len(rids_there(click_house, address)) == left


def test_follow_goes_on_until_it_is_ended(
    demo_servers: DemoServers,
    click_house: ClickHousePair,
) -> None:
    demo = demo_servers.fresh(records=100, arguments=["--live", "6000"])
    address = click_house.address()
    words = ("archive", "--to", address, "--cluster", CLUSTER, "--follow", "--interval", "0.1")
    with ChildProcess(
        command(*words), env=environment(demo, **_SECRET), stderr=subprocess.PIPE
    ) as child:

        def grows() -> bool:
            with suppress(UsageError):  # the tables are made on one server after the other
                return len(rids_there(click_house, address)) > 130
            return False

        try:
            wait_until(grows)
            refused = there(demo, *words[:5])
            child.send_signal(signal.SIGTERM)
            child.wait(30)
        finally:
            child.kill()
    assert child.returncode == 128 + signal.SIGTERM
    assert refused.status == 2
    assert "Another program is writing the archive" in " ".join(refused.err.split())
    there(demo, *words[:5])
    found = rids_there(click_house, address)
    assert len(found) == len(set(found))


def test_an_archive_of_files_moves_and_copying_goes_on(
    demo_servers: DemoServers,
    click_house: ClickHousePair,
    tmp_path: Path,
) -> None:
    demo = demo_servers.fresh(records=600)
    files, address = str(tmp_path / "files"), click_house.address()
    run(demo, "archive", "--to", files)
    move = ("archive", "--from", files, "--to", address, "--cluster", CLUSTER)
    moved = there(demo, *move)
    assert moved.status == 0, moved.err
    assert b"600 records moved, 0 were there already." in moved.out
    assert b"0 records moved" in there(demo, *move).out
    check_once(click_house, address, run(demo, "enum").rids)
    goes_on = there(demo, "archive", "--to", address)
    assert goes_on.out == b"0 records new, 600 copied in all.\n"
    # With the moments at which they were copied, which a document of ECS has.
    documents = ("enum", "--as", "ecs", "--archive")
    assert sorted(there(demo, *documents, address).out.splitlines()) == sorted(
        run(demo, *documents, files).out.splitlines()
    )


def test_the_ddl_is_shown_and_nobody_asked(demo: Demo) -> None:
    shown = run(demo, "archive", "--to", "clickhouse://h1,h2/audit", "--cluster", "c", "--show-ddl")
    assert shown.status == 0, shown.err
    assert b"ENGINE = Distributed('c', 'audit', 'records_local', cityHash64(rid))" in shown.out


def test_mistakes_are_told(demo: Demo, click_house: ClickHousePair, tmp_path: Path) -> None:
    address = click_house.address("none_yet")
    for words, said in (
        (("archive", "--to", address), "Several servers are named, but not the cluster"),
        (("archive", "--to", address, "--compact"), "leave --compact out"),
        (("archive", "--to", str(tmp_path), "--cluster", "x"), "go with an archive on a cluster"),
        (("archive", "--to", str(tmp_path), "--from", str(tmp_path)), "of files to a cluster"),
        (("enum", "--archive", address), "There is no archive in the database none_yet"),
    ):
        done = there(demo, *words)
        assert (done.status, done.out) == (2, b""), (words, done.err)
        assert said in " ".join(done.err.split()), (words, done.err)
    wrong = there(demo, "enum", "--archive", address, NETWRIX_TUI_ARCHIVE_PASSWORD="Hunter-2")
    assert wrong.status == 3
    assert "refused the account" in " ".join(wrong.err.split())
    assert "Hunter-2" not in wrong.err
