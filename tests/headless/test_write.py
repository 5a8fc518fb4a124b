"""``netwrix-tui write``: what it reads, checks, asks and sends, and how it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from netwrix_tui.wire.element_names import NAMESPACE
from tests.child_process import ChildProcess
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import command, environment, run
from tests.headless.writing import (
    ROLE,
    a_file,
    numbers,
    served,
    write,
    writes,
)
from tests.posix import needs_terminal, pty
from tests.written import new_record, stored, times_stored


def test_records_are_written_in_batches(demo_servers: DemoServers, tmp_path: Path) -> None:
    server = served(demo_servers)
    file = a_file(tmp_path, map(new_record, range(25)))
    done = write(server, tmp_path, file, "--count", "10")
    assert (done.status, done.out) == (0, b"")
    assert "25 records accepted." in done.err
    assert numbers(server) == list(range(25))
    assert writes(server) == [10, 10, 5]


def test_every_shape_is_taken(demo_servers: DemoServers, tmp_path: Path) -> None:
    server = served(demo_servers)
    records = [new_record(number) for number in range(9)]
    (tmp_path / "one.json").write_text(json.dumps(records[0]))
    (tmp_path / "list.json").write_text(
        json.dumps({"ContinuationMark": "x", "ActivityRecordList": records[1:3]})
    )
    (tmp_path / "lines").write_bytes(
        b"\xef\xbb\xbf" + b"\r\n".join(json.dumps(r).encode() for r in records[3:5])
    )

    def element(record: dict[str, str]) -> str:
        return "".join(f"<{name}>{value}</{name}>" for name, value in record.items())

    (tmp_path / "list.xml").write_text(
        f'<?xml version="1.0"?>\n<a:ActivityRecordList xmlns:a="{NAMESPACE}">'
        + "".join(f"<a:ActivityRecord>{element(r)}</a:ActivityRecord>" for r in records[5:7])
        + "</a:ActivityRecordList>"
    )
    (tmp_path / "one.xml").write_text(f"<ActivityRecord>{element(records[7])}</ActivityRecord>")
    names = [str(tmp_path / n) for n in ("one.json", "list.json", "lines", "list.xml", "one.xml")]
    for wire in ("json", "xml"):
        done = write(
            server, tmp_path / wire, *names, "-", "--wire", wire,
            stdin=json.dumps([{**records[8], "Where": "erp01"}]).encode(),
        )  # fmt: skip
        assert done.status == 0, done.err
    assert times_stored(server) == {f"\\orders\\{n:06}": 2 for n in range(9)}


def test_what_is_wrong_is_told_with_its_place(demo: Demo, tmp_path: Path) -> None:
    before = len(stored(demo))
    wrong = [
        new_record(1),
        new_record(2, Who=""),
        new_record(3, When="5 May", Where="x" * 256),
        new_record(4, Action="Vanished", RID="1", Colour="red"),
        new_record(5, What="a\x1b[31mb"),
        new_record(6, DetailList=[{"After": "1"}]),
    ]
    for words in ((), ("--dry-run",)):
        done = write(demo, tmp_path, a_file(tmp_path, wrong), *words)
        assert done.status == 2
        for part in (
            "records.json, line 10, record 2: Who is missing.",
            "record 3: When is '5 May'; write it as",
            "record 3: Where is 256 characters long; the API takes at most 255.",
            "warning: ",
            "record 4: 'Vanished' is no documented action",
            "RID is left out: the server gives it itself.",
            "Colour is left out: it is no field that can be written.",
            "record 5: What holds the character U+001B",
            "record 6: A detail has no PropertyName. (DetailList/Detail[1]/PropertyName)",
            "4 of 6 records cannot be written; nothing was sent.",
        ):
            assert part in done.err
        assert "\x1b" not in done.err
    assert len(stored(demo)) == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b'[{"Who": "a"},\n{"Who": }]', "line 2: this is not JSON: expecting value"),
        (b'[{"Who": "a"}\n', "line 1: this is not JSON: a comma or ] is missing"),
        (b"<ActivityRecordList><x></ActivityRecordList>", "not well-formed XML"),
        (b"[]", "There is no record in what was given."),
        (b"", "There is no record in what was given."),
        (b'[{"Who": "\xff"}]', "this is not UTF-8"),
        (b"[1]", "a record is an object"),
        (b"<html/>", "no list of activity records"),
    ],
)
def test_what_cannot_be_read(demo: Demo, tmp_path: Path, text: bytes, says: str) -> None:
    (tmp_path / "file").write_bytes(text)
    done = write(demo, tmp_path, str(tmp_path / "file"))
    assert done.status == 2
    assert says in done.err
    assert "Traceback" not in done.err


def test_nobody_is_asked_without_a_terminal(demo: Demo, tmp_path: Path) -> None:
    before = len(stored(demo))
    file = a_file(tmp_path, [new_record(1)])
    done = run(demo, "write", file, role=ROLE, XDG_STATE_HOME=str(tmp_path))
    assert done.status == 2
    assert "Give --yes to write without being asked." in done.err
    kept = {"NETWRIX_TUI_STATE": str(tmp_path / "named")}
    run(demo, "write", file, role=ROLE, XDG_STATE_HOME=str(tmp_path), **kept)
    (result,) = (tmp_path / "named" / "written").iterdir()
    assert result.suffix == ".ndjson"
    unconfirmed = run(demo, "write", file, role=ROLE, **kept)
    assert "Going on" not in unconfirmed.err
    dry = run(demo, "write", "--dry-run", file, role=ROLE, XDG_STATE_HOME=str(tmp_path))
    assert dry.status == 0
    assert "1 record" in dry.err
    assert "nothing was sent" in dry.err
    assert len(stored(demo)) == before


def test_a_plan_that_is_not_there_is_named(demo_servers: DemoServers, tmp_path: Path) -> None:
    server = served(demo_servers)
    records = [new_record(number) for number in range(7)]
    file = a_file(tmp_path, [*records, new_record(8, MonitoringPlan="Nowhere")])
    done = write(server, tmp_path, file, "--count", "3")
    assert done.status == 4
    assert "There is no monitoring plan 'Nowhere'" in done.err
    assert "ActivityRecord[2]/" in done.err
    assert "That is record 8 of all." in done.err
    assert numbers(server) == list(range(6))


def test_a_wrong_password_is_told_and_nothing_is_in_doubt(demo: Demo, tmp_path: Path) -> None:
    file = a_file(tmp_path, [new_record(1)])
    done = run(
        demo, "write", "--yes", file, role=ROLE, XDG_STATE_HOME=str(tmp_path),
        NETWRIX_API_PASSWORD="wrong",
    )  # fmt: skip
    assert done.status == 3
    assert "1 record not sent" in done.err


@needs_terminal
@pytest.mark.parametrize(("answer", "status", "times"), [(b"y", 0, 1), (b"n", 2, 0), (b"", 2, 0)])
def test_at_a_terminal_one_is_asked(
    demo_servers: DemoServers, tmp_path: Path, answer: bytes, status: int, times: int
) -> None:
    server = served(demo_servers)
    ours, theirs = pty.openpty()
    with ChildProcess(
        command("write", a_file(tmp_path, map(new_record, range(12)))),
        env=environment(server, ROLE, XDG_STATE_HOME=str(tmp_path), TERM="dumb"),
        stdin=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        said = b""
        while b"[y/N]" not in said:
            said += os.read(ours, 4096)
        assert b"Write 12 records (1." in said
        assert f"1 batch) to 127.0.0.1:{server.url.split(':')[2].split('/')[0]} as" in said.decode()
        assert not stored(server)
        os.write(ours, answer + b"\n")
        assert process.wait() == status
    os.close(ours)
    assert len(stored(server)) == 12 * times
