"""Random searches over an archive find what they mean: by an oracle, and by the one evaluation."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path
from random import Random

import msgspec
import pytest

from netwrix_tui.archive.archive_source import ArchiveSource
from netwrix_tui.archive.layout import found_server
from netwrix_tui.archive.writer import ArchiveWriter
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.clock import epoch, now
from netwrix_tui.errors import UsageError, WireError
from netwrix_tui.records.conditions import RECORD_TEXTS, SCENE_TEXTS
from netwrix_tui.records.epoch import EPOCH
from netwrix_tui.records.filters import SPECS, Filter, Operator, is_xml_character
from netwrix_tui.records.record import ActivityRecord, Detail, Row
from netwrix_tui.records.record_matching import RecordTest
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import HoursRange, TimeRange
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.loading.chained_fetcher import page_subset
from netwrix_tui.results.loading.record_source import CountingSource
from netwrix_tui.results.view.source_groups import BARS, SourceGroups
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.archive.listed_server import ACCOUNT, ListedServer, keep
from tests.archive.reading import found_in
from tests.demo.oracle import Oracle, Record
from tests.demo.test_searches import Inventor
from tests.demo_process import DemoServers
from tests.results.summaries.counted_anew import API_NAMES, counted
from tests.tui.driving import connection_to

_RECORDS, _SEED = 600, 11
_GROUPS = (Operator.IN_GROUP, Operator.NOT_IN_GROUP)
_HOW_MANY = pytest.mark.parametrize(
    "searches", [60, pytest.param(500, marks=pytest.mark.slow)], ids=["some", "many"]
)


@pytest.fixture(scope="module")
def archived(
    demo_servers: DemoServers, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[Record]]:
    """All records of a demo server, and they as JSON.

    The newer half of them came as JSON, the older one as XML.
    """
    demo = demo_servers.shared(records=_RECORDS, seed=_SEED)
    place = tmp_path_factory.mktemp("archive")

    async def capture() -> None:
        with ArchiveWriter.opened(place, "nwx01", ACCOUNT) as writer:
            async with AuditorClient(connection_to(demo)) as client:
                for wire in WireFormat:
                    page = await client.search(SearchParameters(), None, _RECORDS, wire)
                    chosen = range(300) if wire is WireFormat.JSON else range(300, _RECORDS)
                    for some in (chosen[:20], chosen[20:]):
                        writer.write([page_subset(page, some)], writer.state)

    asyncio.run(capture())
    with demo.http() as http:
        everything = http.get("enum", params={"format": "json", "count": _RECORDS + 1})
    records: list[Record] = json.loads(everything.content)["ActivityRecordList"]
    assert len(records) == _RECORDS
    return place, records


@_HOW_MANY
def test_a_search_in_an_archive_finds_what_it_means(
    archived: tuple[Path, list[Record]], searches: int
) -> None:
    place, records = archived
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
        expected = {r["RID"]: r["When"] for r in records if oracle.matches(r, parameters)}
        found = found_in(place, parameters, page=300, moment=epoch())
        assert sorted(found) == sorted(expected), parameters
        some += 0 < len(found) < _RECORDS
    assert some > len(chosen) // 4


# Hostile values, against the evaluation that every source shares

_PIECES = (
    "İ", "i", "I", "ı", "ß", "ẞ", "Σ", "σ", "ς", "K", "ſ", "É", "e\u0301", "漢", "\ud83d", "\uffff",
    "'", "''", '"', "\\", "%", "_", "?", "$1", ";--", "\x00", "\x1b", "\n", "\r\n", "\t", " ", "a",
    "A", "ab", "[", "]", "{", "}", "NULL", "😀", "\u202e", "Ǆ", "ǆ", "\u0345", "ͅ", "Ω",
)  # fmt: skip
_FIELDS = (
    "who", "action", "what", "where", "object_type", "monitoring_plan", "data_source", "item",
    "workstation",
)  # fmt: skip
_WHENS = (
    "2026-03-17T09:37:11Z", "2026-03-17T09:37:11.5Z", "2026-03-17T23:59:59+11:00",
    "2026-03-17T09:37:11.999999Z", "1969-12-31T23:59:59.25Z", "0001-01-02T00:00:00Z",
    "9998-12-31T23:59:59Z", "2026-03-18T00:00:00Z", "soon", "", "2026-02-30T00:00:00Z",
)  # fmt: skip


def text(dice: Random, most: int = 4) -> str:
    joined = "".join(dice.choice(_PIECES) for _ in range(dice.randrange(most + 1)))
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def hostile(dice: Random, number: int) -> ActivityRecord:
    fields = {name: text(dice) for name in _FIELDS if dice.random() < 0.8}
    details = tuple(
        Detail(*(text(dice) if dice.random() < 0.7 else None for _ in range(4)))
        for _ in range(dice.choice((0, 0, 1, 2)))
    )
    # Some have no RID at all; several of them may be alike.
    rid = "" if number % 9 == 0 else f"{text(dice, 2)}{number}"
    return ActivityRecord(rid=rid, when=dice.choice(_WHENS), details=details, **fields)


def values_in(dice: Random, records: list[ActivityRecord], name: str) -> str:
    """A piece of a value that some record has, without what no filter can hold."""
    record = dice.choice(records)
    texts = (
        [RECORD_TEXTS[name](record)]
        if name in RECORD_TEXTS
        else list(SCENE_TEXTS[name](record.what, record.details))
    )
    whole = dice.choice(texts or [""])
    start = dice.randrange(len(whole) + 1)
    piece = dice.choice((whole, whole[:start], whole[start:], whole[start : start + 2]))
    change = dice.choice((str, str.lower, str.upper))
    return "".join(filter(is_xml_character, change(piece))) or dice.choice("aİσ'")


def invented(dice: Random, records: list[ActivityRecord]) -> SearchParameters:
    filters = []
    for _ in range(dice.choice((1, 1, 2, 3))):
        name = dice.choice(list(SPECS))
        operator = dice.choice([o for o in SPECS[name].operators if o not in _GROUPS])
        if name == "When":
            ends = sorted(
                datetime.fromisoformat(dice.choice(_WHENS[:8])).astimezone(
                    timezone(timedelta(hours=dice.choice((-3, 0, 11))))
                    if dice.random() < 0
                    else UTC
                )
                for _ in "ab"
            )
            value: object = dice.choice(
                (TimeRange(*ends), TimeRange(ends[0]), TimeRange(None, ends[1]))
            )
        elif name == "WorkingHours":
            zone = timezone(timedelta(hours=dice.choice((0, 5, -7))))
            value = HoursRange(*(time(dice.randrange(24), 37, 11, tzinfo=zone) for _ in "ab"))
        else:
            value = values_in(dice, records, name)[:49]
        filters.append(Filter(name, operator, value))  # type: ignore[arg-type]
    return SearchParameters().with_(*filters)


def kept(place: Path, of: list[ActivityRecord], wire: WireFormat) -> list[tuple[bytes, Row]]:
    """An archive of these records; their bytes and rows, as they came."""
    form = codec(wire)
    server = ListedServer(of, page=37, wire=wire)
    keep(server, place)
    page = form.decode_page(form.encode_page([form.encode_record(r) for r in of], None))
    return list(zip(page.raws, page.rows, strict=True))


def matching(
    came: list[tuple[bytes, Row]], parameters: SearchParameters, wire: WireFormat
) -> list[bytes]:
    """What the one evaluation finds, newest first."""
    test, found = RecordTest(parameters, int(epoch())), []
    for raw, row in came:
        if not test.row_holds(row):
            continue
        try:
            if test.needs_details and not test.details_hold(codec(wire).decode_record(raw)):
                continue
        except WireError:
            continue
        found.append((raw, row))
    moments = [(timestamp_of(row.when), raw) for raw, row in found]
    dated = sorted((m for m in moments if m[0] is not None), key=lambda m: -(m[0] or 0))
    return [raw for _, raw in dated] + [raw for moment, raw in moments if moment is None]


@pytest.mark.parametrize("wire", list(WireFormat))
@_HOW_MANY
def test_hostile_values_are_found_as_everywhere(
    tmp_path: Path, wire: WireFormat, searches: int
) -> None:
    dice = Random(f"{searches} {wire}")
    came = kept(tmp_path, [hostile(dice, number) for number in range(250)], wire)
    records = [codec(wire).decode_record(raw) for raw, _ in came]
    rids = {row.rid: raw for raw, row in came if row.rid}
    assert len(rids) == sum(bool(row.rid) for _, row in came)
    some = 0

    async def search() -> None:
        nonlocal some
        source = ArchiveSource(found_server(tmp_path), moment=epoch(), page_size=23)
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


def test_pages_are_the_exact_bytes_with_what_their_roots_declared(tmp_path: Path) -> None:
    body = (
        b'<n:ActivityRecordList xmlns:n="http://schemas.netwrix.com/api/v1/activity_records/">'
        b"<n:ActivityRecord><n:RID>1</n:RID><n:When>2026-03-17T09:37:11Z</n:When>"
        b"<n:New/><n:Who>x&#x41;</n:Who></n:ActivityRecord></n:ActivityRecordList>"
    )
    page = codec(WireFormat.XML).decode_page(body)
    with ArchiveWriter.opened(tmp_path, "nwx01", ACCOUNT) as writer:
        writer.write([page], writer.state)

    async def read() -> Page:
        return await ArchiveSource(found_server(tmp_path)).search(SearchParameters())

    found = asyncio.run(read())
    assert (found.raws, found.declarations) == (page.raws, page.declarations)
    assert [row.who for row in found.rows] == ["xA"]


def test_a_long_record_is_kept_whole_and_found_by_its_end(tmp_path: Path) -> None:
    record = msgspec.structs.replace(
        hostile(Random(1), 1),
        rid="LONG",
        when="2026-03-17T09:37:11Z",
        what="x" * (9 << 20) + "THE END",
        details=(Detail("Text", None, None, "y" * (2 << 20) + "LAST"),),
    )
    came = kept(tmp_path, [record], WireFormat.JSON)
    for name, value in (("What", "the end"), ("After", "last")):
        parameters = SearchParameters((Filter(name, Operator.ENDS_WITH, value),))
        assert found_in(tmp_path, parameters) == ["LONG"]

    async def read() -> Page:
        return await ArchiveSource(found_server(tmp_path)).search(SearchParameters())

    assert asyncio.run(read()).raws == [came[0][0]]


@pytest.mark.parametrize(
    ("name", "operator", "words"),
    [
        ("Who", Operator.IN_GROUP, "The members of a group are not in an archive"),
        ("Who", Operator.NOT_IN_GROUP, "The members of a group are not in an archive"),
        ("Newer", Operator.EQUALS, "Only the server knows what the filter Newer means"),
    ],
)
def test_what_an_archive_cannot_answer_is_said(
    archived: tuple[Path, list[Record]], name: str, operator: Operator, words: str
) -> None:
    parameters = SearchParameters((Filter(name, operator, "CORP\\Admins"),))
    with pytest.raises(UsageError, match=words):
        found_in(archived[0], parameters)


async def counts_by(
    source: CountingSource, parameters: SearchParameters, matching: list[Record],
    names: tuple[str, ...],
) -> None:  # fmt: skip
    """The groups of the source against an independent count."""
    fields = [API_NAMES[name] for name in names]
    rows = [{field: r.get(name, "") for name, field in API_NAMES.items()} for r in matching]
    expected = counted(rows, names, UTC, "")
    found = await source.groups(parameters, fields, 20_000)
    assert (found.number, found.records) == (len(expected), len(matching))
    assert [group.count for group in found.groups] == sorted(
        (told["count"] for told in expected.values()), reverse=True
    )
    for group in found.groups:
        told = expected.pop(group.values)
        distinct = (told["who"], told["what"], told["workstation"])
        assert (group.count, group.distinct) == (told["count"], distinct)
        ends = (told["first"], told["last"])
        assert (group.first, group.last) == tuple(
            (end - EPOCH) // timedelta(microseconds=1) for end in ends
        )
        assert sum(group.over_time) == group.count
        assert len(group.over_time) == BARS
    few = await source.groups(parameters, fields, 3)
    assert few.groups == found.groups[:3]
    assert (few.number, few.records) == (found.number, found.records)
    nothing = SearchParameters((Filter("Who", Operator.EQUALS, "nobody at all"),))
    assert await source.groups(nothing, fields, 3) == SourceGroups()


def test_counts_are_of_all_that_matches(archived: tuple[Path, list[Record]]) -> None:
    place, records = archived

    async def count() -> None:
        source = ArchiveSource(found_server(place), moment=epoch())
        parameters = SearchParameters((Filter("What", Operator.CONTAINS, "e"),))
        matching = [r for r in records if "e" in r["What"].lower()]
        assert await source.total(parameters) == len(matching)
        whos = Counter(r["Who"] for r in matching)
        top = await source.top(parameters, "who", 5)
        assert [each.count for each in top.values] == [n for _, n in whos.most_common(5)]
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
