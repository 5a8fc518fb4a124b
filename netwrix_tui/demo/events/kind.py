"""A kind of event: who does it how often, and how its object and its details come about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from netwrix_tui.demo.company import Actor, Company, Pool
from netwrix_tui.demo.monitored_items import MonitoredItem
from netwrix_tui.demo.seeded_random import SeededRandom
from netwrix_tui.records.record import Detail

Scene = tuple[str, tuple[Detail, ...]]
"""What happened to which object: the value of What, and the details."""


class Station(Enum):
    """What stands in a record's Workstation."""

    NONE = "the field is absent"
    OWN = "the actor's machine; now and then another one, or unknown"
    ADDRESS = "the address of the actor's machine"


class Stage:
    """What a scene may draw upon. ``moment`` is in seconds since the epoch."""

    __slots__ = ("actor", "company", "moment", "place", "rng")

    def __init__(
        self, company: Company, actor: Actor, place: MonitoredItem, rng: SeededRandom, moment: int
    ) -> None:
        self.company = company
        self.actor = actor
        self.place = place
        self.rng = rng
        self.moment = moment


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event. ``day`` and ``night`` weigh it within and outside the working hours."""

    source: str
    action: str
    object_type: str
    day: int
    night: int
    pool: Pool
    station: Station
    play: Callable[[Stage], Scene]


def change(name: str, before: str | None, after: str | None) -> Detail:
    """A property that went from one value to another."""
    return Detail(name, None, before, after)


def note(name: str, message: str) -> Detail:
    """A property of which only a message is told."""
    return Detail(name, message)
