"""Unusual records among those loaded: bursts, new pairs, hours. Found in steps.

They are compared with a baseline, records of the days before. Without one nothing is new: what is
loaded says nothing of what was before it. Accounts are told apart as long as the store tells their
names apart.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from operator import itemgetter

from netwrix_tui.records.folded import folded
from netwrix_tui.results.columnstore.column import KNOWN
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.columnstore.timestamps import QUARTER, UNKNOWN
from netwrix_tui.results.view.baseline import (
    Baseline,
    Habits,
    habits_of,
    is_no_station,
    is_nobody,
)
from netwrix_tui.results.view.cooperative_steps import Steps, slices
from netwrix_tui.results.view.dense_ranges import dense_ranges
from netwrix_tui.results.view.working_day import WorkingDay

BURST_MINUTES = 5
BURST = 20
"""Changes and failed attempts of one account within so many minutes that are a burst."""

MANY_BURSTS = 10
"""Bursts of one account beyond which they are its habit: a backup, a synchronisation."""

HABITUAL_BURSTS = 2
"""Bursts of one account in a baseline from which on they are its habit."""

RARELY = 0.1
"""The share of an account's records that are outside working hours, up to which that is rare;
with a baseline, the share of its days on which the account was active then."""

_SLOT = BURST_MINUTES * 60_000_000
_SKETCH = 1 << 20
_CODE = (1 << 32) - 1
_SPREAD = 0x9E3779B1
"""A multiplier that spreads accounts over the sketch."""

_QUARTERS = 96
_DAY = _QUARTERS * QUARTER

MOST_PAIRS = 200_000
"""Pairs of account and workstation that are told apart, some 20 MB; later ones are not judged."""

_HARMLESS = frozenset({
    "Read", "Successful Logon", "Logoff", "Session start", "Session end", "Checked in",
    "Checked out", "Discard check out", "Sent",
})  # fmt: skip
"""Actions that change nothing and were not refused."""


class Reason(IntFlag):
    """Why a record is unusual: each as it is striking, or as a habit of the account."""

    HOURS_AS_USUAL = 1
    HOURS = 2
    NEW_ACCOUNT = 4
    NEW_WORKSTATION = 8
    BURST_AS_USUAL = 16
    BURST = 32


_WEIGHTS = {
    Reason.BURST: 6,
    Reason.NEW_WORKSTATION: 4,
    Reason.HOURS: 3,
    Reason.BURST_AS_USUAL: 2,
    Reason.NEW_ACCOUNT: 3,
    Reason.HOURS_AS_USUAL: 1,
}
_SCORES = bytes(
    sum(weight for reason, weight in _WEIGHTS.items() if flags & reason) for flags in range(256)
)


Burst = tuple[int, int, int]
"""The moments of its first and its last record, in microseconds, and how many there are."""

Bursts = tuple[Burst, ...]
"""Those of one account, in the order of time."""


@dataclass(frozen=True, slots=True)
class Unusual:
    """What is unusual of the rows below the length of ``reasons``, a byte of :class:`Reason` each.

    ``bursts`` are those of each account, by its code.
    ``outside`` and ``totals`` are how many records an account has outside working hours, and in
    all. ``habits`` are those of the baseline, None where there is none.
    """

    day: WorkingDay = WorkingDay()  # noqa: RUF009 - immutable
    reasons: bytes = b""
    bursts: Mapping[int, Bursts] = field(default_factory=dict)
    outside: Mapping[int, int] = field(default_factory=dict)
    totals: Mapping[int, int] = field(default_factory=dict)
    habits: Habits | None = None

    def scores(self) -> array[int]:
        """How unusual each row is; more is more."""
        return array("B", self.reasons.translate(_SCORES))

    def burst(self, code: int, moment: int) -> Burst | None:
        """The burst of an account that holds a moment."""
        bursts = self.bursts.get(code, ())
        at = bisect_right(bursts, moment, key=itemgetter(0)) - 1
        return bursts[at] if at >= 0 and moment <= bursts[at][1] else None

    def of(self, row: int) -> Reason:
        """Why a row is unusual; nothing for rows that came later."""
        return Reason(self.reasons[row] if row < len(self.reasons) else 0)


def find_unusual(
    store: Store, upto: int, day: WorkingDay, baseline: Baseline | None = None
) -> Steps[Unusual]:
    """Look at the rows below ``upto``, on any thread; memory is a few bytes a row at most."""
    habits = None
    if baseline is not None and baseline.days:
        habits = yield from habits_of(baseline, day, BURST, _HARMLESS)
    who, timestamps = store.column("who").codes, store.timestamps
    outside = yield from _outside(timestamps, upto, day)
    totals, off = Counter[int](), Counter[int]()
    for start, end in slices(0, upto):
        totals.update(who[start:end])
        off.update(
            code for code, out in zip(who[start:end], outside[start:end], strict=True) if out
        )
        yield
    names = store.column("who")
    who_is = {code: names.texts([code])[0] for code in totals}
    habit = {code: _hours(off[code], count, who_is[code], habits) for code, count in totals.items()}
    nobody = frozenset(code for code, name in who_is.items() if is_nobody(name))
    yield
    reasons = bytearray()
    for start, end in slices(0, upto):
        pairs = zip(who[start:end], outside[start:end], strict=True)
        reasons += bytes(habit[code] if out else 0 for code, out in pairs)
        yield
    usual = frozenset(code for code in who_is if _has_bursts(code, who_is, nobody, habits))
    bursts = yield from _mark_bursts(store, who, upto, reasons, usual)
    if habits is not None:
        yield from _mark_pairs(store, who, upto, reasons, habits, nobody)
    return Unusual(day, bytes(reasons), bursts, off, totals, habits)


def _hours(off: int, count: int, who: str, habits: Habits | None) -> int:
    """What being outside working hours is for an account."""
    if is_nobody(who):
        return int(Reason.HOURS_AS_USUAL)
    if habits is not None:
        habit = habits.of(who)
        days = len(habit.days_outside) if habit is not None else 0
        return int(Reason.HOURS if days <= habits.days * RARELY else Reason.HOURS_AS_USUAL)
    # Of an account with few records nobody knows what it does rarely.
    return int(Reason.HOURS if off <= count * RARELY else Reason.HOURS_AS_USUAL)


def _has_bursts(
    code: int, who_is: Mapping[int, str], nobody: frozenset[int], habits: Habits | None
) -> bool:
    """True where bursts are what an account has anyway."""
    if code in nobody:
        return True
    habit = habits.of(who_is[code]) if habits is not None else None
    return habit is not None and habit.bursts >= HABITUAL_BURSTS


class _Quarters(dict[int, bool]):
    """Whether a quarter of an hour lies outside working hours; worked out once for each."""

    def __init__(self, day: WorkingDay) -> None:
        self._day = day
        self._offsets: dict[int, int | None] = {}

    def __missing__(self, quarter: int) -> bool:
        date = quarter // _QUARTERS
        if date not in self._offsets:
            self._offsets[date] = self._day.offset_within(date * _DAY, (date + 1) * _DAY)
        offset = self._offsets[date]
        moment = quarter * QUARTER
        is_outside = (
            self._day.is_outside(moment)
            if offset is None
            else self._day.is_outside_there(moment + offset)
        )
        self[quarter] = is_outside
        return is_outside


def _outside(timestamps: array[int], upto: int, day: WorkingDay) -> Steps[bytearray]:
    quarters = _Quarters(day)
    quarters[UNKNOWN // QUARTER] = False
    outside = bytearray()
    for start, end in slices(0, upto):
        outside += bytes([quarters[moment // QUARTER] for moment in timestamps[start:end]])
        yield
    return outside


def _mark_bursts(
    store: Store, who: array[int], upto: int, reasons: bytearray, usual: frozenset[int]
) -> Steps[dict[int, Bursts]]:
    """Two looks: a sketch of small size leaves few rows that may be in a burst to be looked at.

    ``usual`` are the accounts that have bursts anyway.
    """
    timestamps, actions = store.timestamps, store.column("action").codes
    counts = yield from _counting_actions(store)
    # The last place is for what does not count.
    sketch, places = array("I", bytes(4 * (_SKETCH + 1))), array("I")
    for start, end in slices(0, upto):
        rows = zip(who[start:end], timestamps[start:end], actions[start:end], strict=True)
        some = [
            (code * _SPREAD + moment // _SLOT) % _SKETCH
            if counts[action] and moment != UNKNOWN
            else _SKETCH
            for code, moment, action in rows
        ]
        for place in some:
            sketch[place] += 1
        places.extend(some)
        yield
    sketch[_SKETCH] = 0
    candidates: dict[int, array[int]] = {}
    for start, end in slices(0, upto):
        # A window of the length of a slot lies in one of them, or in two beside each other.
        some = [
            row
            for row, place in enumerate(places[start:end], start)
            if place != _SKETCH
            and sketch[place] + max(sketch[(place - 1) % _SKETCH], sketch[(place + 1) % _SKETCH])
            >= BURST
        ]
        for row in some:
            candidates.setdefault(who[row], array("I")).append(row)
        yield
    found: dict[int, Bursts] = {}
    for code, its_rows in candidates.items():
        # Mostly in order already, which takes a sort next to no time.
        order = sorted(its_rows, key=timestamps.__getitem__)
        yield
        times = [timestamps[row] for row in order]
        ranges = list(dense_ranges(times, BURST, _SLOT))
        yield
        if not ranges:
            continue
        is_habit = len(ranges) > MANY_BURSTS or code in usual
        reason = int(Reason.BURST_AS_USUAL if is_habit else Reason.BURST)
        found[code] = tuple((times[a], times[b], b - a + 1) for a, b in ranges)
        for first, last in ranges:
            for row in order[first : last + 1]:
                reasons[row] |= reason
        yield
    return found


def _counting_actions(store: Store) -> Steps[bytearray]:
    """For each code of an action, whether it counts towards a burst."""
    column = store.column("action")
    counts = bytearray()
    for start, end in slices(0, column.distinct):
        texts = column.texts(range(start, end))
        counts += bytes(bool(text) and text not in _HARMLESS for text in texts)
        yield
    return counts


def _mark_pairs(
    store: Store,
    who: array[int],
    upto: int,
    reasons: bytearray,
    habits: Habits,
    nobody: frozenset[int],
) -> Steps[None]:
    """The first record of each account, and of each workstation of one, that the baseline lacks."""
    timestamps, stations = store.timestamps, store.column("workstation").codes
    column, names = store.column("workstation"), store.column("who")
    first: dict[int, int] = {}
    for start, end in slices(0, upto):
        rows = zip(who[start:end], stations[start:end], timestamps[start:end], strict=True)
        for row, (code, station, moment) in enumerate(rows, start):
            pair = code << 32 | station
            known = first.get(pair)
            if known is not None:
                if moment < timestamps[known] and moment != UNKNOWN:
                    first[pair] = row
            elif (
                code < KNOWN
                and station < KNOWN
                and moment != UNKNOWN
                and len(first) < MOST_PAIRS
                and code not in nobody
            ):
                first[pair] = row
        yield
    earliest: dict[int, int] = {}
    for pair, row in first.items():
        known = earliest.get(pair >> 32)
        if known is None or timestamps[row] < timestamps[known]:
            earliest[pair >> 32] = row
    for pair, row in first.items():
        code, place = pair >> 32, column.texts([pair & _CODE])[0]
        habit = habits.of(names.texts([code])[0])
        if habit is None:
            if earliest[code] == row:
                reasons[row] |= Reason.NEW_ACCOUNT
        elif not is_no_station(place) and folded(place) not in habit.stations:
            reasons[row] |= Reason.NEW_WORKSTATION
