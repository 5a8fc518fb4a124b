"""``netwrix-tui archive --from DIR --to clickhouse://…``: an archive of files goes to a cluster."""

from __future__ import annotations

import argparse
import asyncio
import os
from pathlib import Path

from msgspec.structs import replace

from netwrix_tui import standard_streams
from netwrix_tui.archive.archive_source import ArchiveSource
from netwrix_tui.archive.cluster.cluster_writer import ClusterWriter
from netwrix_tui.archive.cluster.state_rows import MOVING, StateRow, newest_state, write_state
from netwrix_tui.archive.keeping import BATCH_BYTES, BATCH_RECORDS
from netwrix_tui.archive.layout import found_server, server_directory, server_name, servers
from netwrix_tui.archive.spilling import spill_directory
from netwrix_tui.archive.state import ArchiveState, read_state
from netwrix_tui.archive.written import Written
from netwrix_tui.config.archive_secret import take_archive_password
from netwrix_tui.ending import Ending
from netwrix_tui.errors import UsageError
from netwrix_tui.headless.archive_places import archive_place
from netwrix_tui.headless.cluster_place import ClusterPlace
from netwrix_tui.headless.messages import Messages
from netwrix_tui.headless.progress import ticking
from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.page import Page


class MoveCommand:
    """One run: the records of each server of the directory, newest first, each once.

    How far it is stands on the cluster: the same command goes on from there.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        """Raises UsageError; nothing has been sent then."""
        if options.follow or options.check is not None or options.keep or options.compact:
            raise UsageError(
                "--from moves an archive, and does nothing else.",
                next_step="Leave the other options out; the next run, without --from, takes them.",
            )
        place = archive_place(options, None, taken=take_archive_password(os.environ))
        if not isinstance(place, ClusterPlace):
            raise UsageError(
                "--from moves an archive of files to a cluster.",
                next_step="Name it with --to clickhouse://H1:8443,H2:8443/audit.",
            )
        self._place = place
        directory = Path(options.moved_from).expanduser()
        names = servers(directory)
        self._directories = [server_directory(directory, name) for name in names] or [
            found_server(directory)
        ]
        self._messages = Messages()
        self._words = ""

    def run(self) -> int:
        """Do it, and return the exit status. Raises NetwrixTuiError."""

        async def moved() -> None:
            async with ticking(self._messages, lambda: self._words):
                for directory in self._directories:
                    sentence = await self._moved(directory)
                    self._messages.clear()
                    standard_streams.put(f"{sentence}\n")

        try:
            Ending().run(moved())
        finally:
            self._messages.clear()
        return 0

    async def _moved(self, directory: Path) -> str:
        name = server_name(directory)
        state = read_state(directory) or ArchiveState(server=name)
        source = ArchiveSource(directory, spill=spill_directory())
        try:
            with self._place.opened(name, state.account, self._messages.say) as writer:
                new, known = await self._copied(source, name, writer)
                await asyncio.to_thread(_go_on_with, writer, state)
        finally:
            await source.aclose()
        return f"{name}: {records_words(new)} moved, {known:,} were there already."

    async def _copied(
        self, source: ArchiveSource, name: str, writer: ClusterWriter
    ) -> tuple[int, int]:
        row = await asyncio.to_thread(newest_state, writer.cluster, MOVING + name)
        mark, new, known = row.state.mark if row is not None else None, 0, 0
        pages: list[Page] = []
        while True:
            page = await source.search(SearchParameters(), mark)
            if len(page):
                pages.append(page)
                mark = page.mark
            if pages and (not len(page) or _is_much(pages)):
                written, row = await self._written(writer, pages, name, mark, row)
                new, known, pages = new + written.new.total(), known + written.known, []
                self._words = f"{name}: {records_words(new)} moved"
            if not len(page):
                return new, known

    async def _written(
        self,
        writer: ClusterWriter,
        pages: list[Page],
        name: str,
        mark: str | None,
        row: StateRow | None,
    ) -> tuple[Written, StateRow]:
        def write() -> tuple[Written, StateRow]:
            written = writer.write(pages, writer.state)
            at = ArchiveState(server=MOVING + name, mark=mark)
            return written, write_state(writer.cluster, at, row)

        writing = asyncio.ensure_future(asyncio.to_thread(write))
        try:
            return await asyncio.shield(writing)
        except asyncio.CancelledError:
            writer.give_up()
            await asyncio.wait([writing])
            raise


def _go_on_with(writer: ClusterWriter, state: ArchiveState) -> None:
    """Copying goes on where the files' archive was, unless the cluster has its own mark."""
    if writer.state.mark is None:
        writer.write([], replace(state, records=writer.state.records))


def _is_much(pages: list[Page]) -> bool:
    return (
        sum(map(len, pages)) >= BATCH_RECORDS
        or sum(sum(map(len, page.raws)) for page in pages) >= BATCH_BYTES
    )
