"""Splunk's HTTP Event Collector: events without ids, acknowledged where that is switched on.

Source: "HTTP Event Collector REST API endpoints", "About HTTP Event Collector Indexer
Acknowledgment" and "Troubleshoot HTTP Event Collector" (its codes) in Splunk's documentation.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Sequence
from typing import Any

import msgspec

from netwrix_tui.errors import ConnectionFailed, ServerRefused
from netwrix_tui.foreign_text import foreign
from netwrix_tui.shipping.elastic import refusal
from netwrix_tui.shipping.http_channel import Answer, HttpChannel
from netwrix_tui.shipping.parcel import Fate, Limits, Outcome, Parcel
from netwrix_tui.shipping.receiver import Receiver
from netwrix_tui.shipping.sender import Busy, InDoubt, TooMuch

_COLLECTOR = "/services/collector"
_OK, _BAD, _TOO_LARGE = 200, 400, 413
_BUSY = frozenset((429, 503))
_OF_ONE_EVENT = frozenset((5, 6, 12, 13, 15))
"""Codes of a 400 that are the fault of one event: no data, data format, event missing or blank,
indexed fields."""

_ACKNOWLEDGED_WITHIN = 120.0
_FIRST_LOOK, _LONGEST_LOOK = 0.25, 5.0
"""Seconds."""


class SplunkSender:
    """Sends batches of events, and waits until they are indexed where the collector tells that."""

    limits = Limits(parcels=1_000, size=1_000_000)

    def __init__(
        self, receiver: Receiver, *, acknowledged_within: float = _ACKNOWLEDGED_WITHIN
    ) -> None:
        """Raises UsageError for a bad CA file."""
        self.channel_id = str(uuid.uuid4())
        headers = {"X-Splunk-Request-Channel": self.channel_id}
        if receiver.secret:
            headers["Authorization"] = f"Splunk {receiver.secret.reveal()}"
        self._base = "" if receiver.path.endswith(_COLLECTOR) else _COLLECTOR
        self._channel = HttpChannel(receiver, headers)
        self._name = f"{receiver.kind} at {receiver.address}"
        self._within = acknowledged_within
        self.acknowledges = False
        """True once an answer was one that is to be acknowledged."""

    async def send(self, batch: Sequence[Parcel]) -> list[Outcome]:
        """What became of the first parcels; see :class:`Sender`."""
        body = b"".join(parcel.body for parcel in batch)
        answer = await self._ask("/event", body)
        if answer.status == _OK:
            await self._acknowledged(answer)
            return [Outcome(parcel, Fate.STORED, _OK) for parcel in batch]
        if answer.status in _BUSY:
            raise Busy(f"{self._name} is busy: it answers {answer.status}.", answer.pause)
        if answer.status == _TOO_LARGE:
            if len(batch) == 1:
                return [Outcome(batch[0], Fate.REJECTED, _TOO_LARGE, "larger than it takes")]
            raise TooMuch(f"{self._name} takes less at once.")
        if answer.status == _BAD:
            return await self._bad_event(batch, answer)
        if answer.status >= 500:
            raise InDoubt(f"{self._name} answers {answer.status}: it may have taken some of it.")
        raise refusal(self._name, answer)

    async def ask(self, path: str, body: bytes = b"", method: str = "POST") -> Answer:
        """Any other question below the collector's path. Raises ConnectionFailed."""
        return await self._ask(path, body, method)

    async def settle(self) -> None:
        """Nothing: each request was answered."""

    async def aclose(self) -> None:
        """Close the connection."""
        await self._channel.aclose()

    async def _ask(self, path: str, body: bytes, method: str = "POST") -> Answer:
        headers = {"Content-Type": "application/json"} if body else None
        return await self._channel.ask(method, f"{self._base}{path}", body, headers)

    async def _bad_event(self, batch: Sequence[Parcel], answer: Answer) -> list[Outcome]:
        """What stood before the bad event is indexed; what stands behind it was not looked at."""
        told = _decoded(answer.content)
        number, code = told.get("invalid-event-number"), told.get("code")
        reason = str(told.get("text", "")) or answer.words()
        if code not in _OF_ONE_EVENT:
            raise ServerRefused(
                f"{self._name} does not take events: {foreign(reason, 200)}.",
                status=answer.status,
                cause="The token's index, source type or channel does not allow them.",
                next_step="Look at the token in Settings > Data inputs > HTTP Event Collector.",
            )
        if not isinstance(number, int) or not 0 <= number < len(batch):
            if len(batch) > 1:
                raise InDoubt(f"{self._name} refuses one of many events, and does not say which.")
            number = 0
        if number:
            await self._acknowledged(answer)
        taken = [Outcome(parcel, Fate.STORED, _OK) for parcel in batch[:number]]
        return [*taken, Outcome(batch[number], Fate.REJECTED, _BAD, reason)]

    async def _acknowledged(self, answer: Answer) -> None:
        """Wait until the events of an answer are indexed. Raises InDoubt where that is not told."""
        number = _decoded(answer.content).get("ackId")
        if not isinstance(number, int):
            return
        self.acknowledges = True
        question = msgspec.json.encode({"acks": [number]})
        end, pause = time.monotonic() + self._within, _FIRST_LOOK
        while time.monotonic() < end:
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_LOOK)
            try:
                told = await self._ask(f"/ack?channel={self.channel_id}", question)
            except ConnectionFailed:
                continue
            acks = _decoded(told.content).get("acks") if told.status == _OK else None
            if isinstance(acks, dict) and acks.get(str(number)) is True:
                return
        raise InDoubt(f"{self._name} did not acknowledge events within {self._within:g} s.")


def _decoded(content: bytes) -> dict[str, Any]:
    try:
        told = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
