"""Shipping to Splunk, which knows no ids: nothing is lost, and each doubt is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo_process import Demo, DemoServers
from tests.headless.commands import run
from tests.shipping.receiving import Fault, receiving
from tests.shipping.shipping_command import ship, told_doubts, told_rejects

COUNT = 1_200


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=COUNT)


@pytest.fixture(scope="module")
def rids(small: Demo) -> list[str]:
    return run(small, "enum").rids


@pytest.mark.parametrize("acknowledges", [False, True], ids=["received", "indexed"])
def test_all_events_are_there_once_where_nothing_goes_wrong(
    small: Demo, rids: list[str], acknowledges: bool
) -> None:
    with receiving(acknowledges=acknowledges) as receiver:
        done = ship(small, "splunk", receiver.url, "--limit", "400", "--count", "200")
        assert done.status == 0, done.err
        assert receiver.stored.keys() == set(rids[:400])
        assert set(receiver.stored.values()) == {1}
        assert "doubt" not in done.err


def test_everything_goes_wrong_and_each_doubt_is_told(
    small: Demo, rids: list[str], tmp_path: Path
) -> None:
    faults = [fault for fault in Fault if fault not in (Fault.NONE, Fault.WEB_PAGE)]

    def decide(number: int) -> Fault:
        return faults[number // 2 % len(faults)] if number % 2 else Fault.NONE

    bad = frozenset(rids[100:103])
    with receiving(decide=decide, bad=bad) as receiver:
        place = tmp_path / "place"
        done = ship(small, "splunk", receiver.url, "--count", "100", "--resume", str(place))
        assert done.status == 4, done.err
        assert receiver.stored.keys() == set(rids) - bad
        twice = {rid for rid, count in receiver.stored.items() if count > 1}
    assert twice
    assert twice <= told_doubts(tmp_path / "place.doubts.ndjson")
    assert "in doubt" in done.err
    assert "| dedup RID" in " ".join(done.err.split())
    rejects = told_rejects(tmp_path / "place.rejects.ndjson")
    assert {line["rid"] for line in rejects} == bad
    assert {line["reason"] for line in rejects} == {"Invalid data format"}


def test_behind_a_bad_event_it_goes_on_and_sends_nothing_twice(
    small: Demo, rids: list[str], tmp_path: Path
) -> None:
    bad = frozenset((rids[0], rids[150], rids[199]))
    with receiving(bad=bad) as receiver:
        words = ("--limit", "200", "--rejects", str(tmp_path / "rejects.ndjson"))
        done = ship(small, "splunk", receiver.url, *words)
        assert done.status == 4
        assert receiver.stored.keys() == set(rids[:200]) - bad
        assert set(receiver.stored.values()) == {1}
        assert "doubt" not in done.err
    assert {line["rid"] for line in told_rejects(tmp_path / "rejects.ndjson")} == bad


def test_without_a_token_nothing_is_sent(small: Demo) -> None:
    with receiving() as receiver:
        done = run(small, "ship", "--to", "splunk", "--url", receiver.url)
        assert done.status == 2
        assert "No token is given" in " ".join(done.err.split())
        assert receiver.bytes_seen == 0
