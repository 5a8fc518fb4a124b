"""``kill -9`` at every moment of a request: nothing is missing, what is there twice was told."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from tests.demo_process import Demo, DemoServers
from tests.headless.commands import run
from tests.posix import KILL, KILLED
from tests.shipping.receiving import Phase, Receiving, receiving
from tests.shipping.shipping_command import ship, started, told_doubts

COUNT, PAGE = 900, 50


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=COUNT)


class _Killer:
    """Kills the process under way at one phase of one of its requests."""

    def __init__(self) -> None:
        self.pid = 0
        self.left = 0
        self.phase = Phase.CAME

    def __call__(self, number: int, phase: Phase) -> None:
        if phase is not self.phase or not self.pid:
            return
        self.left -= 1
        if self.left == 0:
            os.kill(self.pid, KILL)


def _killed(
    demo: Demo, kind: str, receiver: Receiving, killer: _Killer, moments: int, place: Path
) -> int:
    """Ship, killed at so many moments one after the other; returns how many kills there were."""
    killed = 0
    for number, phase in zip(range(moments), itertools.cycle(Phase), strict=False):
        # The first request of a run, or the second one: each phase of both.
        killer.phase, killer.left = phase, 1 + number // 3 % 2
        process = started(demo, kind, receiver.url, "--resume", str(place), "--count", str(PAGE))
        killer.pid = process.pid
        process.communicate()
        killer.pid = 0
        killed += process.returncode == KILLED
    return killed


def _check_with_ids(demo: Demo, tmp_path: Path, moments: int) -> None:
    rids = run(demo, "enum").rids
    killer = _Killer()
    with receiving(tell=killer) as receiver:
        place = tmp_path / "place"
        assert _killed(demo, "elasticsearch", receiver, killer, moments, place) == moments
        assert len(receiver.stored) < len(rids)
        done = ship(
            demo, "elasticsearch", receiver.url, "--resume", str(place), "--count", str(PAGE)
        )
        assert done.status == 0, done.err
        server = demo.url.split("/")[2]
        assert receiver.stored.keys() == {f"{server}:{rid}" for rid in rids}
        assert set(receiver.stored.values()) == {1}


def _check_without_ids(demo: Demo, tmp_path: Path, moments: int) -> None:
    rids = run(demo, "enum").rids
    killer = _Killer()
    with receiving(tell=killer) as receiver:
        place = tmp_path / "place"
        assert _killed(demo, "splunk", receiver, killer, moments, place) == moments
        assert len(receiver.stored) < len(rids)
        done = ship(demo, "splunk", receiver.url, "--resume", str(place), "--count", str(PAGE))
        assert done.status == 0, done.err
        assert receiver.stored.keys() == set(rids)
        twice = {rid for rid, count in receiver.stored.items() if count > 1}
        assert twice
        assert twice <= told_doubts(tmp_path / "place.doubts.ndjson")


def test_with_ids_each_record_is_there_once(small: Demo, tmp_path: Path) -> None:
    _check_with_ids(small, tmp_path, 15)


def test_without_ids_each_doubt_is_told(small: Demo, tmp_path: Path) -> None:
    _check_without_ids(small, tmp_path, 15)


@pytest.mark.slow
def test_with_ids_at_many_moments(demo_servers: DemoServers, tmp_path: Path) -> None:
    _check_with_ids(demo_servers.shared(records=8_000), tmp_path, 100)


@pytest.mark.slow
def test_without_ids_at_many_moments(demo_servers: DemoServers, tmp_path: Path) -> None:
    _check_without_ids(demo_servers.shared(records=8_000), tmp_path, 100)
