"""Streams that are closed, full, gone or of another encoding: told in a sentence, nothing lost."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.child_process import ChildProcess
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import command, environment, run
from tests.headless.writing import ROLE, a_file, served
from tests.posix import needs_terminal, pty
from tests.written import new_record, stored

CLOSED = "Standard output is closed: nothing can be written to it."
HELP = [("--version",), ("--help",), ("help", "search"), ("search", "--help"), ("recipes",)]


def shell(demo: Demo, line: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """A line of the shell; ``$run`` stands for the program."""
    text = line.replace("$run", " ".join(command()))
    return subprocess.run(
        ["bash", "-c", text], env=environment(demo, **more), capture_output=True, check=False
    )


@pytest.mark.parametrize("words", [*HELP, ("enum", "--limit", "3"), ("doctor",)])
def test_where_standard_output_is_closed_nothing_is_lost_in_silence(
    demo: Demo, words: tuple[str, ...]
) -> None:
    done = shell(demo, f"$run {' '.join(words)} >&-")
    assert done.returncode == 2
    assert CLOSED.encode() in done.stderr
    assert b"Traceback" not in done.stderr
    assert shell(demo, f"$run {' '.join(words)} <&- >&- 2>&-").returncode == 2


@pytest.mark.parametrize("words", [*HELP, ("enum", "--limit", "3"), ("doctor",)])
def test_a_full_disk_is_told_in_a_sentence(demo: Demo, words: tuple[str, ...]) -> None:
    done = shell(demo, f"$run {' '.join(words)} >/dev/full")
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"No space left on device" in done.stderr


@pytest.mark.parametrize("words", ["search nonsense:x", "serch", "enum --limit 0"])
def test_where_standard_error_is_closed_the_error_goes_nowhere_else(demo: Demo, words: str) -> None:
    done = shell(demo, f"$run {words} 2>&-")
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


def test_where_standard_error_is_closed_or_full_the_records_come(demo: Demo) -> None:
    for line in ("2>&-", "2>/dev/full", "<&- 2>&-"):
        done = shell(demo, f"$run enum --limit 5 --output json {line}")
        assert done.returncode == 0
        assert len(json.loads(done.stdout)) == 5


@pytest.mark.parametrize("words", ["write --dry-run -", "search --body -"])
def test_where_standard_input_is_closed_it_says_so(demo: Demo, words: str) -> None:
    done = shell(demo, f"$run {words} <&-")
    assert done.returncode == 2
    assert b"Standard input is closed" in done.stderr
    assert b"Traceback" not in done.stderr
    assert shell(demo, "$run enum --limit 1 <&-").returncode == 0


@pytest.mark.parametrize("words", [("help", "search"), ("search", "--help"), ("recipes",)])
@pytest.mark.parametrize("encoding", ["cp437", "cp850", "cp1252", "ascii"])
def test_help_is_told_in_any_encoding(demo: Demo, words: tuple[str, ...], encoding: str) -> None:
    done = run(demo, *words, PYTHONIOENCODING=encoding)
    assert done.status == 0
    assert not re.search(r"\\u[0-9a-f]{4}", done.out.decode(encoding))
    assert done.err == ""


@needs_terminal
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "ascii"])
@pytest.mark.parametrize("output_format", ["ndjson", "json", "xml", "csv", "table"])
def test_a_terminal_of_another_encoding_is_given_what_it_can_show(
    hostile_demo: Demo, encoding: str, output_format: str
) -> None:
    ours, theirs = pty.openpty()
    with ChildProcess(
        command("enum", "--limit", "300", "--count", "300", "--output", output_format),
        env=environment(hostile_demo, PYTHONIOENCODING=encoding, TERM="dumb"),
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(theirs)
        shown = everything(ours)
        assert process.wait() == 0
    text = shown.decode(encoding)
    assert not {char for char in text if not char.isprintable()} - {"\r", "\n", "\t"}
    if output_format == "json":
        records = json.loads(run(hostile_demo, "enum", "--limit", "300", "--output", "json").out)
        assert json.loads(text) == records


def test_records_in_a_file_are_utf_8_whatever_the_locale_is(hostile_demo: Demo) -> None:
    words = ("enum", "--limit", "200", "--output", "csv")
    plain = run(hostile_demo, *words, PYTHONIOENCODING="latin-1")
    assert plain.out == run(hostile_demo, *words).out
    assert not plain.out.isascii()


def everything(descriptor: int) -> bytes:
    """What a terminal is given until nobody holds its other end."""
    said = b""
    try:
        while piece := os.read(descriptor, 65_536):
            said += piece
    except OSError:
        pass
    os.close(descriptor)
    return said


@pytest.fixture
def quiet(demo_servers: DemoServers) -> Demo:
    """A server to which nothing new comes."""
    return demo_servers.shared(records=2_000)


def _ignoring_hangups() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


@needs_terminal
@pytest.mark.parametrize("kind", ["connection", "terminal", "pipe"])
def test_following_ends_where_nobody_reads_and_nothing_comes(
    quiet: Demo, tmp_path: Path, kind: str
) -> None:
    place = tmp_path / "place"
    ours, theirs = _ends(kind)
    words = ("follow", "--interval", "1", "--since", "9d", "--limit", "99999")
    with ChildProcess(
        command(*words, "--resume", str(place)),
        env=environment(quiet),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        preexec_fn=_ignoring_hangups,
    ) as process:
        os.close(theirs)
        while not place.exists():
            if select.select([ours], [], [], 0.05)[0]:
                os.read(ours, 65_536)
        os.close(ours)
        assert process.wait(30) == 0
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    assert json.loads(place.read_bytes())["following"]


def _ends(kind: str) -> tuple[int, int]:
    if kind == "connection":
        ours, theirs = socket.socketpair()
        return ours.detach(), theirs.detach()
    if kind == "terminal":
        return pty.openpty()
    return os.pipe()


@needs_terminal
@pytest.mark.parametrize("output_format", ["json", "xml"])
def test_a_terminal_for_messages_that_goes_away_costs_no_record(
    demo_servers: DemoServers, tmp_path: Path, output_format: str
) -> None:
    slow = demo_servers.shared(records=3_000, arguments=("--page-delay", "0.3"))
    ours, theirs = pty.openpty()
    out = tmp_path / "out"
    with (
        out.open("wb") as file,
        subprocess.Popen(
            command("enum", "--count", "500", "--output", output_format),
            env=environment(slow),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=theirs,
            preexec_fn=_ignoring_hangups,
        ) as process,
    ):
        os.close(theirs)
        assert os.read(ours, 1)  # the line of progress
        os.close(ours)
        assert process.wait(60) == 0
    if output_format == "json":
        assert len(json.loads(out.read_bytes())) == 3_000
    else:
        assert out.read_bytes().rstrip().endswith(b"</ActivityRecordList>")


@needs_terminal
def test_messages_that_nobody_hears_leave_no_batch_in_doubt(
    demo_servers: DemoServers, tmp_path: Path
) -> None:
    server = served(demo_servers)
    ours, theirs = pty.openpty()
    options: dict[str, Any] = {"preexec_fn": _ignoring_hangups}
    with ChildProcess(
        command("write", "--yes", "--count", "5", a_file(tmp_path, map(new_record, range(20)))),
        env=environment(server, ROLE, XDG_STATE_HOME=str(tmp_path)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        **options,
    ) as process:
        os.close(theirs)
        os.close(ours)
        assert process.wait(60) == 0
    assert len(stored(server)) == 20
