"""An archive and its server as one source: what came since is there, each record once."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from netwrix_tui.archive import newer_records
from netwrix_tui.archive.archive_source import ArchiveSource
from netwrix_tui.archive.archive_with_server import ArchiveWithServer
from netwrix_tui.archive.layout import found_server
from netwrix_tui.errors import ConnectionFailed, NetwrixTuiError, UsageError
from netwrix_tui.file_lock import locked
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.merged_fetcher import ServerPhase
from netwrix_tui.results.view.sorting import SortKey
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.archive.listed_server import ACCOUNT, ListedServer, keep
from tests.case.sample import BEGAN, records

COUNT = 400
ALL = SearchParameters()
WHAT = SearchParameters((Filter("What", Operator.CONTAINS, "plan"),))


@pytest.fixture(autouse=True)
def _ask_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newer_records, "FRESH", 0.0)


class Client:
    """The listed server as a client of it."""

    def __init__(self, server: ListedServer) -> None:
        self.server = server
        self.error: NetwrixTuiError | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def search(
        self,
        parameters: SearchParameters,
        mark: str | None = None,
        *,
        wire: WireFormat | None = None,
    ) -> Page:
        await self.gate.wait()
        if self.error is not None:
            raise self.error
        return await self.server.ask(parameters, mark)

    async def record(self, rid: str, wire: WireFormat) -> Page:
        return await self.search(SearchParameters((Filter("RID", Operator.EQUALS, rid),)))

    async def aclose(self) -> None:
        pass


def at(rid: str, days_ago: float, who: str = "") -> ActivityRecord:
    moment = (BEGAN - timedelta(days=days_ago)).replace(tzinfo=None, microsecond=0)
    sample = records(1)[0]
    when = f"{moment.isoformat()}Z"
    return msgspec.structs.replace(sample, rid=rid, when=when, who=who or sample.who)


def story(
    place: Path,
    tell: Callable[[ArchiveWithServer, Client], Awaitable[None]],
    *,
    account: str = ACCOUNT,
    grace: float = 60.0,
    most: int = 50_000,
) -> None:
    """Copy ``COUNT`` records, then explore the archive together with its server."""
    server = ListedServer(records(COUNT))
    keep(server, place / "archive")

    async def run() -> None:
        spill = place / "spill"
        spill.mkdir()
        client = Client(server)
        source = ArchiveWithServer(
            found_server(place / "archive"), "nwx01", account, lambda: client,
            spill=spill, page_size=70, grace=grace, most=most,
        )  # fmt: skip
        try:
            await tell(source, client)
        finally:
            await source.aclose()
        assert not list(spill.iterdir())  # nothing of it stays

    asyncio.run(run())


async def found(source: ArchiveSource, parameters: SearchParameters = ALL) -> list[str]:
    rids: list[str] = []
    mark = None
    while True:
        page = await source.search(parameters, mark)
        if not len(page):
            return rids
        rids += [row.rid for row in page.rows]
        mark = page.mark


def test_what_only_the_server_has_is_in_the_same_order_and_counts(tmp_path: Path) -> None:
    async def tell(source: ArchiveWithServer, client: Client) -> None:
        everything = await found(source)
        assert len(client.server.asked) == 6  # to copy them, and once by the archive's mark
        new = [at("NEW1", -0.1), at("NEW2", -0.2), at("LATE", 2.5)]
        client.server.records += new
        now = await found(source)
        assert now[:2] == ["NEW2", "NEW1"]
        assert sorted(now) == sorted([*everything, "NEW1", "NEW2", "LATE"])
        assert now.index("LATE") > 2  # where its When belongs
        assert await source.total(ALL) == COUNT + 3
        assert (source.reach.newer, source.reach.is_whole) == (3, True)
        assert source.reach.until is not None
        assert source.server_state.error is None
        top = await source.top(WHAT, "who", 50)
        assert top.records == await source.total(WHAT)
        page = await source.sorted_page(ALL, (SortKey("when", descending=True),), None)
        assert page.rows[0].rid == "NEW2"

    story(tmp_path, tell)


def test_what_the_archive_gets_meanwhile_is_there_once(tmp_path: Path) -> None:
    async def tell(source: ArchiveWithServer, client: Client) -> None:
        client.server.records += [at(f"N{n:02}", -n / 10) for n in range(30)]
        first = await source.search(ALL)
        await asyncio.to_thread(keep_now, client.server)
        rest = await rest_of(source, first)
        assert len(rest) == len(set(rest)) == COUNT + 30
        again = await found(source)
        assert sorted(again) == sorted(rest)
        assert source.reach.newer == 0
        assert await source.total(ALL) == COUNT + 30

    def keep_now(server: ListedServer) -> None:
        keep(server, tmp_path / "archive")

    async def rest_of(source: ArchiveWithServer, page: Page) -> list[str]:
        rids: list[str] = []
        while len(page):
            rids += [row.rid for row in page.rows]
            page = await source.search(ALL, page.mark)
        return rids

    story(tmp_path, tell)


def test_a_server_that_fails_leaves_the_archive_to_answer(tmp_path: Path) -> None:
    async def tell(source: ArchiveWithServer, client: Client) -> None:
        client.server.records.append(at("NEW", -1))
        client.error = ConnectionFailed("nwx01 refused the connection.")
        assert len(await found(source)) == COUNT
        state = source.server_state
        assert (state.phase, state.error) == (ServerPhase.FAILED, client.error)
        client.error = None
        assert len(await found(source)) == COUNT + 1
        assert source.server_state.phase is ServerPhase.RESTING

    story(tmp_path, tell)


def test_a_slow_server_holds_up_nobody(tmp_path: Path) -> None:
    async def tell(source: ArchiveWithServer, client: Client) -> None:
        client.server.records.append(at("NEW", -1))
        client.gate.clear()
        assert len(await found(source)) == COUNT
        assert source.server_state.is_late
        assert source.reach.is_late
        client.gate.set()
        assert await source.settled()
        assert not source.server_state.is_late
        assert source.reach.newer == 1
        while (await found(source))[0] == "NEW" and source.reach.is_late:
            await source.settled()  # however busy the machine is: it is in time at last

    story(tmp_path, tell, grace=0.01)


def test_another_accounts_archive_is_not_mixed_with_what_this_one_sees(tmp_path: Path) -> None:
    async def tell(source: ArchiveWithServer, client: Client) -> None:
        asked = len(client.server.asked)
        assert len(await found(source)) == COUNT
        assert isinstance(source.server_state.error, UsageError)
        assert "was shown" in source.server_state.error.what
        assert len(client.server.asked) == asked

    story(tmp_path, tell, account="CORP\\mia")


def test_of_an_archive_far_behind_the_search_itself_is_asked(tmp_path: Path) -> None:
    async def tell(source: ArchiveWithServer, client: Client) -> None:
        client.server.records += [at(f"M{n:04}", -n / 1000) for n in range(300)]
        client.server.records.append(at("LAST", -1, who="CORP\\rare"))
        rare = SearchParameters((Filter("Who", Operator.EQUALS, "CORP\\rare"),))
        assert await found(source, rare) == ["LAST"]
        assert not source.reach.is_whole
        for _ in range(3):  # each search goes on with a hundred of them
            assert not source.reach.is_whole
            assert len(await found(source)) == COUNT + 301
        assert source.reach.is_whole

    story(tmp_path, tell, most=100)


def test_a_mark_that_the_server_does_not_know_is_made_up_for(tmp_path: Path) -> None:
    async def tell(source: ArchiveWithServer, client: Client) -> None:
        client.server.life = "restored"
        client.server.records.append(at("NEW", -1))
        assert Counter(await found(source)) == Counter(
            [*(record.rid for record in records(COUNT)), "NEW"]
        )
        assert source.reach.newer == 1

    story(tmp_path, tell)


def test_the_mark_of_the_end_yields_what_the_archive_gets(tmp_path: Path) -> None:
    server = ListedServer(records(COUNT))
    keep(server, tmp_path)

    async def follow() -> None:
        source = ArchiveSource(found_server(tmp_path), page_size=90)

        async def to_end(mark: str | None) -> tuple[set[str], str | None]:
            rids: set[str] = set()
            while True:
                page = await source.search(WHAT, mark)
                assert page.mark is not None
                mark = page.mark
                if not len(page):
                    return rids, mark
                rids |= {row.rid for row in page.rows}

        everything, mark = await to_end(None)
        given, mark = await to_end(mark)
        assert given <= everything  # the last minute's are given again
        for number in range(3):
            server.records.append(at(f"NEW{number}", number - 5))
            await asyncio.to_thread(keep, server, tmp_path)
            given, mark = await to_end(mark)
            assert f"NEW{number}" in given
            assert await to_end(mark) == (set(), mark)
        await source.aclose()

    asyncio.run(follow())


def test_what_a_killed_explorer_left_goes(tmp_path: Path) -> None:
    left, used = tmp_path / "newer-left", tmp_path / "newer-used"
    for place in (left, used):
        (place / "1" / "day=2026-03-17").mkdir(parents=True)
    with locked(used / "held", 0):
        for place in (left, used):
            os.utime(place, (0, 0))
        newer_records.remove_abandoned(tmp_path)
        assert used.exists()
        assert not left.exists()


def test_what_is_there_twice_for_a_moment_cuts_no_page_short(tmp_path: Path) -> None:
    """Pages of ten, over days of which each record is in the archive and beside it."""
    server = ListedServer([at(f"R{n:03}", n / 40) for n in range(200)])
    keep(server, tmp_path / "archive")
    keep(server, tmp_path / "beside")

    async def read() -> None:
        source = ArchiveSource(found_server(tmp_path / "archive"), spill=tmp_path, page_size=10)
        source.reader.read_beside(found_server(tmp_path / "beside"))
        assert await found(source) == [f"R{n:03}" for n in range(200)]
        await source.aclose()

    asyncio.run(read())
