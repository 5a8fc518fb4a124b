"""Faults on demand befall the pages they are meant for, and no others."""

from __future__ import annotations

import argparse

import httpx
import pytest

from netwrix_tui.demo.faults import Fault, FaultKind
from tests.demo_process import DemoServers

_PAGE = {"format": "json", "count": "50"}


def test_a_cut_page_ends_early_and_the_next_is_whole(demo_servers: DemoServers) -> None:
    server = demo_servers.fresh(records=500, arguments=["--fault", "cut:2"])
    with server.http() as http:
        # The cheapest request does not count as a page.
        assert http.get("enum", params={"count": "1"}).status_code == 200
        assert http.get("enum", params=_PAGE).status_code == 200
        with pytest.raises(httpx.TransportError):
            http.get("enum", params=_PAGE)
        assert len(http.get("enum", params=_PAGE).json()["ActivityRecordList"]) == 50


def test_garbage_and_status_and_delay(demo_servers: DemoServers) -> None:
    faults = ["--fault", "garbage:1", "--fault", "status:2-3:503", "--fault", "delay:4:0.4"]
    server = demo_servers.fresh(records=500, arguments=faults)
    with server.http() as http:
        garbage = http.get("enum", params=_PAGE)
        assert (garbage.status_code, garbage.headers["content-type"]) == (200, "text/html")
        assert [http.get("enum", params=_PAGE).status_code for _ in range(2)] == [503, 503]
        with pytest.raises(httpx.ReadTimeout):
            http.get("enum", params=_PAGE, timeout=0.2)
        assert http.get("enum", params=_PAGE).status_code == 200


def test_faults_are_written_as_documented() -> None:
    assert Fault.parse("cut:3") == Fault(FaultKind.CUT, 3, 3, None)
    assert Fault.parse("delay:2-4:1.5") == Fault(FaultKind.DELAY, 2, 4, 1.5)
    assert Fault.parse("status:5-:503") == Fault(FaultKind.STATUS, 5, None, 503)
    assert Fault.parse("status:5-:503").befalls(900)
    for wrong in ("cut", "cut:", "burn:1", "cut:x", "delay:1:", "cut:-2"):
        with pytest.raises(argparse.ArgumentTypeError):
            Fault.parse(wrong)
