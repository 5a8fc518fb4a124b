"""Baseline: records of the days before, against which what is loaded is unusual or not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from netwrix_tui.records.epoch import moment_at
from netwrix_tui.records.folded import folded
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.columnstore.timestamps import UNKNOWN
from netwrix_tui.results.view.cooperative_steps import Steps, slices
from netwrix_tui.results.view.dense_ranges import dense_ranges
from netwrix_tui.results.view.working_day import WorkingDay

DAYS = 14
"""Days before what is loaded that are asked for."""

_NIGHT_ENDS = 6 * 3_600_000_000
"""Microseconds after midnight until which a night lasts: it is one, whatever the calendar says."""

_WINDOW = 300_000_000
"""Microseconds within which so many changes of an account are a burst."""

_ITSELF = re.compile(
    r"(nt authority\\.*|nt service\\.*|window manager\\.*|font driver host\\.*|system|"
    r"(local|network) service|anonymous logon|not applicable|unknown|n/a|-|.*\$)",
    re.DOTALL,
)
"""Accounts that are no person's: a machine's own, and what stands for nobody known.

After a switch of the domain controller there are doubles with System as Who.
"""

_NO_STATION = frozenset(("", "unknown", "not applicable"))


def is_nobody(who: str) -> bool:
    """True of an account that does whatever it does by itself, and of none."""
    return not who or _ITSELF.fullmatch(folded(who)) is not None


def is_no_station(workstation: str) -> bool:
    """True of a workstation that says nothing of where somebody was."""
    return folded(workstation) in _NO_STATION


@dataclass(frozen=True, slots=True)
class Baseline:
    """Records that were fetched to compare with, and how far they go.

    They are of ``first`` up to ``last``, moments in microseconds since the epoch, which is before
    what they are compared with. ``same_hours`` says that they are of the same hours of each day
    alone. ``is_whole`` says that all that there are have been read; else what they lack may have
    been there before ``first``, or anywhere where they came in no known order: then ``days`` is 0.
    """

    store: Store
    first: int
    last: int
    days: int
    same_hours: bool = False
    is_whole: bool = False

    @property
    def words(self) -> str:
        """``the same hours of the 14 days before``."""
        days = "day" if self.days == 1 else f"{self.days} days"
        return f"the same hours of the {days} before" if self.same_hours else f"the {days} before"


@dataclass(slots=True)
class Habit:
    """What an account did in the days of a baseline."""

    records: int = 0
    stations: set[str] = field(default_factory=set)
    days_outside: set[int] = field(default_factory=set)
    """The days on which it was active outside working hours; a night belongs to the day before."""
    bursts: int = 0


@dataclass(frozen=True, slots=True)
class Habits:
    """The habits of all accounts of a baseline, by their folded names."""

    of_account: Mapping[str, Habit]
    days: int
    words: str
    read: int

    def of(self, who: str) -> Habit | None:
        """The habit of an account; None where the baseline has nothing of it."""
        return self.of_account.get(folded(who))


def habits_of(
    baseline: Baseline, day: WorkingDay, burst: int, harmless: frozenset[str]
) -> Steps[Habits]:
    """What each account of a baseline did; ``burst`` actions but for these are a burst."""
    store = baseline.store
    upto = len(store)
    found: dict[str, Habit] = {}
    changes: dict[str, list[int]] = {}
    whos, stations, actions = (store.column(name) for name in ("who", "workstation", "action"))
    for start, end in slices(0, upto, 2_048):
        for row in range(start, end):
            moment, who = store.timestamps[row], folded(whos[row])
            if moment == UNKNOWN:
                continue
            habit = found.get(who)
            if habit is None:
                habit = found[who] = Habit()
            habit.records += 1
            habit.stations.add(folded(stations[row]))
            if day.is_outside(moment):
                there = moment_at(moment - _NIGHT_ENDS, day.zone.tzinfo)
                habit.days_outside.add(there.toordinal() if there is not None else 0)
            if actions[row] not in harmless:
                changes.setdefault(who, []).append(moment)
        yield
    for who, moments in changes.items():
        found[who].bursts = len(list(dense_ranges(sorted(moments), burst, _WINDOW)))
        yield
    return Habits(found, baseline.days, baseline.words, upto)
