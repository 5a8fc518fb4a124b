"""Records that come while the server runs: behind the mark of an end, and in a new search."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from netwrix_tui.clock import now
from netwrix_tui.demo.arrivals import Arrivals
from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.demo.matching import Search
from netwrix_tui.demo.query_order import QueryOrder
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import Timeframe
from tests.demo_process import DemoServers

_NOW = 1_790_000_000


def _found(order: QueryOrder, search: Search, start: int = 0) -> list[str]:
    return [order.record(place).rid for chunk in order.chunks(search, start) for place in chunk]


def test_what_had_arrived_comes_first_and_what_arrives_comes_behind_the_end() -> None:
    dataset = Dataset(3, 200, _NOW)
    arrivals = Arrivals(dataset)
    old = arrivals.add(replace(dataset.record(9), when="2020-01-01T00:00:00Z"), _NOW + 1)
    new = arrivals.add(replace(dataset.record(9), when="2026-09-21T14:13:22Z"), _NOW + 2)
    order = QueryOrder(dataset, arrivals, known=2)
    everything = Search(dataset, SearchParameters(), _NOW + 2)
    found = _found(order, everything)
    assert found[:2] == [new.rid, old.rid]
    assert found[2:] == [dataset.record(i).rid for i in range(200)]

    later = arrivals.add(dataset.record(5), _NOW + 3)
    assert _found(order, everything, start=len(found)) == [later.rid]
    assert len({*found, later.rid}) == 203


def test_an_arrival_is_judged_by_all_filters() -> None:
    dataset = Dataset(3, 200, _NOW)
    arrivals = Arrivals(dataset)
    like = replace(dataset.record(0), who="CORP\\new.one", when="2026-09-21T14:13:30Z")
    stored = arrivals.add(like, _NOW + 10)
    order = QueryOrder(dataset, arrivals, known=0)

    def found(*filters: Filter, arriving: int = _NOW + 60) -> list[str]:
        search = Search(dataset, SearchParameters(filters), _NOW, arriving=arriving)
        return _found(order, search, start=200)

    who = Filter("Who", Operator.CONTAINS, "new.one")
    assert found(who) == found(Filter("RID", Operator.EQUALS, stored.rid)) == [stored.rid]
    assert found(Filter("Who", Operator.NOT_EQUAL_TO, "corp\\NEW.one")) == []
    # Relative times go on while one waits behind the end.
    today = Filter("When", Operator.EQUALS, Timeframe.TODAY)
    assert found(who, today) == [stored.rid]
    assert found(who, today, arriving=_NOW) == []


def test_the_company_works_at_the_rate_that_was_asked_for() -> None:
    dataset = Dataset(3, 200, _NOW)
    arrivals = Arrivals(dataset, per_minute=30)
    arrivals.catch_up(_NOW + 3_600)
    assert 1_500 < len(arrivals) < 2_100
    times = [arrivals[n].when for n in range(len(arrivals))]
    assert times == sorted(times)
    assert len({arrivals[n].rid for n in range(len(arrivals))}) == len(arrivals)


@pytest.mark.parametrize("endpoint", ["enum", "search"])
def test_the_mark_of_an_end_yields_newer_records(demo_servers: DemoServers, endpoint: str) -> None:
    server = demo_servers.fresh(records=300, arguments=["--live", "6000"])
    started = now() - timedelta(seconds=2)
    with server.http() as http:
        mark = ""
        rids: list[str] = []
        newest = ""
        deadline = time.monotonic() + 30
        while len(rids) < 400 and time.monotonic() < deadline:
            page = _page(http, endpoint, mark)
            mark = page["ContinuationMark"]
            rids += [r["RID"] for r in page["ActivityRecordList"]]
            newest = max([newest, *(r["When"] for r in page["ActivityRecordList"])])
    assert len(rids) >= 400
    assert len(set(rids)) == len(rids)
    assert datetime.fromisoformat(newest) >= started


def _page(http: httpx.Client, endpoint: str, mark: str) -> dict[str, Any]:
    params = {"format": "json", "count": "100"}
    if endpoint == "enum":
        answer = (
            http.post("enum", params=params, json=mark) if mark else http.get("enum", params=params)
        )
    else:
        body = {"FilterList": {"Who": {"DoesNotContain": "nobody-at-all"}}}
        answer = http.post(
            "search", params=params, json=body | ({"ContinuationMark": mark} if mark else {})
        )
    page: dict[str, Any] = answer.json()
    return page
