"""Summary of records in a few sentences: who did what how often, from when to when, and where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from netwrix_tui.records.amounts import records_words, span_words
from netwrix_tui.records.filters import ACTIONS
from netwrix_tui.records.record import Row
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.export.ticket_text import shown_time

_TOLD = 5
"""Values that are named in a sentence; the others are counted."""

_LONGEST_PATH = 2_000
"""Characters of a path that are compared."""

_ACTIONS = frozenset(ACTIONS)
_PARTS = re.compile(r"[^\\/]*[\\/]+")

V = TypeVar("V", str, tuple[str, str])

Quote = Callable[[str], str]
"""Puts a value of somebody else's into a sentence."""


class Summary:
    """Counts what records have in common, one after the other, in memory that their number of
    different values bounds.
    """

    def __init__(self) -> None:
        self._records = 0
        self._who: Counter[str] = Counter()
        self._done: Counter[tuple[str, str]] = Counter()
        self._workstations: Counter[str] = Counter()
        self._first: tuple[int, str] | None = None
        self._last: tuple[int, str] | None = None
        self._timeless = 0
        self._object: str | None = None
        self._folder: list[str] | None = None

    def __len__(self) -> int:
        return self._records

    def add(self, row: Row, moment: int | None) -> None:
        """Count one more; ``moment`` is in microseconds since the epoch, None where unknown."""
        self._records += 1
        self._who[row.who] += 1
        self._done[row.action, row.object_type] += 1
        self._workstations[row.workstation] += 1
        if moment is None:
            self._timeless += 1
        else:
            at = (moment, row.when)
            self._first = at if self._first is None else min(self._first, at)
            self._last = at if self._last is None else max(self._last, at)
        self._narrow(row.what)

    def sentences(self, quote: Quote, zone: ShownZone) -> Iterator[str]:
        """The summary, a sentence after the other; nothing where there are no records."""
        if not self._records:
            return
        who = self._listed(self._who, partial(_named, quote, "an unnamed account"))
        yield f"{records_words(self._records)} by {who}."
        yield f"Actions: {self._listed(self._done, partial(_kind, quote))}."
        yield from self._times(zone)
        yield from self._place(quote)
        stations = self._listed(self._workstations, partial(_named, quote, "none named"))
        yield f"Workstations: {stations}."

    def _listed(self, counts: Counter[V], say: Callable[[V], str]) -> str:
        """``a (3), b (2) and 4 more (7)``; the only one there is stands without its number."""
        told = [(say(value), number) for value, number in _most_common(counts, _TOLD)]
        if len(counts) == 1:
            return told[0][0]
        words = ", ".join(f"{value} ({number:,})" for value, number in told)
        left = len(counts) - len(told)
        rest = self._records - sum(number for _, number in told)
        return f"{words} and {left:,} more ({rest:,})" if left else words

    def _times(self, zone: ShownZone) -> Iterator[str]:
        if self._first is not None and self._last is not None:
            first, last = self._first, self._last
            words = shown_time(first[1], first[0], zone)
            if first[0] == last[0]:
                yield f"All at {words}."
            else:
                took = span_words(last[0] - first[0])
                yield f"First {words}, last {shown_time(last[1], last[0], zone)}, {took} later."
        if self._timeless:
            yield f"{records_words(self._timeless)} without a time that can be read."

    def _place(self, quote: Quote) -> Iterator[str]:
        if self._object and self._records > 1:
            yield f"All on {quote(self._object)}."
        elif folder := _named_folder(self._folder or []):
            yield f"All in {quote(folder)}."

    def _narrow(self, what: str) -> None:
        """Keep what the objects so far have in common: the object itself, and folders from the
        left. File names are compared as Windows does, which is told in the first one's spelling.
        """
        if self._object is None:
            self._object = what
        elif self._object != what:
            self._object = ""
        parts = _PARTS.findall(what[:_LONGEST_PATH].rstrip("\\/"))
        if self._folder is None:
            self._folder = parts
            return
        common = 0
        for ours, its in zip(self._folder, parts, strict=False):
            if ours.casefold() != its.casefold():
                break
            common += 1
        self._folder = self._folder[:common]


def _named_folder(parts: list[str]) -> str:
    """A folder by its name; empty where nothing is left of it, as of ``\\\\`` and ``https://``."""
    bare = "".join(parts).rstrip("\\/")
    return "" if bare.endswith(":") and "/" in parts[-1] else bare


def _named(quote: Quote, empty: str, value: str) -> str:
    return quote(value) if value.strip() else empty


def _kind(quote: Quote, kind: tuple[str, str]) -> str:
    action, object_type = kind
    done = action if action in _ACTIONS else _named(quote, "no action named", action)
    return f"{done} {quote(object_type)}" if object_type.strip() else done


def _most_common(counts: Counter[V], most: int) -> list[tuple[V, int]]:
    """The most frequent values, the same whatever the order in which they came."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
