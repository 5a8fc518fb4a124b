"""Keeps an archive on a cluster in a process of its own, to be killed at any moment.

``python -m tests.archive.kept_on_cluster ADDRESS`` prints ``asked N`` at each page, and ``over``
once the server has nothing more; NETWRIX_TUI_ARCHIVE_PASSWORD has the password.
"""

from __future__ import annotations

import asyncio
import os
import sys
from unittest.mock import patch

from netwrix_tui.archive.cluster.address import ClusterAddress
from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.cluster_writer import ClusterWriter
from netwrix_tui.archive.keeping import Keeping
from netwrix_tui.config.archive_secret import take_archive_password
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.page import Page
from tests.archive.click_house_pair import CLUSTER
from tests.archive.cluster_reading import SERVER
from tests.archive.listed_server import ACCOUNT, ListedServer
from tests.case.sample import records

RECORDS = 6_000


async def keep(address: str) -> None:
    server = ListedServer(records(RECORDS), page=150)

    async def ask(parameters: SearchParameters, mark: str | None) -> Page:
        page = await server.ask(parameters, mark)
        print(f"asked {len(server.asked)}", flush=True)
        return page

    cluster = ClickHouse(ClusterAddress.parse(address), take_archive_password(os.environ))
    with ClusterWriter.opened(cluster, SERVER, ACCOUNT, CLUSTER, print) as writer:
        await Keeping(ask, writer, print).to_end()
    print("over", flush=True)


if __name__ == "__main__":
    with patch("netwrix_tui.archive.keeping.BATCH_RECORDS", 300):
        asyncio.run(keep(sys.argv[1]))
