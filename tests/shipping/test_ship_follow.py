"""``ship --follow``: what arrives is shipped, once over several runs; signals end it."""

from __future__ import annotations

import json
import signal
import threading
from pathlib import Path

import pytest

from tests.demo_process import Demo, DemoServers
from tests.headless.commands import run
from tests.shipping.receiving import Fault, Phase, receiving
from tests.shipping.shipping_command import ship, started, told_doubts


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=1_200)


def test_what_is_there_and_what_arrives_is_shipped_once(
    demo_servers: DemoServers, tmp_path: Path
) -> None:
    live = demo_servers.fresh(records=2_000, arguments=["--live", "1200"])
    words = (
        "--follow", "--since", "3d", "--interval", "0.2", "--resume", str(tmp_path / "place"),
    )  # fmt: skip
    with receiving() as receiver:
        first = ship(live, "elasticsearch", receiver.url, *words, "--limit", "25")
        assert first.status == 0, first.err
        assert len(receiver.stored) == 25
        second = ship(live, "elasticsearch", receiver.url, *words, "--limit", "25")
        assert second.status == 0, second.err
        assert len(receiver.stored) == 50
        assert set(receiver.stored.values()) == {1}
        assert all(each["event"]["created"] for each in receiver.documents.values())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, getattr(signal, "SIGHUP", 1)])
def test_a_signal_ends_it_while_a_receiver_keeps_it_waiting(
    small: Demo, tmp_path: Path, number: int
) -> None:
    came, go_on = threading.Event(), threading.Event()

    def hang(request: int, phase: Phase) -> None:
        if phase is Phase.CAME and request == 2:
            came.set()
            go_on.wait(60)

    place = tmp_path / "place"
    with receiving(tell=hang) as receiver:
        words = ("--resume", str(place), "--count", "100")
        process = started(small, "splunk", receiver.url, *words)
        assert came.wait(60)
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
        go_on.set()
        assert process.returncode == 128 + number, err.decode()
        assert b"in doubt" in err
        assert b"Traceback" not in err
        doubts = told_doubts(tmp_path / "place.doubts.ndjson")
        assert len(doubts) == 100
        lines = (tmp_path / "place.doubts.ndjson").read_bytes().splitlines()
        done = ship(small, "splunk", receiver.url, *words)
        assert done.status == 0, done.err
        # What was told when it ended is not told once more.
        assert (tmp_path / "place.doubts.ndjson").read_bytes().splitlines() == lines
        assert receiver.stored.keys() == set(run(small, "enum").rids)
        assert {rid for rid, count in receiver.stored.items() if count > 1} <= doubts


def test_a_receiver_that_comes_back_is_waited_for(small: Demo) -> None:
    with receiving(decide=lambda n: Fault.RESTART if n == 1 else Fault.NONE) as receiver:
        done = ship(small, "elasticsearch", receiver.url, "--limit", "200", "--count", "50")
        assert done.status == 0, done.err
        assert len(receiver.stored) == 200
        assert "takes records again" in " ".join(done.err.split())


def test_two_runs_never_share_a_place(small: Demo, tmp_path: Path) -> None:
    came, go_on = threading.Event(), threading.Event()

    def hang(request: int, phase: Phase) -> None:
        if request == 1 and phase is Phase.CAME:
            came.set()
            go_on.wait(60)

    place = tmp_path / "place"
    with receiving(tell=hang) as receiver:
        first = started(small, "elasticsearch", receiver.url, "--resume", str(place))
        assert came.wait(60)
        second = ship(small, "elasticsearch", receiver.url, "--resume", str(place))
        assert second.status == 2
        assert "another run is going on with it" in " ".join(second.err.split())
        go_on.set()
        first.communicate(timeout=60)
        assert first.returncode == 0
    assert json.loads(place.read_bytes())["owner"]
