"""An archive on the tests' cluster: kept, read, and looked into as any other program would."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from netwrix_tui.archive.cluster.cluster_source import ClusterSource
from netwrix_tui.archive.cluster.cluster_writer import ClusterWriter
from netwrix_tui.archive.keeping import Keeping
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.record_stream import SearchedRecords
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.wire.page import Page
from tests.archive.click_house_pair import CLUSTER, ClickHousePair
from tests.archive.listed_server import ACCOUNT, ListedServer

SERVER = "nwx01"


def write_pages(pair: ClickHousePair, address: str, pages: Sequence[Page]) -> None:
    """Write these pages, one after the other."""
    cluster = pair.opened(address)
    with ClusterWriter.opened(cluster, SERVER, ACCOUNT, CLUSTER) as writer:
        for page in pages:
            writer.write([page], writer.state)
    cluster.close()


def keep_there(
    server: ListedServer, pair: ClickHousePair, address: str, told: list[str] | None = None
) -> int:
    """Keep an archive of it, to the end; returns how many records are new."""
    name = CLUSTER if "," in address else ""
    sentences = told if told is not None else []

    async def run() -> int:
        cluster = pair.opened(address)
        with ClusterWriter.opened(cluster, SERVER, ACCOUNT, name, sentences.append) as writer:
            new = await Keeping(server.ask, writer, sentences.append).to_end()
        cluster.close()
        return new

    return asyncio.run(run())


def rids_there(pair: ClickHousePair, address: str) -> list[str]:
    """The RIDs of all records there are."""
    return [str(row[0]) for row in pair.values(address, "SELECT rid FROM records ORDER BY rid")]


def check_once(pair: ClickHousePair, address: str, rids: list[str]) -> None:
    """Each of these RIDs is there exactly once, and no other one is."""
    assert rids_there(pair, address) == sorted(rids)


def found_there(
    pair: ClickHousePair,
    address: str,
    parameters: SearchParameters,
    *,
    page: int = 100,
    moment: float | None = None,
) -> list[str]:
    """The RIDs that a search finds, in order."""

    async def search() -> list[str]:
        source = ClusterSource(pair.opened(address), SERVER, moment=moment, page_size=page)
        stream = SearchedRecords(SearchFetcher(source.search, parameters, page))
        pieces = [piece async for piece in stream.rest()]
        await source.aclose()
        return [record.row.rid for piece in pieces for record in piece]

    return asyncio.run(search())
