"""Servers that send the same again and again, and the commands that read from them."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from netwrix_tui import cli, clock
from netwrix_tui.records.when import wire_moment
from tests.child_process import ChildProcess
from tests.client.repeating_server import SHAPES, RepeatingServer, Shape
from tests.headless.commands import command, heeding_interrupts
from tests.results.records import rid
from tests.waiting import wait_until

REPEATS = "The server repeats pages that it has sent: ended after "
REFUSED = 4

shapes = pytest.mark.parametrize("name", SHAPES)


@pytest.fixture(autouse=True)
def no_profile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(tmp_path / "none"))


class Commands:
    """Runs commands in this process, and says what they wrote."""

    def __init__(self, capture: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._capture = capture
        self._patch = patch

    def __call__(self, server: RepeatingServer, *words: str) -> tuple[int, str, str]:
        self._patch.setenv("NETWRIX_API_PASSWORD", "secret")
        status = cli.main([*words, "--server", server.url, "--user", "CORP\\jane"])
        said = self._capture.readouterr()
        return status, said.out, said.err


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    return Commands(capfd, monkeypatch)


def rids(out: str) -> list[str]:
    return [found["RID"] for line in out.splitlines() if "RID" in (found := json.loads(line))]


def all_of(shape: Shape) -> list[str]:
    return [rid(number) for number in range(shape.records)]


@shapes
@pytest.mark.parametrize("words", [("search", "jane"), ("search", "who:jane"), ("enum",)])
def test_each_record_is_written_once_and_the_end_is_told(
    name: str, words: tuple[str, ...], run: Commands
) -> None:
    shape = SHAPES[name]
    with RepeatingServer(shape) as server:
        status, out, err = run(server, *words)
        assert status == REFUSED
        assert sorted(rids(out)) == all_of(shape)
        assert f"{REPEATS}{server.requests} requests. " in err
        assert server.requests <= shape.requests


def test_a_body_is_guarded_as_well(run: Commands, tmp_path: Path) -> None:
    shape = SHAPES["marks in a circle"]
    body = tmp_path / "body.json"
    body.write_text('{"FilterList": {"Who": "jane"}}')
    with RepeatingServer(shape) as server:
        status, out, err = run(server, "search", "--body", str(body))
    assert (status, rids(out)) == (REFUSED, all_of(shape))
    assert REPEATS in err


@pytest.mark.parametrize("output_format", ["json", "csv", "xml", "table"])
def test_what_was_written_is_whole(output_format: str, run: Commands) -> None:
    shape = SHAPES["pages in a circle under new marks"]
    with RepeatingServer(shape) as server:
        status, out, err = run(server, "search", "jane", "--output", output_format, "--count", "10")
    assert status == REFUSED
    assert "9 records written before this went wrong:" in err
    if output_format == "json":
        assert [record["RID"] for record in json.loads(out)] == all_of(shape)
    elif output_format == "csv":
        assert [line["RID"] for line in csv.DictReader(out.lstrip("\ufeff").splitlines())] == (
            all_of(shape)
        )
    elif output_format == "xml":
        assert out.count("<RID>") == 9
        assert out.rstrip().endswith("</ActivityRecordList>")
    else:
        assert len(out.splitlines()) == 10


@shapes
def test_a_run_that_goes_on_writes_nothing_again(name: str, run: Commands, tmp_path: Path) -> None:
    shape = SHAPES[name]
    words = ("enum", "--resume", str(tmp_path / "place"))
    with RepeatingServer(shape) as server:
        status, out, _ = run(server, *words)
        assert (status, sorted(rids(out))) == (REFUSED, all_of(shape))
        asked = server.requests
        status, out, err = run(server, *words)
    assert (status, out, server.requests) == (REFUSED, "", asked)
    assert f"Remove {tmp_path / 'place'} to begin anew." in err


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_runs_with_a_limit_come_to_the_end_of_a_circle(
    limit: int, run: Commands, tmp_path: Path
) -> None:
    shape = SHAPES["marks in a circle"]
    words = ("enum", "--limit", str(limit), "--resume", str(tmp_path / "place"))
    written: list[str] = []
    with RepeatingServer(shape) as server:
        for _ in range(12):
            status, out, _ = run(server, *words)
            written += rids(out)
    assert status == REFUSED
    assert written == all_of(shape)


def test_a_record_that_comes_again_before_the_end_is_told_and_no_failure(run: Commands) -> None:
    def page(number: int) -> tuple[list[int | None], int]:
        """A record on six pages in a row, three times on each; then the end."""
        return ([] if number == 6 else [7, 7, 7, *([number] if number < 3 else [])]), number + 1

    with RepeatingServer(Shape(page, 4, 7)) as server:
        status, out, err = run(server, "search", "who:jane")
    assert status == 0
    assert sorted(rids(out)) == [rid(number) for number in (0, 1, 2, 7)]
    assert "17 records came again and were left out." in err
    assert "repeats" not in err


@pytest.mark.parametrize("name", [name for name in SHAPES if SHAPES[name].records])
def test_the_limit_is_reached_with_different_records(name: str, run: Commands) -> None:
    shape = SHAPES[name]
    with RepeatingServer(shape) as server:
        status, out, err = run(server, "search", "jane", "--limit", str(shape.records))
    assert (status, sorted(rids(out))) == (0, all_of(shape))
    assert REPEATS not in err


def test_what_is_followed_comes_once_and_the_circle_is_told_once() -> None:
    shape = SHAPES["a long circle under new marks"]
    with RepeatingServer(shape, wire_moment(clock.now())) as server:
        environment = os.environ | {"NETWRIX_API_PASSWORD": "secret"}
        words = ("--server", server.url, "--user", "CORP\\jane", "--interval", "0.1")
        with ChildProcess(
            command("follow", "who:jane", "--since", "1d", *words),
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=heeding_interrupts,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            assert process.stderr is not None
            said = process.stderr.readline() + process.stderr.readline()
            written = [json.loads(process.stdout.readline())["RID"] for _ in range(120)]
            wait_until(lambda: server.requests >= 5 * shape.requests)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
    assert REPEATS.encode() in said
    assert (out, err) == (b"", b"")
    assert sorted(written) == all_of(shape)
