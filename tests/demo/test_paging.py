"""From the first page to the last, by marks."""

from __future__ import annotations

import httpx
import pytest

from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import Demo


def _pages(http: httpx.Client, endpoint: str, wire_format: WireFormat) -> list[Page]:
    talk = codec(wire_format)
    params = {"format": "json"} if wire_format is WireFormat.JSON else {}
    pages: list[Page] = []
    mark: str | None = None
    while not pages or len(pages[-1]):
        if endpoint == "search":
            body = talk.encode_search(SearchParameters(), mark)
            answer = http.post(endpoint, params=params, content=body)
        elif mark is None:
            answer = http.get(endpoint, params=params)
        else:
            answer = http.post(endpoint, params=params, content=talk.encode_mark(mark))
        assert answer.status_code == 200, answer.text
        pages.append(talk.decode_page(answer.content))
        mark = pages[-1].mark
        assert mark
    return pages


@pytest.mark.parametrize("wire_format", list(WireFormat))
@pytest.mark.parametrize("endpoint", ["enum", "search"])
def test_paging_yields_each_record_once_and_in_order(
    demo: Demo, endpoint: str, wire_format: WireFormat
) -> None:
    with demo.http() as http:
        pages = _pages(http, endpoint, wire_format)
    assert [len(page) for page in pages] == [1000] * 20 + [0]
    assert not any(page.damaged for page in pages)
    rids = [row.rid for page in pages for row in page.rows]
    times = [row.when for page in pages for row in page.rows]
    assert len(set(rids)) == 20_000
    assert times == sorted(times, reverse=True)


def test_a_drained_mark_may_be_asked_again(demo: Demo) -> None:
    with demo.http() as http:
        mark = _pages(http, "enum", WireFormat.JSON)[-1].mark
        answer = http.post("enum", params={"format": "json"}, json=mark).json()
    assert answer == {"ActivityRecordList": [], "ContinuationMark": mark}


@pytest.mark.parametrize("wire_format", list(WireFormat))
def test_values_that_bite_never_cost_a_page(hostile_demo: Demo, wire_format: WireFormat) -> None:
    with hostile_demo.http() as http:
        pages = _pages(http, "enum", wire_format)
    rows = [row for page in pages for row in page.rows]
    assert len({row.rid for row in rows}) == 6_000
    assert any("\x1b" in row.who for row in rows)
    assert any("\ud83d" in row.what for row in rows)
