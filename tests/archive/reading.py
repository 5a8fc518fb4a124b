"""What is in an archive, asked as any other program would: by DuckDB, over the files."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import duckdb

from netwrix_tui.archive.archive_source import ArchiveSource
from netwrix_tui.archive.layout import days_in, found_server, parts_of
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.record_stream import SearchedRecords
from netwrix_tui.results.loading.search_fetcher import SearchFetcher


def rows(place: Path, select: str = "rid") -> list[Any]:
    """A column of all records, by the parts that count."""
    directory = found_server(place)
    files = [str(part.path) for day in days_in(directory) for part in parts_of(directory, day)]
    if not files:
        return []
    query = f"SELECT {select} FROM read_parquet(?)"  # noqa: S608
    return [row[0] for row in duckdb.connect().execute(query, [files]).fetchall()]


def check_once(place: Path, rids: list[str]) -> None:
    """Each of these RIDs is there exactly once, below its own day, and no other one is."""
    found = rows(place)
    assert len(found) == len(set(found))
    assert sorted(found) == sorted(rids)
    directory = found_server(place)
    for day in days_in(directory):
        for part in parts_of(directory, day):
            days = duckdb.connect().execute(
                "SELECT DISTINCT coalesce(strftime(make_timestamp(epoch_us(\"when\")), '%Y-%m-%d'),"
                " '__HIVE_DEFAULT_PARTITION__') FROM read_parquet(?)",
                [str(part.path)],
            )
            assert days.fetchall() == [(day,)]


def found_in(
    place: Path, parameters: SearchParameters, *, page: int = 100, moment: float | None = None
) -> list[str]:
    """The RIDs that a search finds, in order."""

    async def search() -> list[str]:
        source = ArchiveSource(found_server(place), moment=moment, page_size=page)
        stream = SearchedRecords(SearchFetcher(source.search, parameters, page))
        pieces = [piece async for piece in stream.rest()]
        await source.aclose()
        return [record.row.rid for piece in pieces for record in piece]

    return asyncio.run(search())
