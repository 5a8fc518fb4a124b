"""Story builder: scripted records at scripted times."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from random import Random

from netwrix_tui.clock import utc_at
from netwrix_tui.demo.company import Actor, Company
from netwrix_tui.demo.employees import Person
from netwrix_tui.demo.monitored_items import MonitoredItem
from netwrix_tui.records.record import ActivityRecord, Detail

ScriptedRecord = tuple[int, ActivityRecord]
"""A moment in milliseconds since the epoch, and a record without RID and When."""

_DAY = 86_400


class StoryBuilder:
    """Collects the records of one story, in the order in which they happen.

    ``clock`` is the current moment of the story in seconds since the epoch; records move it.
    ``zone`` is whose times of day a story names; ``days`` puts all of it so many days back.
    """

    def __init__(
        self, company: Company, rng: Random, now: int, zone: tzinfo = UTC, days: int = 0
    ) -> None:
        self.company = company
        self.rng = rng
        self.scripted: list[ScriptedRecord] = []
        self.clock = float(now)
        self._zone = zone
        self._midnight = now - now % _DAY - days * _DAY

    def begin(self, days_ago: int, time_of_day: str) -> None:
        """Sets the clock to where a day of UTC shows this time of day in the story's zone.

        ``days_ago`` is at least 1, so that nothing lies ahead. Of two days ago with different
        numbers, the one with the larger number comes first; on one day, time passes by waiting.
        """
        first = self._midnight - days_ago * _DAY
        day = utc_at(first).date()
        shown = time.fromisoformat(time_of_day).replace(tzinfo=self._zone)
        moments = (
            datetime.combine(day + timedelta(days=days), shown).timestamp() for days in (-1, 0, 1)
        )
        # None does where the clock is put forward over it at the very edge of the day.
        self.clock = next((m for m in moments if first <= m < first + _DAY), float(first))

    def wait(self, seconds: float) -> None:
        """Lets time pass."""
        self.clock += seconds

    def someone(self, department: str, *, besides: tuple[Person, ...] = ()) -> Person:
        """A person of a department."""
        people = [p for p in self.company.people if p.department == department]
        return self.rng.choice([p for p in people if p not in besides])

    def place(self, source: str, root: str = "") -> MonitoredItem:
        """A place of a data source, where paths end with ``root``."""
        return next(p for p in self.company.places if p.source == source and p.root.endswith(root))

    def station_of(self, person: Person) -> str:
        """The workstation of a person."""
        actor = next(a for a in self.company.actors if a.person is person)
        return self.company.stations[actor.station]

    def actor(self, ending: str) -> Actor:
        """The actor whose name begins like this (a name may end in what bites)."""
        return next(a for a in self.company.actors if a.name.startswith(ending))

    def add(
        self,
        place: MonitoredItem,
        who: str,
        action: str,
        object_type: str,
        what: str,
        *details: Detail,
        workstation: str = "",
    ) -> None:
        """One record, and a moment passes."""
        record = ActivityRecord(
            who=who,
            action=action,
            what=what,
            where=place.where,
            object_type=object_type,
            monitoring_plan=place.plan,
            monitoring_plan_id=place.plan_id,
            data_source=place.source,
            item=place.item,
            workstation=workstation,
            details=details,
        )
        self.scripted.append((int(self.clock * 1000), record))
        self.wait(self.rng.uniform(0.2, 1.4))
