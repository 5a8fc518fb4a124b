"""Watching: what ``follow`` finds is looked at for bursts, and those are told in their order."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from netwrix_tui.clock import epoch
from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.headless.burst_targets import (
    CommandTarget,
    Target,
    WebhookTarget,
    told,
    words,
)
from netwrix_tui.headless.messages import Messages
from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.relative import relative_span
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.following.bursts import Burst, BurstRule, BurstWatch
from netwrix_tui.results.summaries.group_keys import keys_named

_WITHIN = "5m"
_AT_THE_END = 1.0
"""Seconds that what is being told gets where the command is over."""


def watching_of(
    options: argparse.Namespace, zone: ShownZone, messages: Messages
) -> Watching | None:
    """What the options ask for; None without ``--run`` and ``--webhook``. Raises UsageError."""
    targets: list[Target] = []
    if options.run is not None:
        targets.append(CommandTarget.parse(options.run))
    if options.webhook is not None:
        webhook = WebhookTarget.parse(options.webhook)
        targets.append(webhook)
        if not webhook.is_encrypted:
            messages.say(f"What is sent to the webhook at {webhook.host} is not encrypted.")
    if not targets:
        for name in ("min", "within", "by", "pause"):
            if getattr(options, "minimum" if name == "min" else name) is not None:
                raise UsageError(
                    f"--{name} says what a burst is, and nobody is told.",
                    next_step="Add --run COMMAND or --webhook URL.",
                )
        return None
    within = _span("--within", options.within or _WITHIN)
    pause = within if options.pause is None else _span("--pause", options.pause)
    keys = keys_named(options.by.split(",")) if options.by is not None else ()
    rule = BurstRule(options.minimum or 1, within, pause, keys)
    return Watching(rule, targets, zone, messages)


class Watching:
    """The rule, who is told, and what was told so far."""

    def __init__(
        self, rule: BurstRule, targets: Sequence[Target], zone: ShownZone, messages: Messages
    ) -> None:
        self._rule = rule
        self._targets = targets
        self._zone = zone
        self._messages = messages
        self._watch = BurstWatch(rule, zone, "")
        self._waiting: asyncio.Queue[Burst] = asyncio.Queue()
        self._began = time.monotonic()
        self._bursts = self._failed = 0

    def begin(self, server: str) -> None:
        """The records are those of a server."""
        self._watch = BurstWatch(self._rule, self._zone, server)

    def see(self, records: Sequence[ReceivedRecord]) -> None:
        """Look at further records."""
        for burst in self._watch.add(records, epoch()):
            self._bursts += 1
            self._messages.say(f"Burst: {words(burst, self._rule)}.")
            self._waiting.put_nowait(burst)

    @asynccontextmanager
    async def telling(self) -> AsyncIterator[None]:
        """Tells bursts while the records come; at the end, those that are still waiting."""
        work = asyncio.create_task(self._tell_all())
        try:
            yield
            await self._waiting.join()
        except BaseException:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._waiting.join(), _AT_THE_END)
            raise
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work

    async def _tell_all(self) -> None:
        while True:
            burst = await self._waiting.get()
            for target in self._targets:
                try:
                    await told(target, burst, self._rule)
                except NetwrixTuiError as error:
                    self._failed += 1
                    self._messages.say(error.sentence())
            self._waiting.task_done()

    def last_words(self, written: int, why: str) -> str:
        """The last line, for whoever supervises the command."""
        minutes, seconds = divmod(int(time.monotonic() - self._began), 60)
        hours, minutes = divmod(minutes, 60)
        bursts = "1 burst" if self._bursts == 1 else f"{self._bursts:,} bursts"
        failed = f", {self._failed:,} not told" if self._failed else ""
        return (
            f"Followed for {hours}:{minutes:02}:{seconds:02}: {records_words(written)}, {bursts}"
            f"{failed}; {why}."
        )


def _span(name: str, text: str) -> timedelta:
    span = relative_span(text)
    if span is None:
        raise UsageError(f"{name}: {text[:20]!r} is no span of time.", next_step="Type 5m or 1h.")
    return span.length
