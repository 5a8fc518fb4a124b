"""What is sent of one record, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Parcel:
    """One record as the receiver takes it: its RID, its id there, and the bytes for it."""

    rid: str
    identifier: str
    body: bytes
    moment: int | None = None
    """When it happened, in microseconds since the epoch."""


class Fate(Enum):
    """What became of a parcel."""

    STORED = auto()
    THERE_ALREADY = auto()
    AGAIN = auto()
    """Not taken now: to be sent again, alone."""
    REJECTED = auto()
    """Never taken as it is."""
    DOUBTFUL = auto()
    """Sent, and nothing says whether it was stored: only of receivers without ids."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one parcel, and why where it was not stored."""

    parcel: Parcel
    fate: Fate
    status: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much goes out at once: so many parcels, and so many bytes unless one alone is larger."""

    parcels: int
    size: int


def batches(parcels: Sequence[Parcel], limits_now: Callable[[], Limits]) -> Iterator[list[Parcel]]:
    """The parcels in their order, cut where a limit is reached; limits may become less."""
    batch: list[Parcel] = []
    size = 0
    for parcel in parcels:
        limits = limits_now()
        if batch and (len(batch) >= limits.parcels or size + len(parcel.body) > limits.size):
            yield batch
            batch, size = [], 0
        batch.append(parcel)
        size += len(parcel.body)
    if batch:
        yield batch
