"""Who sat where."""

from __future__ import annotations

from netwrix_tui.demo.events.kind import note
from netwrix_tui.demo.story_builder import StoryBuilder


def roaming_account(t: StoryBuilder) -> None:
    """One account signs in at thirty desks in an hour: nobody walks that fast."""
    user = t.someone("Human Resources")
    logon = t.place("Logon Activity")
    t.begin(2, "12:10")
    for person in t.rng.sample(t.company.people, 30):
        station = t.station_of(person)
        t.add(logon, user.account, "Successful Logon", "Logon",
              station.partition(".")[0].upper(), note("Logon type", "Interactive"),
              workstation=station)  # fmt: skip
        t.wait(110)


def shared_desk(t: StoryBuilder) -> None:
    """At a desk in the warehouse everybody signs in, one of them with somebody else's rights."""
    logon, station = t.place("Logon Activity"), "kiosk-por-01.corp.local"
    people = [p for p in t.company.people if p.department in ("Operations", "Sales")]
    t.begin(3, "06:02")
    for person in t.rng.sample(people, 24):
        t.add(logon, person.account, "Successful Logon", "Logon", "KIOSK-POR-01",
              note("Logon type", "Interactive"), workstation=station)  # fmt: skip
        t.wait(1300)
    t.add(logon, t.someone("IT").admin_account, "Successful Logon", "Logon", "KIOSK-POR-01",
          note("Logon type", "Interactive"), workstation=station)  # fmt: skip
