"""Keeps an archive in a process of its own, to be killed at any moment.

``python -m tests.archive.kept PLACE [LIMIT]`` prints ``asked N`` at each page, and ``over`` once
the server has nothing more. LIMIT is how many bytes a file may have: the disk that is full.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path
from unittest.mock import patch

from netwrix_tui.archive.keeping import Keeping
from netwrix_tui.archive.writer import ArchiveWriter
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.page import Page
from tests.archive.listed_server import ACCOUNT, ListedServer
from tests.case.sample import records

RECORDS = 6_000


async def keep(place: Path) -> None:
    server = ListedServer(records(RECORDS), page=150)

    async def ask(parameters: SearchParameters, mark: str | None) -> Page:
        page = await server.ask(parameters, mark)
        print(f"asked {len(server.asked)}", flush=True)
        return page

    with ArchiveWriter.opened(place, "nwx01", ACCOUNT) as writer:
        await Keeping(ask, writer, print).to_end()
    print("over", flush=True)


def main(place: Path, limit: int = 0) -> None:
    if limit:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    with (
        patch("netwrix_tui.archive.keeping.BATCH_RECORDS", 300),
        patch("netwrix_tui.archive.compaction._MOST_PARTS", 3),
    ):
        try:
            asyncio.run(keep(place))
        except NetwrixTuiError as error:
            print("trouble", type(error).__name__, error.sentence(), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
