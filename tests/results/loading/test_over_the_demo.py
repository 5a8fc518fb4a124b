"""The whole way, over real HTTPS and NTLM: server, client, worker, pager, store, export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest

from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.client.trust import trust_from
from netwrix_tui.demo.child import DemoProcess, start_demo
from netwrix_tui.errors import ConnectionFailed
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder
from netwrix_tui.results.export.export import ExportFormat, render
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.record_source import RecordSource
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.results.loading.test_worker import at_rest, nothing
from tests.waiting import wait_until

pytestmark = pytest.mark.lengthy

RECORDS = 2_500
PAGE = 500


@contextmanager
def worker_on(demo: DemoProcess, wire: WireFormat) -> Iterator[ApiWorker]:
    account = demo.account("Global administrator")
    connection = Connection(
        url=demo.url,
        user=account.user,
        password=Secret(account.password),
        trust=trust_from(demo.sha256, None),
        wire=wire,
        page_size=PAGE,
    )

    def open_client() -> RecordSource:
        from netwrix_tui.client.auditor import AuditorClient

        return AuditorClient(connection)

    worker = ApiWorker(open_client)
    worker.start()
    try:
        yield worker
    finally:
        worker.close()


@pytest.mark.parametrize("wire", WireFormat)
def test_from_the_first_record_to_the_last(wire: WireFormat, tmp_path: Path) -> None:
    log = tmp_path / "requests"
    with (
        start_demo(records=RECORDS, hostile=True, arguments=["--request-log", str(log)]) as demo,
        worker_on(demo, wire) as worker,
    ):
        search = worker.search(SearchParameters(), nothing)
        wait_until(lambda: len(search.store) == PAGE)
        at_rest(search, PagerPhase.MORE)
        for row in (150, 299):
            search.want(row)
        worker.fetch_record(search.store.row(0).rid, wire).result(30)
        assert len(search.store) == PAGE
        assert _pages_asked_for(log) == 1

        for pages in range(2, RECORDS // PAGE + 2):
            search.want(len(search.store) - 1)
            wait_until(lambda expected=pages: search.status.pages == expected)  # type: ignore[misc]
            assert _pages_asked_for(log) == pages
        at_rest(search, PagerPhase.END)
        assert len(search.store) == RECORDS
        assert search.store.arrival_order is ArrivalOrder.NEWEST_FIRST
        assert search.store.duplicates == 0
        assert _pages_asked_for(log) == RECORDS // PAGE + 1

        store = search.store
        other = WireFormat.XML if wire is WireFormat.JSON else WireFormat.JSON
        page = worker.fetch_record(store.row(7).rid, other).result(30)
        assert codec(other).decode_record(page.raws[0]) == store.record(7)

        everything = [(store, row) for row in range(len(store))]
        assert len(json.loads(render(everything, ExportFormat.JSON, UTC_ZONE))) == RECORDS
        xml = render(everything, ExportFormat.XML, UTC_ZONE)
        assert len(ElementTree.fromstring(xml)) == RECORDS  # noqa: S314 - written just now


def test_a_server_that_is_killed_leaves_what_was_loaded() -> None:
    with (
        start_demo(records=RECORDS) as demo,
        worker_on(demo, WireFormat.JSON) as worker,
    ):
        search = worker.search(SearchParameters(), nothing)
        wait_until(lambda: len(search.store) == PAGE)
        demo.kill()
        search.want(PAGE - 1)
        at_rest(search, PagerPhase.FAILED)
        assert isinstance(search.status.error, ConnectionFailed)
        assert len(search.store) == PAGE
        assert search.store.row(PAGE - 1).rid


def _pages_asked_for(log: Path) -> int:
    """Requests that got a page: neither the sign-in nor the search for one RID."""
    requests = [json.loads(line) for line in log.read_text().splitlines()]
    sizes = [r["query"].get("count") for r in requests if r["rows"] is not None]
    return sizes.count(str(PAGE))
