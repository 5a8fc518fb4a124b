"""``netwrix-tui archive``: a server's records are copied into an archive, and looked after."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from datetime import UTC, date

from netwrix_tui import clock, standard_streams
from netwrix_tui.archive.checking import DayCounts, compare, days_to_compare
from netwrix_tui.archive.keeping import Keeping
from netwrix_tui.archive.retention import first_kept
from netwrix_tui.archive.written import RecordsWriter
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import DEFAULT_PORT, Connection
from netwrix_tui.ending import Ending
from netwrix_tui.errors import (
    CertificateNotTrusted,
    ConnectionFailed,
    ServerRefused,
    ServerRepeats,
    UsageError,
    WireError,
)
from netwrix_tui.headless.archive_places import ArchivePlace
from netwrix_tui.headless.messages import Messages
from netwrix_tui.headless.progress import Clock, ticking
from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.following.look_schedule import PollBackoff
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.wire.page import Page

_DONE, _DIFFERENT = 0, 1


def server_of(connection: Connection) -> str:
    """What a server's directory is called after."""
    return connection.server.removesuffix(f":{DEFAULT_PORT}").lower()


class UpkeepCommand:
    """What needs no server: ``--compact``, and ``--keep`` with ``--dry-run``."""

    def __init__(self, options: argparse.Namespace, place: ArchivePlace) -> None:
        """Raises UsageError."""
        self._compact: bool = options.compact
        self._keep = None if options.keep is None else first_kept(options.keep, _today())
        self._place = place

    def run(self) -> int:
        """Do it for each server that the archive has. Raises NetwrixTuiError."""
        for sentence in self._place.upkeep(self._keep, compact=self._compact):
            _say(sentence)
        return _DONE


class ArchiveCommand:
    """One run: copy to the end and end, or go on with what arrives.

    ``name`` is that of the server among several, each of which goes into its own directory.
    """

    def __init__(
        self,
        options: argparse.Namespace,
        place: ArchivePlace,
        name: str = "",
        messages: Messages | None = None,
    ) -> None:
        """Raises UsageError; nothing has been sent then."""
        self._name = name
        self._place = place
        self._follow: bool = options.follow
        self._count: int | None = options.count
        self._keep: str | None = options.keep
        if options.dry_run and options.keep is None:
            raise UsageError("--dry-run goes with --keep.", next_step="Add --keep 3y, or leave it.")
        if options.keep is not None:
            first_kept(options.keep, _today())
        self._check: int | None = options.check
        if self._check is not None and (self._follow or self._keep):
            raise UsageError("--check compares, and does nothing else.")
        self._backoff = PollBackoff(options.interval)
        self._messages = messages or Messages()
        self._clock = Clock()
        self._status = ""
        self._keeping: Keeping | None = None

    def run(self, connection: Connection) -> int:
        """Do it, and return the exit status. Raises NetwrixTuiError."""

        async def alone() -> int:
            async with ticking(self._messages, self.words):
                return await self.work(connection)

        try:
            return Ending().run(alone())
        finally:
            self._messages.clear()

    async def work(self, connection: Connection) -> int:
        """The same within a loop, where somebody else shows its line of progress."""
        self._messages.warn_where_plain(connection)
        if self._check is not None:
            return await self._checked(connection)
        return await self._kept(connection)

    async def _kept(self, connection: Connection) -> int:
        server = server_of(connection)
        with self._place.opened(server, connection.user, self._tell) as writer:
            async with AuditorClient(connection) as client:
                keeping = Keeping(self._ask(client), writer, self._tell)
                self._keeping = keeping
                if self._follow:
                    await self._followed(keeping, server, writer)
                else:
                    await keeping.to_end()
                    await self._retain(server, writer)
            self._say(
                f"{records_words(keeping.progress.new)} new, "
                f"{writer.state.records:,} copied in all."
            )
        return _DONE

    async def _followed(self, keeping: Keeping, server: str, writer: RecordsWriter) -> None:
        quiet, failures, trouble, retained = 0, 0, "", None
        while True:
            try:
                new = await keeping.to_end()
            except (ConnectionFailed, ServerRefused, ServerRepeats, WireError) as error:
                if isinstance(error, CertificateNotTrusted):
                    raise
                failures += 1
                pause = self._backoff.trouble(failures)
                if not trouble:
                    # Once, not at each try: a server may be away for a night.
                    self._tell(f"{error.sentence()} It is asked again and again.")
                trouble = error.what
                self._status = f"{trouble} Asking again in {pause:,.0f} s."
            else:
                if trouble:
                    self._tell("The server answers again; nothing was left out.")
                failures, trouble, self._status = 0, "", ""
                quiet = 0 if new else quiet + 1
                if retained != _today():
                    retained = _today()
                    await self._retain(server, writer)
                pause = self._backoff.quiet(quiet)
            await asyncio.sleep(pause)

    async def _retain(self, server: str, writer: RecordsWriter) -> None:
        """Take away the days that are not to be kept any longer."""
        if self._keep is None:
            return
        kept_from = first_kept(self._keep, _today())
        words = await asyncio.to_thread(self._place.retain, server, writer, kept_from)
        if words:
            _say(words)

    async def _checked(self, connection: Connection) -> int:
        archive = self._place.checked(server_of(connection), connection.user)
        days = days_to_compare(archive, _today(), most=self._check or None)
        found: list[DayCounts] = []
        async with AuditorClient(connection) as client:
            for day in days:
                self._status = f"comparing {day} · {len(found):,} of {len(days):,} days"
                found.append(await compare(self._ask(client), archive, day))
        archive.close()
        return _judged(found, self._say)

    def _say(self, text: str) -> None:
        self._messages.clear()
        _say(f"{self._name}: {text}" if self._name else text)

    def _tell(self, sentence: str) -> None:
        self._messages.say(f"{self._name}: {sentence}" if self._name else sentence)

    def _ask(self, client: AuditorClient) -> Ask:
        async def ask(parameters: SearchParameters, mark: str | None) -> Page:
            return await client.search(parameters, mark, self._count)

        return ask

    def words(self) -> str:
        """The line of progress: how many, how fast, how far behind."""
        if self._status or self._keeping is None:
            return self._status
        progress, seconds = self._keeping.progress, max(self._clock.seconds, 0.001)
        drained = self._keeping.state.drained
        parts = [records_words(progress.new) + " new"]
        if self._keeping.is_at_work:
            parts.append(f"{progress.asked / seconds:,.0f}/s")
        if progress.newest:
            parts.append(f"newest {progress.newest[:16].replace('T', ' ')}")
        if drained is not None and not self._keeping.is_at_work:
            parts.append(f"up to date at {drained.astimezone():%H:%M:%S}")
        return " · ".join(parts)


def _judged(found: list[DayCounts], say: Callable[[str], None]) -> int:
    """Say which days differ; the exit status."""
    oldest = min((each.day for each in found if each.at_server), default=None)
    compared = [each for each in found if oldest is not None and each.day >= oldest]
    different = [each for each in compared if each.at_server != each.archived]
    for each in different:
        lacks = "the archive lacks" if each.archived < each.at_server else "the server lacks"
        say(
            f"{each.day}  server {each.at_server:,}  archive {each.archived:,}  {lacks} "
            f"{abs(each.at_server - each.archived):,}"
        )
    older = len(found) - len(compared)
    if older:
        say(f"{older:,} days are older than what the server has.")
    say(f"{len(compared):,} days compared, {len(different):,} differ.")
    return _DIFFERENT if different else _DONE


def _say(text: str) -> None:
    standard_streams.put(f"{text}\n")


def _today() -> date:
    return clock.now().astimezone(UTC).date()
