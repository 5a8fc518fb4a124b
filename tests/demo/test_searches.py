"""Random searches over all filters and operators, against the oracle, in both formats."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, timezone
from html import unescape
from random import Random

import httpx
import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.clock import now
from netwrix_tui.demo.company import build_company
from netwrix_tui.records.filters import ANYWHERE, SPECS, Filter, FilterValue, Operator
from netwrix_tui.records.relative import RelativeSpan, SpanUnit
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import HoursRange, Timeframe, TimeRange
from netwrix_tui.results.loading.record_stream import SearchedRecords
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo.oracle import Oracle, Record
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import connection_to

_RECORDS, _SEED = 600, 11
_PARTS = 6
"""The searches are shared out, so that no test takes long."""
_COUNT = str(_RECORDS + 1)
_ZONES = (UTC, timezone(timedelta(hours=11)), timezone(-timedelta(hours=3, minutes=30)))


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=_RECORDS, seed=_SEED)


@pytest.fixture(scope="module")
def records(small: Demo) -> list[Record]:
    with small.http() as http:
        page = http.get("enum", params={"format": "json", "count": _COUNT}).json()
    assert len(page["ActivityRecordList"]) == _RECORDS
    found: list[Record] = page["ActivityRecordList"]
    return found


class Inventor:
    """Invents searches whose values come from the records, so that many of them find something."""

    def __init__(self, records: list[Record], groups: list[str], dice: Random) -> None:
        self._records = records
        self._groups = groups
        self._dice = dice

    def search(self, *always: Filter) -> SearchParameters:
        number = self._dice.choice((0, 1, 1, 2, 3, 5))
        names = self._dice.choices(list(SPECS), k=number)
        return SearchParameters().with_(*always, *(self.entry(name) for name in names))

    def entry(self, name: str, operator: Operator | None = None) -> Filter:
        operator = operator or self._dice.choice(SPECS[name].operators)
        return Filter(name, operator, self._value(name, operator))

    def meant(self, *, spans: bool) -> SearchParameters:
        """A search as a person means it: a word anywhere or nowhere, a span that ends now."""
        record = self._dice.choice(self._records)
        words = [w for w in (record["Who"], record["What"], record.get("Where", "")) if w]
        word = self._dice.choice(words)[-7:]
        operator = self._dice.choice(
            (Operator.CONTAINS, Operator.CONTAINS, Operator.DOES_NOT_CONTAIN)
        )
        entries = [Filter(ANYWHERE, operator, word)]
        if spans:
            days = self._dice.randrange(1, 150)
            entries.append(Filter("When", Operator.EQUALS, RelativeSpan(days, SpanUnit.DAYS)))
        return SearchParameters().with_(*entries, *self.search().filters[:1])

    def _value(self, name: str, operator: Operator) -> FilterValue:
        dice = self._dice
        if name == "When":
            return self._when()
        if name == "WorkingHours":
            zone = dice.choice(_ZONES)
            clocks = [time(dice.randrange(24), dice.choice((0, 30)), tzinfo=zone) for _ in "ab"]
            return HoursRange(*clocks)
        if operator in (Operator.IN_GROUP, Operator.NOT_IN_GROUP):
            return self._cased(dice.choice([*self._groups, "CORP\\Nobody"]))
        text = dice.choice(self._texts(name))
        match operator:
            case Operator.EQUALS | Operator.NOT_EQUAL_TO:
                return self._cased(text)
            case Operator.STARTS_WITH:
                return self._cased(text[: dice.randrange(1, min(len(text), 12) + 1)])
            case Operator.ENDS_WITH:
                return self._cased(text[-dice.randrange(1, min(len(text), 12) + 1) :])
        begin = dice.randrange(len(text))
        return self._cased(text[begin : begin + dice.choice((1, 2, 4, 9))])

    def _when(self) -> FilterValue:
        dice = self._dice
        if dice.random() < 0.5:
            return dice.choice(list(Timeframe))
        ends = sorted(datetime.fromisoformat(dice.choice(self._records)["When"]) for _ in "ab")
        start, end = (moment.astimezone(dice.choice(_ZONES)) for moment in ends)
        return dice.choice((TimeRange(start, end), TimeRange(start, None), TimeRange(None, end)))

    def _texts(self, name: str) -> list[str]:
        texts: list[str] = []
        while not texts:
            record = self._dice.choice(self._records)
            details = record.get("DetailList", [])
            if name == "Detail":
                texts = [value for d in details for value in d.values() if value]
            elif name in ("Before", "After"):
                texts = [d[name] for d in details if d.get(name)]
            elif value := record.get(name):
                texts = [value["Name"] if isinstance(value, dict) else value]
        return texts

    def _cased(self, text: str) -> str:
        # ASCII only: what other letters become in another case is for Unicode to argue about.
        change = self._dice.choice((str, str.upper, str.lower))
        return change(text) if text.isascii() else text


def _searches(records: list[Record]) -> Iterator[SearchParameters]:
    groups = [g.account for g in build_company(_SEED).groups]
    inventor = Inventor(records, groups, Random(20261118))
    for name, spec in SPECS.items():
        for operator in spec.operators:
            yield inventor.search(inventor.entry(name, operator))
            yield SearchParameters((inventor.entry(name, operator), inventor.entry(name, operator)))
    for _ in range(360):
        yield inventor.search()


def _found(http: httpx.Client, wire_format: WireFormat, parameters: SearchParameters) -> list[str]:
    params = {"count": _COUNT}
    if wire_format is WireFormat.JSON:
        params["format"] = "json"
    body = codec(wire_format).encode_search(parameters)
    answer = http.post("search", params=params, content=body)
    assert answer.status_code == 200, answer.text
    if wire_format is WireFormat.JSON:
        return [record["RID"] for record in json.loads(answer.content)["ActivityRecordList"]]
    return [unescape(rid) for rid in re.findall(r"<RID>([^<]*)</RID>", answer.text)]


@pytest.mark.parametrize("part", range(_PARTS))
def test_random_searches_find_what_the_oracle_finds(
    small: Demo, records: list[Record], part: int
) -> None:
    groups = {
        g.account.casefold(): frozenset(m.casefold() for m in g.members)
        for g in build_company(_SEED).groups
    }
    searches = list(_searches(records))
    assert len(searches) >= 500
    sizes = []
    with small.http() as http:
        for parameters in searches[part::_PARTS]:
            oracle = Oracle(groups, now())
            expected = [r["RID"] for r in records if oracle.matches(r, parameters)]
            for wire_format in WireFormat:
                assert _found(http, wire_format, parameters) == expected, (wire_format, parameters)
            sizes.append(len(expected))
    # The searches are worth something: many find some records, and not all.
    assert sum(0 < size < _RECORDS for size in sizes) > 150 // _PARTS


@pytest.mark.parametrize("wire_format", list(WireFormat))
def test_what_the_program_means_is_what_it_finds(
    small: Demo, records: list[Record], wire_format: WireFormat
) -> None:
    """Words anywhere and spans that end now, which the server does not know, page by page."""
    groups = [g.account for g in build_company(_SEED).groups]
    inventor = Inventor(records, groups, Random(20261126))
    oracle = Oracle(
        {
            g.account.casefold(): frozenset(m.casefold() for m in g.members)
            for g in build_company(_SEED).groups
        },
        now(),
    )
    found_some = 0

    async def find_all() -> None:
        nonlocal found_some
        connection = connection_to(small, wire=wire_format, page_size=150)
        async with AuditorClient(connection) as client:
            for number in range(40):
                parameters = inventor.meant(spans=bool(number % 2))
                stream = SearchedRecords(SearchFetcher(client.search, parameters, 150))
                pieces = [piece async for piece in stream.rest()]
                found = sorted(record.row.rid for piece in pieces for record in piece)
                expected = sorted(r["RID"] for r in records if oracle.matches(r, parameters))
                assert found == expected, parameters
                found_some += bool(found)

    asyncio.run(find_all())
    assert found_some > 12


def test_both_formats_give_equal_records(small: Demo) -> None:
    with small.http() as http:
        as_json = http.get("enum", params={"format": "json", "count": _COUNT}).content
        as_xml = http.get("enum", params={"count": _COUNT}).content
    json_codec, xml_codec = codec(WireFormat.JSON), codec(WireFormat.XML)
    from_json = [json_codec.decode_record(raw) for raw in json_codec.decode_page(as_json).raws]
    from_xml = [xml_codec.decode_record(raw) for raw in xml_codec.decode_page(as_xml).raws]
    assert len(from_json) == _RECORDS
    assert from_json == from_xml


def test_all_filters_hold_with_hostile_values_too(demo_servers: DemoServers) -> None:
    """Names that bite are judged as they are shown: groups and plain searches find them."""
    server = demo_servers.shared(records=6_000, hostile=True)
    body = {"FilterList": {"Who": {"InGroup": "CORP\\Domain Users"}}}
    with server.http() as http:
        everything = http.get("enum", params={"format": "json", "count": "6000"}).json()
        found = http.post("search", params={"format": "json", "count": "6000"}, json=body).json()
    members = {p.account for p in build_company(7).people} | {
        p.cloud_name for p in build_company(7).people
    }
    # What bites stands behind a name; a longer name is somebody else's.
    own = re.compile(rf"(?:{'|'.join(map(re.escape, members))})(?!\d)")
    expected = [r["RID"] for r in everything["ActivityRecordList"] if own.match(r["Who"])]
    assert 0 < len(expected) < 6_000
    assert [r["RID"] for r in found["ActivityRecordList"]] == expected
