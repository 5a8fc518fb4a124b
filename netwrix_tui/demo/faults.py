"""Faults on demand: answers that are cut, late, garbage or refused, so that clients can be tried.

A fault is written ``KIND:PAGES[:AMOUNT]``, as in ``cut:3`` (the third page), ``delay:2-4:1.5``
(the second to the fourth) or ``status:5-:503`` (the fifth and all after it). Pages are answers to
enum and search that were asked for more than one record, counted from 1 over the server's life.
Kinds that begin with ``write-`` befall writes of an account that may write, counted alike.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong. The amount means something else to each."""

    CUT = "cut"
    """The connection ends after so many bytes of the body (default: half of them)."""
    DELAY = "delay"
    """The answer is held back for so many seconds (default: 1)."""
    GARBAGE = "garbage"
    """The body is none of the API's: a web page, as a proxy sends them."""
    STATUS = "status"
    """The answer has this status (default: 500) and an empty body."""
    WRITE_LOST = "write-lost"
    """The connection ends when the records have come; nothing is stored."""
    WRITE_CUT = "write-cut"
    """The records are stored, and the connection ends without an answer."""
    WRITE_DELAY = "write-delay"
    """The records are stored, and the answer is held back for so many seconds (default: 1)."""
    WRITE_STATUS = "write-status"
    """Nothing is stored; the answer has this status (default: 503), and an ErrorList where the
    server's own has one (400, 503)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault and the pages that it befalls; ``last`` is None for all pages from ``first`` on."""

    kind: FaultKind
    first: int
    last: int | None
    amount: float | None

    @classmethod
    def parse(cls, text: str) -> Fault:
        """A fault from the command line. Raises argparse.ArgumentTypeError."""
        match = _FORM.fullmatch(text)
        if match is None:
            raise argparse.ArgumentTypeError(f"{text!r} is not KIND:PAGES[:AMOUNT], as in cut:3")
        first = int(match["first"])
        last = int(match["last"]) if match["last"] else None if match["open"] else first
        amount = float(match["amount"]) if match["amount"] else None
        return cls(FaultKind(match["kind"]), first, last, amount)

    def befalls(self, page: int) -> bool:
        """Whether the page of this number is hit."""
        return self.first <= page and (self.last is None or page <= self.last)


_FORM = re.compile(
    rf"(?P<kind>{'|'.join(FaultKind)}):(?P<first>\d+)(?P<open>-(?P<last>\d+)?)?"
    r"(?::(?P<amount>\d+(?:\.\d+)?))?"
)


class Faults:
    """Counts the pages that a server sends, and the writes, and says what befalls each."""

    def __init__(self, faults: list[Fault]) -> None:
        self._on_writes = [f for f in faults if f.kind.name.startswith("WRITE")]
        self._faults = [f for f in faults if f not in self._on_writes]
        self._pages = 0
        self._writes = 0

    def next_page(self) -> list[Fault]:
        """The faults of the page that is about to be sent."""
        self._pages += 1
        return [fault for fault in self._faults if fault.befalls(self._pages)]

    def next_write(self) -> list[Fault]:
        """The faults of the write that has come."""
        self._writes += 1
        return [fault for fault in self._on_writes if fault.befalls(self._writes)]
