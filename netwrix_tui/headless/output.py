"""Output of a command: its records on standard output, page by page, and messages beside it."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from netwrix_tui.headless.choices import OutputFormat, output_format
from netwrix_tui.headless.kept_notes import NotesReader
from netwrix_tui.headless.messages import Messages
from netwrix_tui.headless.progress import Clock, progress_text
from netwrix_tui.headless.stdout import Stdout, StdoutClosed
from netwrix_tui.records.amounts import records_words
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.export.documents import DocumentWriter, TagsOf, no_tags, server_id
from netwrix_tui.results.export.writers import remarks_of, writes_exactly
from netwrix_tui.wire.limits import LONG_RECORD


class Output:
    """The records of one run as one document, and how many there were.

    Making one raises UsageError where the options do not go together.
    """

    def __init__(
        self, options: argparse.Namespace, notes: NotesReader, *, several: bool = False
    ) -> None:
        """``notes`` are asked for where they come along; ``several`` servers are told apart."""
        self._stdout = Stdout()
        self._format: OutputFormat = output_format(
            options, notes, to_terminal=self._stdout.is_terminal, several=several
        )
        self._limit: int | None = options.limit
        self._clock = Clock()
        self._is_started = False
        self.messages = Messages()
        if self._format.trouble:
            self.messages.say(self._format.trouble)
        self.written = 0
        self.damaged = 0
        self._cut = 0

    def of_source(
        self,
        server: str = "",
        *,
        tags_of: TagsOf = no_tags,
        read_at: Callable[[], int] | None = None,
        servers: Mapping[str, str] | None = None,
    ) -> None:
        """Say where the records come from; documents for other tools tell it.

        ``servers`` are the addresses of several servers by their names.

        ``read_at`` is given where each record is read as it arrives, and only once.
        """
        writer = self._format.writer
        if isinstance(writer, DocumentWriter):
            writer.server = server_id(server) if server else ""
            writer.tags_of, writer.read_at = tags_of, read_at
            writer.servers = {name: server_id(each) for name, each in (servers or {}).items()}

    def write(self, records: Sequence[ReceivedRecord]) -> None:
        """Write further records, the beginning of the document before the first."""
        if not self._is_started:
            self._is_started = True
            self._put(self._format.writer.start(records))
        self._put(self._format.writer.page(records))
        self.written += len(records)
        self.damaged += sum(record.is_damaged for record in records)
        self._cut += sum(
            record.is_long and not writes_exactly(self._format.writer, record) for record in records
        )

    def finish(self) -> None:
        """Write what makes the document whole."""
        if not self._is_started:
            self.write([])
        self._put(self._format.writer.end())

    async def while_open(self, work: Coroutine[Any, Any, None]) -> None:
        """Do the work; end it once nobody reads any more. Raises StdoutClosed then."""
        task = asyncio.ensure_future(work)
        gone = asyncio.Event()

        def closed() -> None:
            if not gone.is_set():
                gone.set()
                task.cancel()

        try:
            with self._stdout.watched(closed):
                await task
        except asyncio.CancelledError:
            if gone.is_set():
                raise StdoutClosed from None
            task.cancel()
            raise

    def abandon(self) -> None:
        """Whoever read has gone."""
        self._stdout.abandon()

    def progress(self) -> str:
        """How far it has come."""
        return progress_text(self.written, self._limit, self._clock.seconds)

    def count_words(self) -> str:
        """``3 records written``."""
        return f"{records_words(self.written)} written"

    def remark(self) -> None:
        """Say what else there is to know of the records that were written."""
        for remark in remarks_of(self._format.writer):
            self.messages.say(remark)
        if self._cut:
            self.messages.say(
                f"{records_words(self._cut)} with more than {LONG_RECORD >> 20} MB: written anew, "
                "long values are cut and changes left out; --raw writes it whole."
            )
        if self.damaged:
            self.messages.say(
                f"{self.damaged:,} of {self.written:,} records came damaged; "
                "what could be read of them was written."
            )

    def _put(self, data: bytes) -> None:
        if data:
            self.messages.clear()
            for piece in self._format.safe(data):
                self._stdout.write(piece)
