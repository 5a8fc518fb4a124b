"""``netwrix-tui follow``: records as they arrive, through whatever befalls server and line."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from netwrix_tui.clock import now
from tests.child_process import ChildProcess
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import command, environment, heeding_interrupts, run
from tests.waiting import wait_until

_OFTEN = ("--interval", "0.2")


@pytest.fixture(scope="module")
def busy(demo_servers: DemoServers) -> Demo:
    """A server at which ten records come every second."""
    return demo_servers.shared(records=500, arguments=("--live", "600"))


@contextmanager
def following(demo: Demo, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    with ChildProcess(
        command("follow", *_OFTEN, *words),
        env=environment(demo),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=heeding_interrupts,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _lines(process: subprocess.Popen[bytes], count: int) -> list[dict[str, str]]:
    assert process.stdout is not None
    return [json.loads(process.stdout.readline()) for _ in range(count)]


def test_records_come_as_they_arrive_and_once(busy: Demo) -> None:
    started = now() - timedelta(seconds=2)
    done = run(busy, "follow", *_OFTEN, "--limit", "12")
    assert done.status == 0
    assert len(set(done.rids)) == 12
    assert all(datetime.fromisoformat(record["When"]) >= started for record in done.records)
    assert done.err == ""


def test_filters_and_forms_are_those_of_a_search(busy: Demo) -> None:
    words = ("action:Read", "-f", "DataSource=File Servers", "--limit", "3", "--fields", "Action")
    done = run(busy, "follow", *_OFTEN, *words, "--output", "csv")
    assert done.out.splitlines() == [b"Action", *[b"Read"] * 3]
    raw = run(busy, "follow", *_OFTEN, "--raw", "--limit", "2", "--wire", "xml").out
    assert raw.startswith(b"<ActivityRecord>")
    table = run(busy, "follow", *_OFTEN, "--output", "table", "--limit", "2").out.splitlines()
    assert table[0].startswith(b"When")
    assert len(table) == 3


def test_since_takes_in_what_was_before_the_oldest_first(demo_servers: DemoServers) -> None:
    quiet = demo_servers.shared(records=2_000)
    oldest = now() - timedelta(days=5)
    before = run(quiet, "search", "when:5d").rids
    done = run(quiet, "follow", "--since", "5d", "--limit", str(len(before)))
    assert done.rids == before[::-1]
    assert all(datetime.fromisoformat(record["When"]) >= oldest for record in done.records)


def test_resume_goes_on_within_what_was_before(demo_servers: DemoServers, tmp_path: Path) -> None:
    quiet = demo_servers.shared(records=2_000)
    before = run(quiet, "search", "when:5d").rids[::-1]
    words = ("follow", "--since", "5d", "--count", "100", "--resume", str(tmp_path / "place"))
    first = run(quiet, *words, "--limit", "3").rids
    second = run(quiet, *words, "--limit", str(len(before) - 3)).rids
    assert first == before[:3]
    assert second == before[3:]


def test_resume_goes_on_behind_the_limit(busy: Demo, tmp_path: Path) -> None:
    words = ("follow", *_OFTEN, "--resume", str(tmp_path / "place"), "--limit", "5")
    first, second = run(busy, *words), run(busy, *words)
    assert len({*first.rids, *second.rids}) == 10
    other = run(busy, "search", "who:x", "--resume", str(tmp_path / "place"))
    assert other.status == 2
    assert "other filters" in other.err


def test_what_came_while_nobody_followed_is_there_the_next_time(busy: Demo, tmp_path: Path) -> None:
    seen: list[str] = []
    for least in (1, 60):  # the second time, all that came in between and more
        with following(busy, "--resume", str(tmp_path / "place")) as process:
            seen += [record["RID"] for record in _lines(process, least)]
            process.send_signal(signal.SIGINT)
            assert process.stdout is not None
            seen += [json.loads(line)["RID"] for line in process.stdout.read().splitlines()]
    everything = run(busy, "search", "when:1h").rids
    places = sorted({everything.index(rid) for rid in seen})
    assert places == list(range(places[0], places[0] + len(places)))


def test_it_goes_through_a_restart_of_the_server(
    demo_servers: DemoServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETWRIX_TUI_DEMO_PASSWORD", "the same after a restart")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options: dict[str, Any] = {"records": 40, "http": True, "auth": "ntlm"}
    words = ("--port", str(port), "--live", "1200")
    server = demo_servers.fresh(**options, arguments=words)
    with following(server) as process:
        assert process.stderr is not None
        assert b"not encrypted" in process.stderr.readline()
        before = {record["RID"] for record in _lines(process, 5)}
        server.process.kill()
        assert b"Asking again in" in process.stderr.readline()
        demo_servers.fresh(**options, arguments=words)
        while b"answers again" not in process.stderr.readline():
            assert process.poll() is None
        after = {record["RID"] for record in _lines(process, 30)}
        assert len(after - before) >= 20


def test_it_goes_through_broken_pages(demo_servers: DemoServers) -> None:
    arguments = ("--live", "1200", "--fault", "cut:3-5", "--fault", "garbage:6-6")
    server = demo_servers.fresh(records=500, arguments=arguments)
    done = run(server, "follow", *_OFTEN, "--limit", "40")
    assert done.status == 0
    assert len(set(done.rids)) == 40
    assert "Asking again in" in done.err
    assert "answers again" in done.err
    assert "Traceback" not in done.err


def test_an_interrupt_ends_it_quietly_with_130(busy: Demo) -> None:
    with following(busy) as process:
        _lines(process, 1)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_what_has_come_of_the_backlog_is_written_where_it_is_given_up(
    demo_servers: DemoServers, tmp_path: Path
) -> None:
    slow = demo_servers.fresh(records=2_000, arguments=("--fault", "delay:4:20"))
    words = ("--since", "5d", "--count", "50", "--resume", str(tmp_path / "place"))
    with following(slow, *words) as process:
        # A request is noted before its answer is held back: the pages before it are there.
        wait_until(lambda: sum(request.rows == 50 for request in slow.requests()) >= 4)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 130
    records = [json.loads(line) for line in out.splitlines()]
    assert len(records) == 150
    moments = [record["When"] for record in records]
    assert moments == sorted(moments)
    rest = run(slow, "follow", *words, "--limit", "50")
    assert not set(rest.rids) & {record["RID"] for record in records}


def test_a_closed_pipe_ends_it_quietly_while_nothing_comes(demo_servers: DemoServers) -> None:
    quiet = demo_servers.shared(records=2_000)
    with following(quiet, "--interval", "600") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(30) == 0
        assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("when:2h",), 2, "--since"),
        (("-f", "When=Today"), 2, "--since"),
        (("--since", "soon"), 2, "--since"),
        (("--output", "json"), 2, "--output"),
        (("--interval", "0"), 2, "--interval"),
        (("@Shoe:Equals:x",), 4, "Shoe"),
        (("--thumbprint", "A" * 40), 3, "pinned certificate"),
    ],
)
def test_how_it_fails(busy: Demo, words: tuple[str, ...], status: int, says: str) -> None:
    done = run(busy, "follow", *words)
    assert (done.status, done.out) == (status, b"")
    assert says in done.err
    assert "Traceback" not in done.err
