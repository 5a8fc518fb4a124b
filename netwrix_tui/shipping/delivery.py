"""Delivery of batches: each parcel until it is stored, there already, or rejected for good.

What is busy is tried again alone; what was sent and not answered is sent again: by their ids
documents are there once, and without ids each doubt is told.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from netwrix_tui.client.retry import RetryPolicy
from netwrix_tui.errors import CertificateNotTrusted, ConnectionFailed
from netwrix_tui.records.amounts import records_words
from netwrix_tui.shipping.parcel import Fate, Limits, Outcome, Parcel
from netwrix_tui.shipping.sender import Busy, InDoubt, Sender, TooMuch

_TRIES_UNKNOWN = 8
"""How often one is tried that takes connections, and has never answered."""

_FEWEST = 100
"""Records at once below which one that was too large says nothing of all others."""

_PAUSES = RetryPolicy(first_pause=0.25, longest_pause=30.0)


@dataclass(slots=True)
class DeliveryTally:
    """How many records became of what, and when the latest of them happened (microseconds)."""

    stored: int = 0
    there: int = 0
    rejected: int = 0
    doubtful: int = 0
    latest: int | None = None

    @property
    def settled(self) -> int:
        """How many need no further thought."""
        return self.stored + self.there + self.rejected


@dataclass(frozen=True, slots=True)
class Reports:
    """Who hears of what is not plain success.

    ``say`` takes a sentence, once for each trouble; ``reject`` a parcel that is never taken, with
    its reason; ``doubt`` parcels that may be there twice, and why.
    """

    say: Callable[[str], None]
    reject: Callable[[Outcome], None]
    doubt: Callable[[Sequence[Parcel], str], None]


@dataclass(slots=True)
class Delivery:
    """Delivers to one receiver. ``patience`` is for how many seconds it is waited for once it has
    answered, None for ever; ``first_pause`` is the first one, in seconds.
    """

    sender: Sender
    has_ids: bool
    reports: Reports
    patience: float | None = 600.0
    pauses: RetryPolicy = _PAUSES
    tally: DeliveryTally = field(default_factory=DeliveryTally)
    trouble: str = ""
    """What it waits for, as a sentence; empty where all is well."""
    settled: list[Parcel] = field(default_factory=list)
    """Those of the last batch that need no further thought, also where it was ended in between."""
    _has_answered: bool = False
    _under_way: Sequence[Parcel] = ()

    async def deliver(self, batch: Sequence[Parcel]) -> None:
        """Return once each parcel is settled. Raises what trying again does not change.

        Where it is ended in between, parcels of a receiver without ids that were under way are in
        doubt, which is told.
        """
        self.settled = []
        try:
            await self._deliver(batch)
        except BaseException:
            under_way, self._under_way = self._under_way, ()
            if under_way and not self.has_ids:
                self._tell_doubt(under_way, "It was ended while they were sent.")
            raise

    async def settle(self) -> None:
        """Return once the receiver has had time to show that something did not arrive."""
        while True:
            try:
                await self.sender.settle()
            except InDoubt as error:
                self.tally.stored -= len(error.also)
                self._tell_doubt(error.also, error.what)
                await self.deliver(error.also)
            else:
                return

    async def _deliver(self, batch: Sequence[Parcel]) -> None:
        waiting: deque[Sequence[Parcel]] = deque([batch] if batch else [])
        failures, since = 0, 0.0
        while waiting:
            part = waiting.popleft()
            error: ConnectionFailed | None = None
            again: list[Parcel] = []
            self._under_way = part
            try:
                outcomes = await self.sender.send(part)
            except TooMuch:
                self._under_way = ()
                half = (len(part) + 1) // 2
                # What follows is cut as small, so that it is not sent in vain each time.
                limits = self.sender.limits
                fewer = min(limits.parcels, max(half, _FEWEST))
                self.sender.limits = Limits(fewer, limits.size)
                waiting.extendleft((part[half:], part[:half]))
                continue
            except ConnectionFailed as failed:
                self._under_way = ()
                error, again = failed, list(part)
                if isinstance(failed, InDoubt) and not self.has_ids:
                    again = [*failed.also, *part]
                    self.tally.stored -= len(failed.also)
                    doubtful = failed.also if failed.is_earlier_alone else again
                    self._tell_doubt(doubtful, failed.what)
                self._check_hope(failed, failures + 1, since)
            else:
                self._under_way = ()
                self._has_answered = True
                again = [each.parcel for each in outcomes if each.fate is Fate.AGAIN]
                for outcome in outcomes:
                    self._count(outcome)
                if rest := part[len(outcomes) :]:
                    waiting.appendleft(rest)
            if not again:
                failures = 0
                self._recovered()
                continue
            waiting.appendleft(again)
            if error is None and len(again) < len(part):
                failures, since = 0, 0.0  # some was taken: it goes on
            failures += 1
            since = since or time.monotonic()
            await self._pause(error, again, failures)

    def _check_hope(self, error: ConnectionFailed, failures: int, since: float) -> None:
        """Raise the error where waiting is of no use."""
        if isinstance(error, CertificateNotTrusted):
            raise error
        if isinstance(error, Busy):
            self._has_answered = True
        is_nobody = failures == 1 and not isinstance(error, InDoubt)
        if not self._has_answered and (is_nobody or failures >= _TRIES_UNKNOWN):
            raise error
        waited = time.monotonic() - since if since else 0.0
        if self.patience is not None and waited > self.patience:
            raise error

    async def _pause(
        self, error: ConnectionFailed | None, again: Sequence[Parcel], failures: int
    ) -> None:
        if error is None:
            what = f"{records_words(len(again))} not taken now: sent again alone."
        else:
            what = error.what
        if not self.trouble:
            self.reports.say(what)
        self.trouble = what
        asked = error.pause if isinstance(error, Busy) else None
        await asyncio.sleep(self.pauses.pause(failures) if asked is None else asked)

    def _recovered(self) -> None:
        if self.trouble:
            self.trouble = ""
            self.reports.say("The receiver takes records again.")

    def _count(self, outcome: Outcome) -> None:
        tally = self.tally
        match outcome.fate:
            case Fate.STORED:
                tally.stored += 1
            case Fate.THERE_ALREADY:
                tally.there += 1
            case Fate.REJECTED:
                tally.rejected += 1
                self.reports.reject(outcome)
            case _:
                return
        self.settled.append(outcome.parcel)
        moment = outcome.parcel.moment
        if moment is not None and (tally.latest is None or moment > tally.latest):
            tally.latest = moment

    def _tell_doubt(self, parcels: Sequence[Parcel], why: str) -> None:
        if not parcels:
            return
        self.tally.doubtful += len(parcels)
        self.reports.doubt(parcels, why)
