"""What a story is written with: scripted records at scripted times."""

from __future__ import annotations

from random import Random

from netwrix_tui.demo.company import Actor, Company
from netwrix_tui.demo.people import Person
from netwrix_tui.demo.places import Place
from netwrix_tui.records.record import ActivityRecord, Detail

Told = tuple[int, ActivityRecord]
"""A moment in milliseconds since the epoch, and a record without RID and When."""

_DAY = 86_400


class Teller:
    """Collects the records of one story, in the order in which they happen.

    ``clock`` is the current moment of the story in seconds since the epoch; records move it.
    """

    def __init__(self, company: Company, dice: Random, now: int) -> None:
        self.company = company
        self.dice = dice
        self.told: list[Told] = []
        self.clock = float(now)
        self._midnight = now - now % _DAY

    def begin(self, days_ago: int, time_of_day: str) -> None:
        """Sets the clock, in UTC. ``days_ago`` is at least 1, so that nothing lies ahead."""
        hours, minutes = time_of_day.split(":")
        self.clock = self._midnight - days_ago * _DAY + int(hours) * 3600 + int(minutes) * 60

    def wait(self, seconds: float) -> None:
        """Lets time pass."""
        self.clock += seconds

    def someone(self, department: str, *, besides: tuple[Person, ...] = ()) -> Person:
        """A person of a department."""
        people = [p for p in self.company.people if p.department == department]
        return self.dice.choice([p for p in people if p not in besides])

    def place(self, source: str, root: str = "") -> Place:
        """A place of a data source, where paths end with ``root``."""
        return next(p for p in self.company.places if p.source == source and p.root.endswith(root))

    def station_of(self, person: Person) -> str:
        """The workstation of a person."""
        actor = next(a for a in self.company.actors if a.person == person)
        return self.company.stations[actor.station]

    def actor(self, ending: str) -> Actor:
        """The actor whose name begins like this (a name may end in what bites)."""
        return next(a for a in self.company.actors if a.name.startswith(ending))

    def add(
        self,
        place: Place,
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
        self.told.append((int(self.clock * 1000), record))
        self.wait(self.dice.uniform(0.2, 1.4))
