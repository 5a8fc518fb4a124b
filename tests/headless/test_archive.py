"""The command archive, and searches in what it keeps, on a demo server."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from netwrix_tui.archive.layout import days_in, found_server
from tests.archive.reading import check_once, rows
from tests.child_process import ChildProcess
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import command, environment, run
from tests.waiting import wait_until


def test_it_copies_each_record_once_and_goes_on(demo_servers: DemoServers, tmp_path: Path) -> None:
    demo = demo_servers.shared(records=600, seed=11)
    first = run(demo, "archive", "--to", str(tmp_path), "--count", "250")
    assert (first.status, first.out) == (0, b"600 records new, 600 copied in all.\n"), first.err
    again = run(demo, "archive", "--to", str(tmp_path), "--wire", "xml")
    assert again.out == b"0 records new, 600 copied in all.\n"
    everything = run(demo, "enum")
    check_once(tmp_path, everything.rids)
    raw = run(demo, "enum", "--archive", str(tmp_path), "--raw")
    assert sorted(raw.out.splitlines()) == sorted(run(demo, "enum", "--raw").out.splitlines())

    words = ("what:e -who:svc", "--fields", "RID")
    found = run(demo, "search", *words, "--archive", str(tmp_path))
    assert sorted(found.rids) == sorted(run(demo, "search", *words).rids)
    assert 0 < len(found.rids) < 600
    by_server = run(demo, "search", *words, "--archive", str(tmp_path), "--server", demo.url)
    assert by_server.rids == found.rids


def test_days_that_differ_are_named(demo_servers: DemoServers, tmp_path: Path) -> None:
    demo = demo_servers.shared(records=600, seed=11)
    run(demo, "archive", "--to", str(tmp_path))
    alike = run(demo, "archive", "--to", str(tmp_path), "--check", "6")
    assert (alike.status, alike.out) == (0, b"6 days compared, 0 differ.\n")
    directory = found_server(tmp_path)
    day = days_in(directory)[-3]
    lost = directory / f"day={day}" / "part-000001.parquet"
    lost.unlink()
    different = run(demo, "archive", "--to", str(tmp_path), "--check", "6")
    assert different.status == 1
    assert different.out.decode().startswith(f"{day}  server ")
    assert b"the archive lacks" in different.out
    assert b"6 days compared, 1 differ." in different.out


def test_old_days_go_and_do_not_come_back(demo_servers: DemoServers, tmp_path: Path) -> None:
    demo = demo_servers.shared(records=600, seed=11)
    run(demo, "archive", "--to", str(tmp_path))
    before = days_in(found_server(tmp_path))
    only_said = run(demo, "archive", "--to", str(tmp_path), "--keep", "30d", "--dry-run")
    assert b"days would go" in only_said.out
    assert days_in(found_server(tmp_path)) == before
    gone = run(demo, "archive", "--to", str(tmp_path), "--keep", "30d")
    assert b"days went" in gone.out
    kept = days_in(found_server(tmp_path))
    assert kept == before[-len(kept) :]
    assert 25 < len(kept) <= 31
    count = len(rows(tmp_path))
    # Asked anew from the beginning, the server gives them all again.
    (found_server(tmp_path) / "_netwrix.json").write_bytes(
        (found_server(tmp_path) / "_netwrix.json").read_bytes().replace(b'"mark"', b'"before"')
    )
    assert b"0 records new" in run(demo, "archive", "--to", str(tmp_path)).out
    assert len(rows(tmp_path)) == count
    compacted = run(demo, "archive", "--to", str(tmp_path), "--compact")
    assert (compacted.status, len(rows(tmp_path))) == (0, count)


def test_follow_goes_on_until_it_is_ended(demo_servers: DemoServers, tmp_path: Path) -> None:
    demo = demo_servers.fresh(records=100, arguments=["--live", "6000"])
    words = ("archive", "--to", str(tmp_path), "--follow", "--interval", "0.1")
    with ChildProcess(command(*words), env=environment(demo), stderr=subprocess.PIPE) as child:

        def grows() -> bool:
            there = list(tmp_path.glob("server=*"))
            return bool(there) and bool(days_in(there[0])) and len(rows(tmp_path)) > 130

        try:
            wait_until(grows)
            refused = run(demo, "archive", "--to", str(tmp_path))
            child.send_signal(signal.SIGTERM)
            child.wait(30)
        finally:
            child.kill()
    assert child.returncode == 128 + signal.SIGTERM
    assert refused.status == 2
    assert "Another program is writing the archive" in " ".join(refused.err.split())
    run(demo, "archive", "--to", str(tmp_path))
    found = rows(tmp_path)
    assert len(found) == len(set(found))


def test_mistakes_are_told(demo: Demo, tmp_path: Path) -> None:
    place = str(tmp_path)
    for words, said in (
        (("archive",), "no place yet"),
        (("archive", "a", "b", "--to", place), "There is no profile a"),
        (("archive", "--to", place, "--keep", "3"), "is no span of days"),
        (("archive", "--to", place, "--dry-run"), "--dry-run goes with --keep"),
        (("archive", "--to", place, "--check", "--follow"), "does nothing else"),
        (("enum", "--archive", place), "is no archive"),
        (("enum", "--archive", f"{place}/none"), "cannot be read"),
        (("search", "who@=x", "--archive", place), "is no archive"),
    ):
        done = run(demo, *words)
        assert (done.status, done.out) == (2, b""), words
        assert said in " ".join(done.err.split()), words
