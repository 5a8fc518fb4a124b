"""Elasticsearch and OpenSearch: ``_bulk``, where each document is created under its id, once.

Source: "Bulk index or delete documents" and "Create or update an index template" in Elastic's
documentation, "Bulk" in OpenSearch's.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from netwrix_tui.errors import ServerRefused
from netwrix_tui.foreign_text import foreign
from netwrix_tui.shipping.http_channel import Answer, HttpChannel
from netwrix_tui.shipping.parcel import Fate, Limits, Outcome, Parcel
from netwrix_tui.shipping.receiver import Receiver
from netwrix_tui.shipping.sender import Busy, InDoubt, TooMuch

_NDJSON = {"Content-Type": "application/x-ndjson"}
_JSON = {"Content-Type": "application/json"}
_OK, _CREATED, _CONFLICT, _BAD, _TOO_LARGE = 200, 201, 409, 400, 413
_PASSING = frozenset((429, 500, 502, 503, 504))
"""Statuses that pass: of an item, it is sent again alone; of all, all of it."""

_LONGEST_REASON = 500


def authorization(receiver: Receiver) -> dict[str, str]:
    """The header that proves who sends: Basic for a user, else an API key, if there is a secret."""
    if not receiver.secret:
        return {}
    if receiver.user:
        pair = f"{receiver.user}:{receiver.secret.reveal()}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}
    return {"Authorization": f"ApiKey {receiver.secret.reveal()}"}


class ElasticSender:
    """Sends batches to ``_bulk``; parcels hold both lines of a document."""

    limits = Limits(parcels=1_000, size=5_000_000)

    def __init__(self, receiver: Receiver) -> None:
        """Raises UsageError for a bad CA file."""
        self._channel = HttpChannel(receiver, authorization(receiver))
        self._name = f"{receiver.kind} at {receiver.address}"

    async def send(self, batch: Sequence[Parcel]) -> list[Outcome]:
        """What became of each parcel; see :class:`Sender`."""
        body = b"".join(parcel.body for parcel in batch)
        answer = await self._channel.ask("POST", "/_bulk", body, _NDJSON)
        if answer.status == _TOO_LARGE:
            if len(batch) == 1:
                return [Outcome(batch[0], Fate.REJECTED, _TOO_LARGE, "larger than it takes")]
            raise TooMuch(f"{self._name} takes less at once.")
        if answer.status in _PASSING:
            raise Busy(f"{self._name} is busy: it answers {answer.status}.", answer.pause)
        if answer.status != _OK:
            raise refusal(self._name, answer)
        items = _items(answer.content)
        if items is None or len(items) != len(batch):
            # Something in between answered. Ids make it safe to send all of it again.
            raise InDoubt(f"{self._name} answers with something other than results of a bulk.")
        return [self._outcome(parcel, item) for parcel, item in zip(batch, items, strict=True)]

    async def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """Any other question. Raises ConnectionFailed."""
        return await self._channel.ask(method, path, body, _JSON if body else None)

    async def put_template(self, name: str, body: bytes) -> None:
        """Send an index template. Raises ServerRefused where it is not taken."""
        answer = await self.ask("PUT", f"/_index_template/{name}", body)
        if answer.status != _OK:
            raise refusal(self._name, answer)

    async def settle(self) -> None:
        """Nothing: each request was answered."""

    async def aclose(self) -> None:
        """Close the connection."""
        await self._channel.aclose()

    def _outcome(self, parcel: Parcel, item: Mapping[str, Any]) -> Outcome:
        status = item.get("status")
        if status in (_OK, _CREATED):
            return Outcome(parcel, Fate.STORED, status)
        if status == _CONFLICT:
            return Outcome(parcel, Fate.THERE_ALREADY, status)
        reason = _reason(item.get("error"))
        if status in _PASSING:
            return Outcome(parcel, Fate.AGAIN, status, reason)
        if status == _BAD:
            return Outcome(parcel, Fate.REJECTED, status, reason)
        # A right that is missing, an index that is closed: no fault of this record.
        raise ServerRefused(
            f"{self._name} does not take records: status {status}, {foreign(reason, 200)}.",
            status=status if isinstance(status, int) else 0,
            cause="The account may not write there, or the index is not there or closed.",
            next_step="Correct it there; the same command then continues.",
        )


def refusal(name: str, answer: Answer) -> ServerRefused:
    """The error for an answer that trying again does not change."""
    said = f": {answer.words()}" if answer.words() else ""
    if answer.status in (401, 403):
        return ServerRefused(
            f"{name} refuses the sign-in: it answers {answer.status}{said}.",
            status=answer.status,
            cause="The token or password is wrong or has expired, or it may not do this.",
            next_step="Look at the token, and at what it may do.",
        )
    return ServerRefused(
        f"{name} answers {answer.status}{said}.",
        status=answer.status,
        cause="Something else listens there, or the path or the index is another.",
        next_step="Look at the address; netwrix-tui doctor --to NAME examines it.",
    )


def _items(content: bytes) -> list[Mapping[str, Any]] | None:
    """The results of a bulk, in its order; None where these are none."""
    try:
        told = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    items = told.get("items") if isinstance(told, dict) else None
    if not isinstance(items, list):
        return None
    found: list[Mapping[str, Any]] = []
    for item in items:
        told = next(iter(item.values()), None) if isinstance(item, dict) else None
        if not isinstance(told, dict):
            return None
        found.append(told)
    return found


def _reason(error: object) -> str:
    """Why an item was not stored, in the receiver's words, with what caused it."""
    parts: list[str] = []
    while isinstance(error, dict) and len(parts) < 4:
        parts.append(f"{error.get('type', '')}: {error.get('reason', '')}".strip(": "))
        error = error.get("caused_by")
    if isinstance(error, str):
        parts.append(error)
    return "; ".join(filter(None, parts))[:_LONGEST_REASON]
