"""Random searches over a cluster find what they mean: by an oracle, and by the one evaluation."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

import msgspec
import pytest

from netwrix_tui.archive.cluster import cluster_pages
from netwrix_tui.archive.cluster.cluster_source import ClusterSource
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.clock import epoch, now
from netwrix_tui.errors import UsageError
from netwrix_tui.records.case_fold import fold_case
from netwrix_tui.records.filters import SPECS, Filter, Operator
from netwrix_tui.records.record import Detail, Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import wire_moment
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.loading.chained_fetcher import page_subset
from netwrix_tui.results.loading.record_source import SORTABLE
from netwrix_tui.results.view.sorting import SortKey, SortKeys
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.archive.click_house_pair import ClickHousePair
from tests.archive.cluster_reading import SERVER, found_there, keep_there, write_pages
from tests.archive.listed_server import ListedServer
from tests.archive.test_searches import counts_by, hostile, invented, matching
from tests.case.sample import records
from tests.demo.oracle import Oracle, Record
from tests.demo.test_searches import Inventor
from tests.demo_process import DemoServers
from tests.tui.driving import connection_to

_RECORDS, _SEED = 600, 11
_GROUPS = (Operator.IN_GROUP, Operator.NOT_IN_GROUP)
_HOW_MANY = pytest.mark.parametrize(
    "searches", [60, pytest.param(500, marks=pytest.mark.slow)], ids=["some", "many"]
)


@pytest.fixture(scope="module")
def archived(demo_servers: DemoServers, click_house: ClickHousePair) -> tuple[str, list[Record]]:
    """All records of a demo server on the cluster, and they as JSON; half of them came as XML."""
    demo = demo_servers.shared(records=_RECORDS, seed=_SEED)
    address = click_house.address()

    async def capture() -> list[Page]:
        pages = []
        async with AuditorClient(connection_to(demo)) as client:
            for wire in WireFormat:
                page = await client.search(SearchParameters(), None, _RECORDS, wire)
                chosen = range(300) if wire is WireFormat.JSON else range(300, _RECORDS)
                pages += [page_subset(page, chosen[:20]), page_subset(page, chosen[20:])]
        return pages

    write_pages(click_house, address, asyncio.run(capture()))
    with demo.http() as http:
        everything = http.get("enum", params={"format": "json", "count": _RECORDS + 1})
    records: list[Record] = json.loads(everything.content)["ActivityRecordList"]
    assert len(records) == _RECORDS
    return address, records


@_HOW_MANY
def test_a_search_on_a_cluster_finds_what_it_means(
    archived: tuple[str, list[Record]], click_house: ClickHousePair, searches: int
) -> None:
    address, records = archived
    inventor = Inventor(records, [], Random(searches))
    oracle = Oracle({}, now())
    chosen = [
        SearchParameters((inventor.entry(name, operator),))
        for name, spec in SPECS.items()
        for operator in spec.operators
        if operator not in _GROUPS
    ]
    while len(chosen) < searches:
        meant = inventor.meant(spans=True) if len(chosen) % 3 else inventor.search()
        if not any(f.operator in _GROUPS for f in meant.filters):
            chosen.append(meant)
    some = 0
    for parameters in chosen[-searches:] if searches > 60 else chosen:
        expected = {r["RID"]: r["When"] for r in records if oracle.matches(r, parameters)}
        found = found_there(click_house, address, parameters, page=300, moment=epoch())
        assert sorted(found) == sorted(expected), parameters
        some += 0 < len(found) < _RECORDS
    assert some > len(chosen) // 4


@pytest.mark.parametrize("wire", list(WireFormat))
@_HOW_MANY
def test_hostile_values_are_found_as_everywhere(
    click_house: ClickHousePair, wire: WireFormat, searches: int
) -> None:
    dice = Random(f"{searches} {wire}")
    form, address = codec(wire), click_house.address()
    of = [hostile(dice, number) for number in range(250)]
    keep_there(ListedServer(of, page=37, wire=wire), click_house, address)
    page = form.decode_page(form.encode_page([form.encode_record(r) for r in of], None))
    came = list(zip(page.raws, page.rows, strict=True))
    records = [form.decode_record(raw) for raw, _ in came]
    some = 0

    async def search() -> None:
        nonlocal some
        source = ClusterSource(click_house.opened(address), SERVER, moment=epoch(), page_size=60)
        for _ in range(searches):
            parameters = invented(dice, records)
            found: list[bytes] = []
            mark, moments = None, []
            while True:
                page = await source.search(parameters, mark)
                found += page.raws
                moments += [timestamp_of(row.when) for row in page.rows]
                mark = page.mark
                if not len(page):
                    break
            expected = matching(came, parameters, wire)
            assert Counter(found) == Counter(expected), parameters
            assert moments == sorted(moments, key=lambda m: (m is None, -(m or 0)))
            assert await source.total(parameters) == len(expected), parameters
            some += 0 < len(found) < len(came)
        await source.aclose()

    asyncio.run(search())
    assert some > searches // 4


def test_pages_are_the_exact_bytes_with_what_their_roots_declared(
    click_house: ClickHousePair,
) -> None:
    body = (
        b'<n:ActivityRecordList xmlns:n="http://schemas.netwrix.com/api/v1/activity_records/">'
        b"<n:ActivityRecord><n:RID>1</n:RID><n:When>2026-03-17T09:37:11Z</n:When>"
        b"<n:New/><n:Who>x&#x41;</n:Who></n:ActivityRecord></n:ActivityRecordList>"
    )
    page, address = codec(WireFormat.XML).decode_page(body), click_house.address()
    write_pages(click_house, address, [page])

    async def read() -> Page:
        return await ClusterSource(click_house.opened(address), SERVER).search(SearchParameters())

    found = asyncio.run(read())
    assert (found.raws, found.declarations) == (page.raws, page.declarations)
    assert [row.who for row in found.rows] == ["xA"]


def test_a_long_record_is_kept_whole_and_found_by_its_end(click_house: ClickHousePair) -> None:
    record = msgspec.structs.replace(
        hostile(Random(1), 1),
        rid="LONG",
        when="2026-03-17T09:37:11Z",
        what="x" * (9 << 20) + "THE END",
        details=(Detail("Text", None, None, "y" * (2 << 20) + "LAST"),),
    )
    address = click_house.address()
    keep_there(ListedServer([record]), click_house, address)
    for name, value in (("What", "the end"), ("After", "last")):
        parameters = SearchParameters((Filter(name, Operator.ENDS_WITH, value),))
        assert found_there(click_house, address, parameters) == ["LONG"]

    async def read() -> Page:
        return await ClusterSource(click_house.opened(address), SERVER).search(SearchParameters())

    assert asyncio.run(read()).raws == [codec(WireFormat.JSON).encode_record(record)]


@pytest.mark.parametrize(
    ("name", "operator", "words"),
    [
        ("Who", Operator.IN_GROUP, "The members of a group are not in an archive"),
        ("Newer", Operator.EQUALS, "Only the server knows what the filter Newer means"),
    ],
)
def test_what_an_archive_cannot_answer_is_said(
    click_house: ClickHousePair, name: str, operator: Operator, words: str
) -> None:
    parameters = SearchParameters((Filter(name, operator, "CORP\\Admins"),))
    with pytest.raises(UsageError, match=words):
        found_there(click_house, click_house.address(), parameters)


def test_what_is_spread_over_years_comes_in_small_pages_each_record_once(
    click_house: ClickHousePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_pages, "THINLY_SPREAD", 7)
    monkeypatch.setattr(cluster_pages, "MANY", 20)
    sample, latest = records(260), now()
    of = [
        msgspec.structs.replace(record, when=wire_moment(latest - timedelta(days=9 * (at // 3))))
        for at, record in enumerate(sample)
    ]
    address, sizes = click_house.address(), list[int]()
    keep_there(ListedServer(of), click_house, address)

    async def read() -> list[str]:
        source = ClusterSource(click_house.opened(address), SERVER, page_size=100)
        rids, mark = list[str](), None
        while True:
            page = await source.search(SearchParameters(), mark)
            if not len(page):
                await source.aclose()
                return rids
            sizes.append(len(page))
            rids += [row.rid for row in page.rows]
            mark = page.mark

    rids = asyncio.run(read())
    assert sorted(rids) == sorted(record.rid for record in of)
    when = {record.rid: record.when for record in of}
    assert [when[rid] for rid in rids] == sorted(when.values(), reverse=True)
    assert sizes.count(7) > len(sizes) // 2
    assert max(sizes) <= 20


@pytest.mark.parametrize("wire", list(WireFormat))
def test_every_order_holds_each_record_once(click_house: ClickHousePair, wire: WireFormat) -> None:
    dice, form, address = Random(7), codec(wire), click_house.address()
    of = [hostile(dice, number) for number in range(250)]
    keep_there(ListedServer(of, page=37, wire=wire), click_house, address)
    came = Counter(map(form.encode_record, of))
    names = sorted(SORTABLE)
    orders: list[SortKeys] = [
        (SortKey(name, dice.random() < 0.5), SortKey(dice.choice(names), dice.random() < 0.5))
        for name in names
    ]

    async def read(order: SortKeys) -> None:
        mark, rows, raws = None, list[Row](), list[bytes]()
        while True:
            page = await source.sorted_page(SearchParameters(), order, mark)
            if not len(page):
                break
            rows, raws, mark = [*rows, *page.rows], [*raws, *page.raws], page.mark
        assert Counter(raws) == came, order
        for before, row in pairwise(rows):
            for key in order:
                a, b = sorted_by(before, key), sorted_by(row, key)
                if a != b:
                    assert (a > b) is key.descending, (order, before, row)
                    break

    async def story() -> None:
        for order in orders:
            await read(order)
        await source.aclose()

    source = ClusterSource(click_house.opened(address), SERVER, page_size=60)
    asyncio.run(story())


def sorted_by(row: Row, key: SortKey) -> tuple[object, ...]:
    if key.field == "when":
        moment = timestamp_of(row.when)
        return (moment is not None, moment or 0)
    text = getattr(row, key.field)
    stored = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    stored = stored.replace("\ufffd", "\uffff")
    return (fold_case(stored).encode(), stored.encode())


def test_counts_are_of_all_that_matches(
    archived: tuple[str, list[Record]], click_house: ClickHousePair
) -> None:
    address, records = archived

    async def count() -> None:
        source = ClusterSource(click_house.opened(address), SERVER, moment=epoch())
        parameters = SearchParameters((Filter("What", Operator.CONTAINS, "e"),))
        matching = [r for r in records if "e" in r["What"].lower()]
        assert await source.total(parameters) == len(matching)
        whos = Counter(r["Who"] for r in matching)
        for most in (5, len(whos)):
            top = await source.top(parameters, "who", most)
            assert [each.count for each in top.values] == [n for _, n in whos.most_common(most)]
            assert all(whos[each.value] == each.count for each in top.values)
            assert (top.distinct, top.records) == (len(whos), len(matching))
        for names in (("Who", "Action"), ("What",), ("DataSource", "Workstation", "ObjectType")):
            await counts_by(source, parameters, matching, names)
        quarters = await source.quarters(parameters)
        assert quarters == Counter(
            int(datetime.fromisoformat(r["When"]).timestamp()) // 900 for r in matching
        )
        await source.aclose()

    asyncio.run(count())
