"""Backlog of ``follow``: older records, held back until all have come, to be put in order.

A server may give them in any order, and gives the newest first as a rule.
"""

from __future__ import annotations

from datetime import datetime

from netwrix_tui.results.columnstore.received_record import ReceivedRecord, of_page
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.following.follower import NewRecords
from netwrix_tui.results.loading.resume_point import ResumePoint

MOST_HELD = 10_000
_MOST_BYTES = 64 << 20


class Backlog:
    """Records that wait to be written, and the resume point before the first of them came.

    ``began`` is when following began: what happened before is the backlog.
    """

    def __init__(self, began: datetime) -> None:
        self._began = began
        self._records: list[ReceivedRecord] = []
        self._bytes = 0
        self._has_old = False
        self.before: ResumePoint | None = None
        """None where there are none."""
        self.is_complete = False
        """True once all of it has come: later records are written as they come."""

    def __len__(self) -> int:
        return len(self._records)

    def add(self, new: NewRecords) -> None:
        """Hold further records."""
        if self.before is None:
            self.before = new.before
        is_new = _is_all_new(new, self._began)
        # New ones behind old ones: they come the oldest first, and the backlog is all there.
        self.is_complete = self.is_complete or (is_new and self._has_old)
        self._has_old = self._has_old or not is_new
        self._records += of_page(new.page)
        self._bytes += sum(map(len, new.page.raws))

    @property
    def is_full(self) -> bool:
        """True where memory has no room for more."""
        return len(self._records) >= MOST_HELD or self._bytes >= _MOST_BYTES

    def take(self) -> list[ReceivedRecord]:
        """All of them, the oldest first, those of no readable time last; none are held then."""
        records, self._records = self._records, []
        self._bytes, self.before = 0, None
        return oldest_first(records)


def oldest_first(records: list[ReceivedRecord]) -> list[ReceivedRecord]:
    """Records by their When.

    Those of one second stay as they came; turned around, where the newest came first.
    """
    timed = [(timestamp_of(record.row.when), record) for record in records]
    known = [(moment, record) for moment, record in timed if moment is not None]
    if known and known[0][0] > known[-1][0]:
        known.reverse()
    known.sort(key=lambda pair: pair[0])
    return [record for _, record in known] + [record for moment, record in timed if moment is None]


def _is_all_new(new: NewRecords, began: datetime) -> bool:
    """True where all that came happened after a moment."""
    least = began.timestamp() * 1_000_000
    timestamps = [timestamp_of(when) for when in new.page.column("when")]
    return all(moment is not None and moment >= least for moment in timestamps)
