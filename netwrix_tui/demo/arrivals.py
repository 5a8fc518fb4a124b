"""Records that come while the server runs: they are appended, and never changed or removed.

The demo's own company goes on working (``--live``); whoever writes records adds to the same list.
"""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from netwrix_tui.demo.dataset import Dataset, when_text
from netwrix_tui.demo.rid import rid_of
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.when import instant

_MINUTE = 60.0


class Arrivals:
    """What came after the start, in the order in which it came.

    With ``per_minute``, records like those of the data set come by themselves, so many a minute.
    """

    def __init__(self, dataset: Dataset, per_minute: float = 0.0) -> None:
        self._dataset = dataset
        self._records: list[ActivityRecord] = []
        self._apart = _MINUTE / per_minute if per_minute > 0 else 0.0
        self._rng = Random(f"live {dataset.seed} {dataset.now}")
        self._due = float(dataset.now)
        self._draw_due()

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, number: int) -> ActivityRecord:
        return self._records[number]

    def add(self, record: ActivityRecord, now: float) -> ActivityRecord:
        """Store a record as written at ``now`` (seconds since the epoch); it gets its RID here."""
        number = len(self._dataset) + len(self._records)
        stored = replace(record, rid=rid_of(number, int(now * 1000), self._dataset.seed))
        self._records.append(stored)
        return stored

    def catch_up(self, now: float) -> None:
        """Let the company work until ``now``."""
        while self._apart and self._due <= now:
            like = self._dataset.record(self._rng.randrange(len(self._dataset)))
            self.add(replace(like, when=when_text(int(self._due))), self._due)
            self._draw_due()

    def newest_first(self, known: int) -> list[int]:
        """The numbers of the first ``known`` arrivals, the newest When first."""
        return sorted(range(known), key=lambda n: (self._moment(n), n), reverse=True)

    def _moment(self, number: int) -> float:
        moment = instant(self._records[number].when)
        return moment.timestamp() if moment is not None else 0.0

    def _draw_due(self) -> None:
        if self._apart:
            self._due += self._rng.expovariate(1 / self._apart)
