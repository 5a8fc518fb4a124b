"""The demo's Audit Database: so many records, each a function of the seed and its index.

Index 0 is the newest record. Stories (a few hundred scripted records) are merged into the drawn
ones by time; from then on they are records like all others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from msgspec.structs import replace

from netwrix_tui.clock import utc_at
from netwrix_tui.demo.blocks import BLOCK, Block, Blocks, Tables
from netwrix_tui.demo.company import build_company
from netwrix_tui.demo.events import KINDS
from netwrix_tui.demo.events.kind import Scene, Stage
from netwrix_tui.demo.hostile import Hostility
from netwrix_tui.demo.rid import LONGEST_DELAY, index_in, rid_of
from netwrix_tui.demo.seeded_random import SeededRandom
from netwrix_tui.demo.stories import all_stories
from netwrix_tui.demo.work_rhythm import Timeline
from netwrix_tui.records.record import ActivityRecord

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Dataset:
    """``count`` records that end at ``now`` (seconds since the epoch).

    ``zone`` is where the company works: its days and nights go by the clock there.
    """

    def __init__(
        self, seed: int, count: int, now: int, *, hostile: bool = False, zone: tzinfo = UTC
    ) -> None:
        self.seed = seed
        self.now = now
        hostility = Hostility() if hostile else None
        self._hostility = hostility
        self.company = build_company(seed, hostility)
        self.object_types = tuple(
            hostility.name(kind.object_type, i) if hostility else kind.object_type
            for i, kind in enumerate(KINDS)
        )
        scripted = all_stories(self.company, seed, now, zone)[: count // 4]
        self.base_count = count - len(scripted)
        ahead = utc_at(now).astimezone(zone).utcoffset() or timedelta()
        self._timeline = Timeline.ending(
            now - LONGEST_DELAY, self.base_count, seed, int(ahead.total_seconds())
        )
        self._blocks = Blocks(Tables(self.company, seed), self._timeline)
        self._scripted_ms = [moment for moment, _ in scripted]
        # How many drawn records are newer than each scripted one, and where it stands among all.
        self._newer = [self._first_base_before(at) for at in self._scripted_ms]
        self._scripted_at = [newer + number for number, newer in enumerate(self._newer)]
        self._scripted = [
            replace(record, rid=rid_of(at, ms, seed), when=when_text(ms // 1000))
            for at, (ms, record) in zip(self._scripted_at, scripted, strict=True)
        ]

    def __len__(self) -> int:
        return self.base_count + len(self._scripted)

    def record(self, index: int) -> ActivityRecord:
        """The record at ``index``, whole."""
        scripted = bisect_left(self._scripted_at, index)
        if scripted < len(self._scripted_at) and self._scripted_at[scripted] == index:
            return self._scripted[scripted]
        return self._drawn(index - scripted, index)

    def moment_ms(self, index: int) -> int:
        """When the record at ``index`` happened, in milliseconds since the epoch."""
        scripted = bisect_left(self._scripted_at, index)
        if scripted < len(self._scripted_at) and self._scripted_at[scripted] == index:
            return self._scripted_ms[scripted]
        return self._timeline.moment_ms(index - scripted)

    def first_before(self, second: int) -> int:
        """The first index whose ``When`` is earlier than ``second`` (since the epoch)."""
        moment = second * 1000
        scripted = bisect_left(self._scripted_ms, True, key=lambda ms: ms < moment)
        return self._first_base_before(moment) + scripted

    def index_of(self, rid: str) -> int | None:
        """The index of the record with this RID (in either case), or None."""
        index = index_in(rid, self.seed)
        if index is None or not 0 <= index < len(self):
            return None
        return index if rid_of(index, self.moment_ms(index), self.seed) == rid.upper() else None

    def scripted_between(self, first: int, last: int) -> list[int]:
        """The indices of scripted records from ``first`` up to ``last``."""
        begin, end = bisect_left(self._scripted_at, first), bisect_left(self._scripted_at, last)
        return self._scripted_at[begin:end]

    def base_of(self, index: int) -> int:
        """How many drawn records come before ``index``."""
        return index - bisect_left(self._scripted_at, index)

    def index_of_base(self, base: int) -> int:
        """The index of the drawn record number ``base``."""
        return base + bisect_right(self._newer, base)

    def block(self, base: int) -> Block:
        """The block of codes that holds the drawn record number ``base``."""
        return self._blocks.holding(base)

    def base_second(self, base: int) -> int:
        """When the drawn record number ``base`` happened, in seconds since the epoch."""
        return self._timeline.moment_ms(base) // 1000

    def scene(self, base: int) -> Scene:
        """What and the details of the drawn record number ``base``."""
        block = self._blocks.holding(base)
        offset = base % BLOCK
        salt = block.salts[offset]
        company = self.company
        stage = Stage(
            company,
            company.actors[block.actors[offset]],
            company.places[block.places[offset]],
            SeededRandom(salt),
            self.base_second(base),
        )
        what, details = KINDS[block.kinds[offset]].play(stage)
        if self._hostility is not None:
            return self._hostility.scene(what, details, salt)
        return what, details

    def _drawn(self, base: int, index: int) -> ActivityRecord:
        block = self._blocks.holding(base)
        offset = base % BLOCK
        code = block.kinds[offset]
        kind = KINDS[code]
        place = self.company.places[block.places[offset]]
        moment_ms = self._timeline.moment_ms(base)
        what, details = self.scene(base)
        return ActivityRecord(
            rid=rid_of(index, moment_ms, self.seed),
            who=self.company.actors[block.actors[offset]].name,
            action=kind.action,
            what=what,
            when=when_text(moment_ms // 1000),
            where=place.where,
            object_type=self.object_types[code],
            monitoring_plan=place.plan,
            monitoring_plan_id=place.plan_id,
            data_source=kind.source,
            item=place.item,
            workstation=self.company.stations[block.stations[offset]],
            details=details,
        )

    def _first_base_before(self, moment: int) -> int:
        """The first drawn record earlier than ``moment`` (milliseconds since the epoch)."""
        moment_ms = self._timeline.moment_ms
        return bisect_left(range(self.base_count), True, key=lambda i: moment_ms(i) < moment)


def when_text(second: int) -> str:
    """A moment as records write it: ``2026-03-17T09:37:11Z``."""
    days, rest = divmod(second, 86_400)
    minutes, seconds = divmod(rest, 60)
    return f"{_day(days)}T{minutes // 60:02}:{minutes % 60:02}:{seconds:02}Z"


@lru_cache(maxsize=512)
def _day(days: int) -> str:
    return f"{_EPOCH + timedelta(days=days):%Y-%m-%d}"
