"""``netwrix-tui write``: what it checks, sends, skips, leaves in doubt, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import signal
import stat
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from netwrix_tui.wire.names import NAMESPACE
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import Done, command, environment, run
from tests.waiting import wait_until
from tests.written import new_record, stored, times_stored

ROLE = "Contributor"


def served(servers: DemoServers, *faults: str) -> Demo:
    arguments = [word for fault in faults for word in ("--fault", fault)]
    return servers.fresh(records=100, arguments=arguments)


def a_file(directory: Path, records: Iterable[Any], name: str = "records.json") -> str:
    path = directory / name
    path.write_text(json.dumps(list(records), indent=1))
    return str(path)


def write(demo: Demo, directory: Path, *words: str, role: str = ROLE, stdin: bytes = b"") -> Done:
    """Write with --yes; results are kept below the directory."""
    return run(
        demo, "write", "--yes", *words, role=role, stdin=stdin, XDG_STATE_HOME=str(directory)
    )


def numbers(demo: Demo) -> list[int]:
    """The numbers of the stored records, each as often as it is there."""
    return sorted(int(record["What"][-6:]) for record in stored(demo))


def writes(demo: Demo) -> list[int]:
    """How many records each write stored that the server answered."""
    return [r.rows for r in demo.requests() if r.method == "POST" and not r.endpoint and r.rows]


def test_records_are_written_in_batches(demo_servers: DemoServers, tmp_path: Path) -> None:
    server = served(demo_servers)
    file = a_file(tmp_path, map(new_record, range(25)))
    done = write(server, tmp_path, file, "--count", "10")
    assert (done.status, done.out) == (0, b"")
    assert "25 records accepted." in done.err
    assert numbers(server) == list(range(25))
    assert writes(server) == [10, 10, 5]


def test_all_again_sends_nothing(demo_servers: DemoServers, tmp_path: Path) -> None:
    server = served(demo_servers)
    records = [new_record(number) for number in range(7)]
    assert write(server, tmp_path, a_file(tmp_path, records)).status == 0
    other_layout = tmp_path / "same.ndjson"
    other_layout.write_text("\n".join(map(json.dumps, records)))
    again = write(server, tmp_path, str(other_layout), "--count", "2", "--wire", "xml")
    assert again.status == 0
    assert "Nothing is sent: an earlier run wrote all of it. 7 records accepted" in again.err
    assert "Going on" not in again.err
    assert len(stored(server)) == 7


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
        (b"\xff\xfe[\x00]\x00", "this is UTF-16"),
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


@pytest.mark.parametrize(("fault", "arrived"), [("write-lost", False), ("write-cut", True)])
def test_a_write_cut_in_mid_run(
    demo_servers: DemoServers, tmp_path: Path, fault: str, arrived: bool
) -> None:
    server = served(demo_servers, f"{fault}:2")
    words = (a_file(tmp_path, map(new_record, range(30))), "--count", "10")
    result = ("--result", str(tmp_path / "result"))

    first = write(server, tmp_path, *words, *result)
    assert first.status == 3
    assert "10 records accepted, 10 in doubt, 10 not sent." in first.err
    assert "no answer says whether they were stored" in first.err

    second = write(server, tmp_path, *words, *result)
    assert second.status == 3
    assert "Going on from" in second.err
    assert "20 records accepted, 10 in doubt." in second.err
    assert "Batch 2 (records 11 to 20) is in doubt: it was sent at 20" in second.err
    assert "--check-doubt looks by a search whether it arrived" in second.err
    expected = list(range(30)) if arrived else [*range(10), *range(20, 30)]
    assert numbers(server) == expected

    blind = write(server, tmp_path, *words, *result, "--check-doubt")
    assert blind.status == 3
    assert "this account may not read" in blind.err
    assert numbers(server) == expected

    looked = write(server, tmp_path, *words, *result, "--check-doubt", role="Global admin")
    if arrived:
        assert looked.status == 0
        assert "a search finds all 10." in looked.err
        assert "30 records accepted." in looked.err
    else:
        assert looked.status == 3
        assert "a search finds none of them." in looked.err
        again = write(
            server, tmp_path, *words, *result, "--check-doubt", "--resend-doubt",
            role="Global admin",
        )  # fmt: skip
        assert again.status == 0
    assert numbers(server) == list(range(30))
    assert write(server, tmp_path, *words, *result).status == 0
    assert numbers(server) == list(range(30))


def test_check_and_resend_sends_nothing_that_is_found(
    demo_servers: DemoServers, tmp_path: Path
) -> None:
    server = served(demo_servers, "write-cut:1")
    file = a_file(tmp_path, map(new_record, range(10)))
    assert write(server, tmp_path, file).status == 3
    done = write(server, tmp_path, file, "--check-doubt", "--resend-doubt", role="Global admin")
    assert done.status == 0
    assert numbers(server) == list(range(10))


def test_a_part_that_is_found_is_left_alone(demo_servers: DemoServers, tmp_path: Path) -> None:
    server = served(demo_servers, "write-lost:2")
    records = [new_record(number) for number in range(10)]
    some = a_file(tmp_path, records[:4], "some.json")
    assert write(server, tmp_path, some).status == 0
    whole = a_file(tmp_path, records, "whole.json")
    assert write(server, tmp_path, whole).status == 3
    done = write(server, tmp_path, whole, "--check-doubt", "--resend-doubt", role="Global admin")
    assert done.status == 3
    assert "a search finds 4 of 10." in done.err
    assert numbers(server) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("status", "ends", "says"),
    [(503, 4, "nothing was stored, and nothing is lost"), (413, 4, "50 MB"), (400, 4, "refused")],
)
def test_what_is_refused_is_sent_by_the_next_run(
    demo_servers: DemoServers, tmp_path: Path, status: int, ends: int, says: str
) -> None:
    server = served(demo_servers, f"write-status:2:{status}")
    words = (a_file(tmp_path, map(new_record, range(30))), "--count", "10")
    done = write(server, tmp_path, *words)
    assert done.status == ends
    assert says in done.err
    # A batch that does not fit says nothing about the next one; a busy server does.
    assert len(stored(server)) == (20 if status == 400 else 10)
    assert write(server, tmp_path, *words).status == 0
    assert numbers(server) == list(range(30))


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


def _until(holds: Any, process: subprocess.Popen[bytes]) -> None:
    wait_until(lambda: holds() or process.poll() is not None)
    assert holds(), "it ended too early"


def _started(server: Demo, directory: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command("write", "--yes", *words),
        env=environment(server, ROLE, XDG_STATE_HOME=str(directory)),
        stderr=subprocess.PIPE,
    )


def _noted(result: Path, batch: int, state: str) -> bool:
    try:
        lines = result.read_text().splitlines()[1:]
    except OSError:
        return False
    return any((e := json.loads(line))["batch"] == batch and e["state"] == state for line in lines)


def test_killed_in_mid_write_it_goes_on_without_a_double(
    demo_servers: DemoServers, tmp_path: Path
) -> None:
    server = served(demo_servers, "write-delay:2:30")
    result = tmp_path / "result"
    words = (
        a_file(tmp_path, map(new_record, range(30))), "--count", "10", "--result", str(result),
    )  # fmt: skip
    with _started(server, tmp_path, *words) as process:
        _until(lambda: _noted(result, 2, "sent") and len(stored(server)) == 20, process)
        process.kill()
    assert stat.S_IMODE(result.stat().st_mode) == 0o600
    with result.open("ab") as file:
        file.write(b'{"batch":3,"state":"se')  # a line that the end cut off
    done = write(server, tmp_path, *words)
    assert done.status == 3
    assert "Batch 2 (records 11 to 20) is in doubt" in done.err
    assert numbers(server) == list(range(30))
    assert write(server, tmp_path, *words, "--check-doubt", role="Global admin").status == 0
    assert numbers(server) == list(range(30))


def test_an_interrupt_ends_it_between_two_batches(
    demo_servers: DemoServers, tmp_path: Path
) -> None:
    server = served(demo_servers, "write-delay:1:1.5")
    result = tmp_path / "result"
    words = (
        a_file(tmp_path, map(new_record, range(30))), "--count", "10", "--result", str(result),
    )  # fmt: skip
    with _started(server, tmp_path, *words) as process:
        _until(lambda: _noted(result, 1, "sent"), process)
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        said = process.stderr.read().decode() if process.stderr else ""
    assert "10 records accepted, 20 not sent." in said
    assert write(server, tmp_path, *words).status == 0
    assert numbers(server) == list(range(30))


def test_two_runs_at_once_do_not_write_the_same(demo_servers: DemoServers, tmp_path: Path) -> None:
    server = served(demo_servers, "write-delay:1:1.5")
    result = tmp_path / "result"
    words = (a_file(tmp_path, map(new_record, range(5))), "--result", str(result))
    with _started(server, tmp_path, *words) as process:
        _until(lambda: _noted(result, 1, "sent"), process)
        process.send_signal(
            signal.SIGSTOP
        )  # so that it holds the file however long the other takes
        other = write(server, tmp_path, *words)
        process.send_signal(signal.SIGCONT)
        assert other.status == 2
        assert "another run is writing these records just now" in other.err
        assert process.wait() == 0
    assert numbers(server) == list(range(5))


def test_a_result_file_belongs_to_its_records_and_server(
    demo_servers: DemoServers, tmp_path: Path
) -> None:
    server, other = served(demo_servers), served(demo_servers)
    result = ("--result", str(tmp_path / "result"))
    file = a_file(tmp_path, [new_record(1)])
    assert write(server, tmp_path, file, *result).status == 0
    changed = a_file(tmp_path, [new_record(2)], "changed.json")
    for demo, name in ((server, changed), (other, file)):
        done = write(demo, tmp_path, name, *result)
        assert done.status == 2
        assert "it belongs to" in done.err
    done = write(server, tmp_path, file, "--result", file)
    assert done.status == 2
    assert "it is no result file of this program" in done.err
    assert json.loads(Path(file).read_text())
    assert not stored(other)
    assert os.stat(tmp_path / "result").st_size > 0


@pytest.mark.parametrize(("answer", "status", "times"), [(b"y", 0, 1), (b"n", 2, 0), (b"", 2, 0)])
def test_at_a_terminal_one_is_asked(
    demo_servers: DemoServers, tmp_path: Path, answer: bytes, status: int, times: int
) -> None:
    server = served(demo_servers)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
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
