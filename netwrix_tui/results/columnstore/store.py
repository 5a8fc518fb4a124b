"""Store of a search's records: columns by row, and each record's exact bytes."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from netwrix_tui.records.record import ActivityRecord, Detail, Row
from netwrix_tui.records.row_columns import row_columns
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder, OrderObserver
from netwrix_tui.results.columnstore.column import Column
from netwrix_tui.results.columnstore.followed_rows import FollowedRows
from netwrix_tui.results.columnstore.raw_pages import RawPages
from netwrix_tui.results.columnstore.record_keys import RecordKeys
from netwrix_tui.results.columnstore.spill import SpillConfig
from netwrix_tui.results.columnstore.timestamps import TimestampColumn
from netwrix_tui.wire.limits import LONG_RECORD
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

_TEXT_FIELDS = Row.__struct_fields__[2:]
"""All fields but RID and When, which come first in a Row and have columns of their own."""

_MOST_VALUES = 1_000
_RECORDS_AT_HAND = 16
"""Decoded records that are kept: the one being read and its neighbours."""

_MOST_FOR_A_LINE = 32_768
"""Bytes of a record above which its changes are not decoded for a line of a table."""


class Store:
    """An append-only table of records in the order of arrival.

    One thread appends; any other reads without a lock. That holds because nothing is ever changed
    or removed, and because the number of rows is published last: a reader that looks only at rows
    below ``len(store)`` finds them whole. Reading a row that is not there raises IndexError.
    """

    def __init__(self, spill: SpillConfig | None = None) -> None:
        """``spill`` is where on disk records' bytes go when they become many; None: nowhere."""
        self._count = 0
        self._duplicates = 0
        self._arrival_order = ArrivalOrder.UNKNOWN
        self._observer = OrderObserver()
        self._rids = RecordKeys()
        self._timestamps = TimestampColumn()
        self._columns = {name: Column() for name in _TEXT_FIELDS}
        self._pages = RawPages(spill)
        self._damaged: set[int] = set()
        self._followed = FollowedRows()
        self._decoded = lru_cache(_RECORDS_AT_HAND)(self._pages.record)

    def append(self, page: Page, *, by_following: bool = False) -> int:
        """Append a page; returns how many of its records are new.

        A record whose RID is there already, from the same server, is a double: it is counted, not
        appended. Raises StorageFull where the disk does not take the records; then nothing is
        changed. ``by_following`` is True for records that came by following: their doubles and
        their order say nothing of the search.
        """
        rows, raws = row_columns(page.rows), page.raws
        first = self._count
        rids, whens, *texts = rows.columns
        kept = self._rids.new(rids, texts[-1])
        damaged = page.damaged
        duplicates = len(rows) - len(kept)
        if duplicates:
            if self._followed:
                # What arrived comes again where the search itself gets that far: as it should.
                known = self._rids.rows_of([row.key for row in rows])
                duplicates -= sum(row in self._followed for row in known.values())
            damaged = frozenset(new for new, old in enumerate(kept) if old in damaged)
            rows, raws = rows.chosen(kept), [raws[index] for index in kept]
            rids, whens, *texts = rows.columns
        if rows:
            self._pages.append(raws, page.format, page.declarations, page.answers)
        if not by_following:
            self._duplicates += duplicates
        if not rows:
            return 0
        self._rids.append(rids, texts[-1], first)
        for column, its_texts in zip(self._columns.values(), texts, strict=True):
            column.extend(its_texts)
        timestamps = self._timestamps.extend(whens)
        self._damaged.update(first + index for index in damaged)
        if by_following:
            self._followed = self._followed.with_(first, first + len(rows))
        else:
            self._arrival_order = self._observer.watch(timestamps)
        self._count = first + len(rows)
        return len(rows)

    def __len__(self) -> int:
        return self._count

    def row(self, index: int) -> Row:
        """The table row at an index: every field exactly as it was received."""
        self._check(index)
        return Row(
            self._rids.text(index),
            self._timestamps.text(index),
            *(column[index] for column in self._columns.values()),
        )

    def rid(self, index: int) -> str:
        """The RID of a row, exactly as it was received."""
        self._check(index)
        return self._rids.text(index)

    def rids(self, rows: Sequence[int]) -> list[str]:
        """The RIDs of many rows that are there."""
        return self._rids.texts(rows)

    def key(self, index: int) -> str:
        """What the record is known by: its RID, and its server's name where several are asked."""
        self._check(index)
        return self._rids.key(index)

    def rows_of(self, keys: Iterable[str]) -> dict[str, int]:
        """The rows of those of these keys that are there; some milliseconds for each in a million.

        May be asked on any thread.
        """
        found = self._rids.rows_of(keys)
        return {key: row for key, row in found.items() if row < self._count}

    def when(self, index: int) -> str:
        """When, exactly as it was received."""
        self._check(index)
        return self._timestamps.text(index)

    def timestamp(self, index: int) -> int | None:
        """When, in microseconds since the epoch (UTC); None where its text names no moment."""
        self._check(index)
        return self._timestamps.timestamp(index)

    def raw(self, index: int) -> bytes:
        """The record's bytes exactly as the server sent them. Raises StorageFull where a disk
        fails."""
        self._check(index)
        return self._pages.raw(index)

    def format(self, index: int) -> WireFormat:
        """The format that the record came in."""
        self._check(index)
        return self._pages.format(index)

    def declarations(self, index: int) -> str:
        """The XML namespace declarations around the record; empty where it came as JSON."""
        self._check(index)
        return self._pages.declarations(index)

    def damaged(self, index: int) -> bool:
        """True where the record broke the rules of its format and was read tolerantly."""
        self._check(index)
        return index in self._damaged

    @property
    def damaged_count(self) -> int:
        """How many records were read tolerantly."""
        return len(self._damaged)

    def record(self, index: int) -> ActivityRecord:
        """The whole record, decoded on demand; of a very long one, what its row has of it.

        Raises WireError and StorageFull.
        """
        self._check(index)
        if self._pages.size(index) > LONG_RECORD:
            return self.row(index).as_record()
        record, server = self._decoded(index), self._columns["server"][index]
        return msgspec.structs.replace(record, server=server) if server else record

    def changes(self, index: int) -> tuple[Detail, ...] | None:
        """The changes of a record, for a line among many: decoded each time, and never an error.

        None where its bytes are more than 32 KB, which are not looked into. Empty where it has no
        changes, is damaged, or cannot be read: :meth:`record` has what can be read of those.
        """
        self._check(index)
        if index in self._damaged:
            return ()
        return self._pages.changes(index, _MOST_FOR_A_LINE)

    def column(self, field: str) -> Column:
        """A column of text, for whoever works on all of its rows. It is not to be changed.

        Raises KeyError for RID, When and unknown fields.
        """
        return self._columns[field]

    @property
    def timestamps(self) -> array[int]:
        """The moments of all rows in microseconds since the epoch (UTC), not to be changed.

        Text that names no moment is the least that there is, before all others.
        """
        return self._timestamps.timestamps

    @property
    def followed(self) -> FollowedRows:
        """The rows that came by following the search; some may not be counted yet."""
        return self._followed

    @property
    def raw_bytes(self) -> int:
        """How many bytes of the records, as the server sent them, are held in memory."""
        return self._pages.held

    @property
    def quarters(self) -> Counter[int]:
        """How many records there are in each quarter of an hour; see moments. To be copied."""
        return self._timestamps.quarters

    @property
    def duplicates(self) -> int:
        """How many records came again and were left out."""
        return self._duplicates

    @property
    def arrival_order(self) -> ArrivalOrder:
        """How the moments run in the order of arrival, as far as it was observed."""
        return self._arrival_order

    def values(self, field: str) -> list[str]:
        """The values seen in a text field of :class:`Row`, the most frequent first.

        At most 1,000; empty text is left out. Raises KeyError for RID, When and unknown fields.
        """
        return self._columns[field].most_frequent(_MOST_VALUES)

    def _check(self, index: int) -> None:
        if not 0 <= index < self._count:
            raise IndexError(f"no row {index} in a store of {self._count}")
