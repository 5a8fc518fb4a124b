"""The dialect of today's ClickHouse, by chDB, where that is installed: tables, rows, searches.

It is no extra of the tests: 180 MB are too much for each run. ``pip install chdb`` brings it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from netwrix_tui.archive.cluster.address import ClusterAddress
from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.cluster_source import ClusterSource
from netwrix_tui.archive.cluster.cluster_writer import ClusterWriter
from netwrix_tui.archive.cluster.quoting import quoted
from netwrix_tui.archive.cluster.upkeep import old_records, remove_old
from netwrix_tui.archive.keeping import Keeping
from netwrix_tui.clock import epoch, now
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.archive.cluster_reading import SERVER
from tests.archive.listed_server import ACCOUNT, ListedServer
from tests.archive.test_searches import hostile, invented, matching

session = pytest.importorskip("chdb.session", reason="chdb is not installed")


class Embedded(ClickHouse):
    """Today's engine in this process, asked as a server is."""

    def __init__(self, place: Path) -> None:
        super().__init__(ClusterAddress.parse("clickhouse://localhost/audit"))
        self._place = place
        self._session: Any = session.Session(str(place / "data"))

    def _sent_to(self, server: str, body: bytes, settings: Mapping[str, str]) -> bytes:
        query = settings.get("query")
        if query is None:
            sql = body.decode()
        else:
            path = self._place / "rows"
            path.write_bytes(body)
            sql = query.replace(" FORMAT", f" FROM INFILE '{path}' FORMAT")
        if "database" not in settings and self._session is not None and "EXISTS" not in sql:
            self._session.query(f"USE {self.address.database}")
        answer = self._session.query(sql, "RowBinary")
        return bytes(answer.bytes() or b"")


def test_what_is_written_is_found_by_the_same_searches(tmp_path: Path) -> None:
    dice, wire = Random(7), WireFormat.JSON
    of = [hostile(dice, number) for number in range(250)]
    form = codec(wire)
    page = form.decode_page(form.encode_page([form.encode_record(r) for r in of], None))
    came = list(zip(page.raws, page.rows, strict=True))
    cluster = Embedded(tmp_path)

    async def run() -> None:
        with ClusterWriter.opened(cluster, SERVER, ACCOUNT) as writer:
            server = ListedServer(of, page=37, wire=wire)
            assert await Keeping(server.ask, writer, print).to_end() == 250
        with ClusterWriter.opened(cluster, SERVER, ACCOUNT) as writer:
            writer.write([page], writer.state)  # what has an RID is known
        source = ClusterSource(cluster, SERVER, moment=epoch(), page_size=60)
        twice = came + [each for each in came if not each[1].rid]
        for _ in range(60):
            parameters = invented(dice, of)
            found, mark = list[bytes](), None
            while True:
                part = await source.search(parameters, mark)
                found += part.raws
                mark = part.mark
                if not len(part):
                    break
            expected = matching(twice, parameters, wire)
            assert Counter(found) == Counter(expected), parameters
            assert await source.total(parameters) == len(expected), parameters
        everything = SearchParameters()
        top = await source.top(everything, "who", 3)
        assert top.records == await source.total(everything) == len(twice)
        assert sum((await source.quarters(everything)).values()) < len(twice)

    asyncio.run(run())
    hard = "'\\ \x00\x1f\x7f\n;--é漢😀"
    assert cluster.ask(f"SELECT {quoted(hard)}, {quoted(-5)}", "bq") == [(hard.encode(), -5)]
    today = now().date()
    old = old_records(cluster, SERVER, today)
    assert old.count > 100
    remove_old(cluster, SERVER, today)
    assert old_records(cluster, SERVER, today).count == 0
