"""Random searches inside a case find what an independent evaluation finds, in both formats."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from netwrix_tui.case.case_source import CaseSource
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import SourceFacts
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.clock import epoch, now
from netwrix_tui.errors import UsageError
from netwrix_tui.records.filters import SPECS, Filter, Operator
from netwrix_tui.records.record import Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.history.answers import read_words
from netwrix_tui.results.history.inquiry import Bounds, Inquiry
from netwrix_tui.results.history.questions import QuestionKind, Subject
from netwrix_tui.results.loading.record_stream import SearchedRecords
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.wire.wire_format import WireFormat
from tests.case.sample import begun
from tests.demo.oracle import Oracle, Record
from tests.demo.test_searches import Inventor
from tests.demo_process import DemoServers
from tests.tui.driving import connection_to

_RECORDS, _SEED = 600, 11
_GROUPS = (Operator.IN_GROUP, Operator.NOT_IN_GROUP)


@pytest.fixture(scope="module", params=list(WireFormat))
def captured(
    request: pytest.FixtureRequest,
    demo_servers: DemoServers,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, list[Record]]:
    """A case of all records of a demo server, some of them twice, and the records as JSON."""
    demo = demo_servers.shared(records=_RECORDS, seed=_SEED)
    path = tmp_path_factory.mktemp("case") / f"{request.param}.nwcase"

    async def capture() -> None:
        case = CaseWriter.create(path)
        source = case.add_source(SourceFacts("nwx01", "CORP\\jane"))
        connection = connection_to(demo, wire=request.param, page_size=150)
        async with AuditorClient(connection) as client:
            for line in ("what:a", ""):
                search, mark = begun(case, source, line), None
                while True:
                    page = await client.search(SearchParameters(), mark)
                    with case.transaction():
                        case.keep_answer(search, page.answers[0])
                        case.keep_batch(search, page, page.mark, by_following=False)
                    mark = page.mark
                    if not len(page) or mark is None:
                        break
        case.close()

    asyncio.run(capture())
    with demo.http() as http:
        everything = http.get("enum", params={"format": "json", "count": _RECORDS + 1})
    records: list[Record] = json.loads(everything.content)["ActivityRecordList"]
    assert len(records) == _RECORDS
    return path, records


async def found_in(path: Path, parameters: SearchParameters) -> list[str]:
    source = CaseSource(path, epoch())
    stream = SearchedRecords(SearchFetcher(source.search, parameters, 100))
    pieces = [piece async for piece in stream.rest()]
    await source.aclose()
    return [record.row.rid for piece in pieces for record in piece]


@pytest.mark.parametrize(
    "searches", [60, pytest.param(500, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_a_search_in_a_case_finds_what_it_means(
    captured: tuple[Path, list[Record]], searches: int
) -> None:
    path, records = captured
    inventor = Inventor(records, [], Random(searches))
    oracle = Oracle({}, now())
    chosen = [
        SearchParameters((inventor.entry(name, operator),))
        for name, spec in SPECS.items()
        for operator in spec.operators
        if operator not in _GROUPS
    ]
    while len(chosen) < searches:
        invented = inventor.meant(spans=True) if len(chosen) % 3 else inventor.search()
        if not any(f.operator in _GROUPS for f in invented.filters):
            chosen.append(invented)
    some = 0
    for parameters in chosen[-searches:] if searches > 60 else chosen:
        expected = [r["RID"] for r in records if oracle.matches(r, parameters)]
        found = asyncio.run(found_in(path, parameters))
        assert sorted(found) == sorted(expected), parameters
        some += 0 < len(found) < _RECORDS
    assert some > len(chosen) // 4


@pytest.mark.parametrize(
    ("name", "operator", "words"),
    [
        ("Who", Operator.IN_GROUP, "The members of a group are not in a case"),
        ("Who", Operator.NOT_IN_GROUP, "The members of a group are not in a case"),
        ("Newer", Operator.EQUALS, "Only the server knows what the filter Newer means"),
    ],
)
def test_what_a_case_cannot_answer_is_said(
    captured: tuple[Path, list[Record]], name: str, operator: Operator, words: str
) -> None:
    parameters = SearchParameters((Filter(name, operator, "CORP\\Admins"),))
    with pytest.raises(UsageError, match=words):
        asyncio.run(found_in(captured[0], parameters))


def test_a_search_that_was_given_up_goes_on_where_it_was(
    captured: tuple[Path, list[Record]],
) -> None:
    path, records = captured

    async def give_up_and_go_on() -> list[str]:
        source = CaseSource(path)
        first = await source.search(SearchParameters())
        again = asyncio.ensure_future(source.search(SearchParameters(), first.mark))
        await asyncio.sleep(0)
        again.cancel()
        rids = [row.rid for row in first.rows]
        mark = first.mark
        while mark is not None:
            page = await source.search(SearchParameters(), mark)
            rids += [row.rid for row in page.rows]
            mark = page.mark
        await source.aclose()
        return rids

    found = asyncio.run(give_up_and_go_on())
    assert sorted(found) == sorted(record["RID"] for record in records)


def test_the_history_of_a_record_is_asked_of_a_case(captured: tuple[Path, list[Record]]) -> None:
    path, records = captured
    random = Random(5)
    for told in random.sample(records, 12):
        row = Row(
            told["RID"], told["When"], told["Who"], told["Action"], told["ObjectType"],
            told["What"], told["Where"], workstation=told.get("Workstation", ""),
        )  # fmt: skip
        inquiry = Inquiry(Subject.of(row, (), UTC_ZONE), 1000)

        async def ask(inquiry: Inquiry = inquiry) -> None:
            source = CaseSource(path)
            await inquiry.ask(source.search, lambda: None, Bounds(2_000, 60.0), thorough=True)
            await source.aclose()

        asyncio.run(ask())
        assert not inquiry.is_due
        at = datetime.fromisoformat(told["When"])
        mine = [
            other for other in records
            if other["Who"] == told["Who"]
            and at - timedelta(days=30) <= datetime.fromisoformat(other["When"]) < at
        ]  # fmt: skip
        account = inquiry.tally(QuestionKind.ACCOUNT)
        assert account is not None
        assert (account.count, account.is_whole) == (len(mine), True)
        place = inquiry.tally(QuestionKind.PLACE)
        assert place is not None
        assert place.count == sum(other["Where"] == told["Where"] for other in mine)
        assert "holds what was captured" in read_words(inquiry, "the case x", is_case=True)
