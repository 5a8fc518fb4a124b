"""Pages of a search in an archive, sorted by any columns.

All matching records are sorted, not only the loaded ones. A page begins after the sort values of
the last record of the page before, so that a late page costs no more than the first.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec

from netwrix_tui.archive.reader import FileGone
from netwrix_tui.archive.record_pages import KEYS, NOTHING, TRIES, RecordPages, changed_again
from netwrix_tui.archive.translation import Clause
from netwrix_tui.results.view.sorting import SortKeys
from netwrix_tui.wire.page import Page

_NO_MOMENT = -(1 << 63)
_WHEN = f'coalesce(epoch_us("when"), {_NO_MOMENT})'


class SortedPosition(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended: its last record's sort values, and how many records so far have them."""

    values: tuple[str | int, ...]
    skip: int = 1


@dataclass(frozen=True, slots=True)
class _Key:
    """A sort key: its expression in SQL, and its direction."""

    sql: str
    descending: bool = False

    @property
    def order(self) -> str:
        return f"{self.sql} {'DESC' if self.descending else 'ASC'}"

    @property
    def beyond(self) -> str:
        return f"{self.sql} {'<' if self.descending else '>'} ?"


def _keys_of(order: SortKeys) -> list[_Key]:
    """The keys of an order; among equals the newest comes first."""
    keys: list[_Key] = []
    for key in order:
        if key.field == "when":
            keys.append(_Key(_WHEN, key.descending))
        else:
            # Case is ignored, as on the screen.
            keys.append(_Key(f'lower("{key.field}")', key.descending))
            keys.append(_Key(f'"{key.field}"', key.descending))
    return [*keys, _Key(_WHEN, descending=True), _Key("rid", descending=True)]


def _behind(keys: Sequence[_Key], values: Sequence[str | int]) -> Clause:
    """The condition for records with these sort values, or after them."""
    equal = " AND ".join(f"{key.sql} = ?" for key in keys)
    some = [(f"({equal})", list(values))]
    for count, key in enumerate(keys):
        same = "".join(f"{before.sql} = ? AND " for before in keys[:count])
        some.append((f"({same}{key.beyond})", list(values[: count + 1])))
    return Clause(
        f"({' OR '.join(sql for sql, _ in some)})", [value for _, of in some for value in of]
    )


class SortedPages(RecordPages):
    """The pages of one search, in the order that is asked for."""

    def sorted_page(
        self, order: SortKeys, behind: SortedPosition | None, waited_for: threading.Event
    ) -> tuple[Page, SortedPosition | None]:
        """The page after a position, and its end; at the end an empty page and None."""
        for _ in range(TRIES):
            with suppress(FileGone):
                return self._sorted(_keys_of(order), behind, waited_for)
        raise changed_again()

    def _sorted(
        self, keys: Sequence[_Key], behind: SortedPosition | None, waited_for: threading.Event
    ) -> tuple[Page, SortedPosition | None]:
        clause, skipped = self._search.clause, 0
        if behind is not None:
            at = _behind(keys, behind.values)
            clause, skipped = clause.and_(at.sql, *at.values), behind.skip
        values = ", ".join(key.sql for key in keys)
        order = ", ".join(key.order for key in keys)
        query = (
            f"{KEYS[0]}, {values} {KEYS[1]} WHERE {clause.sql} ORDER BY {order}, "
            f"filename DESC, file_row_number DESC LIMIT {self._size + skipped}"
        )
        days = self._search.days(self._reader.days())
        found = self._reader.ask(query, days, clause.values, waited_for)
        if behind is not None:
            same = sum(tuple(row[4:]) == behind.values for row in found[:skipped])
            found = found[same:]
        found = found[: self._size]
        if not found:
            return NOTHING, None
        chosen, page = self._of_one_format([row[:4] for row in found], waited_for)
        return page, _place(found[: len(chosen)], behind)


def _place(found: Sequence[tuple[Any, ...]], before: SortedPosition | None) -> SortedPosition:
    values = tuple(found[-1][4:])
    same = sum(tuple(row[4:]) == values for row in found)
    if before is not None and same == len(found) and before.values == values:
        same += before.skip
    return SortedPosition(values, same)
