"""What stands in a result file, line by line: one JSON object each, and only ever appended.

The first line says which server it is about. Each further one gives some records a state: a
``sent`` line names them, a later line of the same sending tells what became of it, of all its
records or of those that it names itself. Lines without a state that is known here are passed over.

A file of the first version knew an input by one digest of all its records, and batches by their
numbers. It is read where the input is still that one; lines of this version may stand behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import BinaryIO

import msgspec

from netwrix_tui.writing.identity import RecordIdentity

VERSION = 2
_PIECE = 1 << 20


class BatchState(StrEnum):
    """Where records stand. SENT stays where no answer came: they are in doubt."""

    PENDING = "pending"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line. ``sending`` counts from 1 within a file; ``cores`` belong to ``records``."""

    at: str = ""
    """When, as ISO 8601 in UTC."""
    state: BatchState | None = None
    sending: int = 0
    why: str = ""
    account: str = ""
    input: str = ""
    """A digest of the records of a whole input: on a line of its own, where a run begins."""
    records: tuple[str, ...] = ()
    cores: tuple[str, ...] = ()

    server: str = ""
    version: int = 0
    """These two stand in the line at the head."""

    batch: int = 0
    batches: tuple[int, ...] = ()
    """The first version: the number of a batch, and at the head how many records each has."""


class NoResultFile(Exception):
    """The lines are not those of a result file."""


def encoded(line: Line) -> bytes:
    """A line, with its end."""
    return msgspec.json.encode(line) + b"\n"


def lines_of(file: BinaryIO) -> Iterator[tuple[Line, int]]:
    """The whole lines of a file, each with the place where it ends. Raises NoResultFile, OSError.

    A last line that is not whole was never meant to be acted upon.
    """
    end = 0
    for raw in _split(file):
        try:
            line = _decoder.decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise NoResultFile from error
        if end == 0 and not line.server:
            raise NoResultFile
        end += len(raw) + 1
        yield line, end


_decoder = msgspec.json.Decoder(Line)


def _split(file: BinaryIO) -> Iterator[bytes]:
    rest, is_first = b"", True
    while piece := file.read(_PIECE):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line
            is_first = False
    if (
        is_first
        and rest
        and not any(head.startswith(rest[: len(head)]) for head in (b'{"server":"', b'{"input":"'))
    ):
        raise NoResultFile


def first_version(
    head: Line, entries: Sequence[Line], given: Sequence[RecordIdentity]
) -> Iterator[Line]:
    """The lines of this version that say the same of the input that a file of the first is for."""
    last = {entry.batch: entry for entry in entries}
    start = 0
    for number, length in enumerate(head.batches, 1):
        some = given[start : start + length]
        start += length
        entry = last.get(number)
        if entry is None or entry.state is None:
            continue
        yield Line(
            at=entry.at,
            state=BatchState.SENT,
            sending=number,
            account=head.account,
            records=tuple(one.id for one in some),
            cores=tuple(one.core for one in some),
        )
        if entry.state is not BatchState.SENT:
            yield Line(at=entry.at, state=entry.state, sending=number, why=entry.why)
