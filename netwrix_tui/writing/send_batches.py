"""Sender of batches: one after the other, each noted in the journal before it goes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from netwrix_tui.errors import (
    ConnectionFailed,
    NetwrixTuiError,
    ServerRefused,
    SignInFailed,
    WriteInDoubt,
)
from netwrix_tui.records.new_record import NewRecord
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.new_records import encode_new_record
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.batches import Batch
from netwrix_tui.writing.journal import BatchState, Journal

_RECORD = re.compile(r"/ActivityRecord\[(\d+)\]")

_BAD_REQUEST = 400
"""The batch itself is refused; the next one may be taken."""


class RecordSink(Protocol):
    """Where records go, and where they are looked for."""

    async def write(self, records: Iterable[bytes], wire: WireFormat | None = None) -> None:
        """Hand in one batch. Raises NetwrixTuiError, WriteInDoubt where nobody knows."""

    async def search(self, parameters: SearchParameters, mark: str | None = None) -> Page:
        """A page of what matches."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: ``stopped_by`` is None where every batch was tried."""

    stopped_by: NetwrixTuiError | None = None
    is_cancelled: bool = False


async def send_batches(
    sink: RecordSink,
    records: Sequence[NewRecord],
    journal: Journal,
    *,
    on_change: Callable[[Batch], None],
    is_wanted: Callable[[], bool] = lambda: True,
) -> Outcome:
    """Send what is pending or was refused; what was accepted or is in doubt is left alone.

    It ends early where ``is_wanted`` says so, between two batches, and where the server or the
    connection fails as a whole. ``on_change`` is called when a batch has got another state.
    Cancelled, it leaves the batch that was under way in doubt.
    """
    wire = journal.purpose.wire
    for batch in journal.of_state(BatchState.PENDING, BatchState.REFUSED):
        if not is_wanted():
            return Outcome(is_cancelled=True)
        encoded = [encode_new_record(r, wire) for r in batch.of(records)]
        journal.note(batch, BatchState.SENT)
        on_change(batch)
        error = await _sent(sink, encoded, batch, journal)
        on_change(batch)
        if error is not None and getattr(error, "status", None) != _BAD_REQUEST:
            return Outcome(error)
    return Outcome()


async def _sent(
    sink: RecordSink, encoded: list[bytes], batch: Batch, journal: Journal
) -> NetwrixTuiError | None:
    """Send one batch and note what came of it; what is not known to have failed stays sent."""
    try:
        await sink.write(encoded, journal.purpose.wire)
    except WriteInDoubt as error:
        journal.note(batch, BatchState.SENT, error.instead)
        return error
    except ServerRefused as error:
        error.what += _which(batch, error.location)
        journal.note(batch, BatchState.REFUSED, error.what)
        return error
    except (SignInFailed, ConnectionFailed) as error:
        journal.note(batch, BatchState.PENDING, error.what)
        return error
    journal.note(batch, BatchState.ACCEPTED)
    return None


def _which(batch: Batch, location: str) -> str:
    """Which of all records that is; the server counts within the batch."""
    found = _RECORD.search(location)
    number = int(found[1]) if found is not None else 0
    return (
        f" That is record {batch.rows[number - 1] + 1:,} of all."
        if 0 < number <= len(batch)
        else ""
    )
