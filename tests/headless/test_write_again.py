"""``netwrix-tui write`` after a run that was cut, refused, killed or whole: never twice."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from tests.demo_process import DemoServers
from tests.headless.writing import (
    a_file,
    noted,
    numbers,
    served,
    started,
    until,
    write,
)
from tests.posix import is_private
from tests.written import new_record, stored


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
    assert write(server, tmp_path / "another machine", some).status == 0
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


def test_killed_in_mid_write_it_goes_on_without_a_double(
    demo_servers: DemoServers, tmp_path: Path
) -> None:
    server = served(demo_servers, "write-delay:2:30")
    result = tmp_path / "result"
    words = (
        a_file(tmp_path, map(new_record, range(30))), "--count", "10", "--result", str(result),
    )  # fmt: skip
    with started(server, tmp_path, *words) as process:
        until(lambda: noted(result, 2, "sent") and len(stored(server)) == 20, process)
        process.kill()
    assert is_private(result)
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
    with started(server, tmp_path, *words, code=_PATIENT) as process:
        until(lambda: noted(result, 1, "sent"), process)
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        said = process.stderr.read().decode() if process.stderr else ""
    assert "10 records accepted, 20 not sent." in said
    assert write(server, tmp_path, *words).status == 0
    assert numbers(server) == list(range(30))


_PATIENT = """
import sys
from netwrix_tui import ending
from netwrix_tui.cli import main
ending.STEP = ending.GRACE = 60  # however slow this machine is just now
sys.exit(main())
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_batch_that_gets_no_answer_is_in_doubt_when_it_is_stopped(
    demo_servers: DemoServers, tmp_path: Path, number: signal.Signals
) -> None:
    server = served(demo_servers, "write-delay:1:60")
    result = tmp_path / "result"
    words = (
        a_file(tmp_path, map(new_record, range(30))), "--count", "10", "--result", str(result),
    )  # fmt: skip
    code = _PATIENT.replace("ending.STEP = ", "")
    with started(server, tmp_path, *words, code=code) as process:
        until(lambda: noted(result, 1, "sent"), process)
        process.send_signal(number)
        assert process.wait(30) == 128 + number
        said = process.stderr.read().decode() if process.stderr else ""
    assert "in doubt" in said
    assert "Traceback" not in said
    assert not noted(result, 2, "sent")


def test_two_runs_at_once_do_not_write_the_same(demo_servers: DemoServers, tmp_path: Path) -> None:
    server = served(demo_servers, "write-delay:1:1.5")
    result = tmp_path / "result"
    words = (a_file(tmp_path, map(new_record, range(5))), "--result", str(result))
    with started(server, tmp_path, *words) as process:
        until(lambda: noted(result, 1, "sent"), process)
        process.send_signal(
            signal.SIGSTOP
        )  # so that it holds the file however long the other takes
        other = write(server, tmp_path, *words)
        process.send_signal(signal.SIGCONT)
        assert other.status == 2
        assert "another run is writing to this server just now" in other.err
        assert process.wait() == 0
    assert numbers(server) == list(range(5))


def test_a_result_file_belongs_to_its_server(demo_servers: DemoServers, tmp_path: Path) -> None:
    server, other = served(demo_servers), served(demo_servers)
    result = ("--result", str(tmp_path / "result"))
    file = a_file(tmp_path, [new_record(1)])
    assert write(server, tmp_path, file, *result).status == 0
    done = write(other, tmp_path, file, *result)
    assert done.status == 2
    assert "it belongs to another server" in done.err
    done = write(server, tmp_path, file, "--result", file)
    assert done.status == 2
    assert "it is no result file of this program" in done.err
    assert json.loads(Path(file).read_text())
    assert not stored(other)
    assert os.stat(tmp_path / "result").st_size > 0
