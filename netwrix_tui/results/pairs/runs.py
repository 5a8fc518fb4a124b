"""Runs: many records of one kind close together, found by a window that slides over their times."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from netwrix_tui.records.folded import folded
from netwrix_tui.results.columnstore.column import KNOWN
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.columnstore.timestamps import UNKNOWN
from netwrix_tui.results.view.cooperative_steps import Steps, slices
from netwrix_tui.results.view.dense_ranges import dense_ranges

WINDOW = 60_000_000
"""Microseconds of the window."""

LEAST = 8
"""Records within the window that are a run."""

_AROUND = 12 * 3600 * 1_000_000
"""Microseconds before and after a record within which its run is looked for."""

_NO_STATION = frozenset(("", "unknown"))
"""Workstations that many machines share: what comes from there has nothing in common."""


@dataclass(frozen=True, slots=True)
class Run:
    """Records of one action, by one account or from one workstation, close together.

    ``first`` and ``last`` are its moments in microseconds since the epoch (UTC), ``count`` its
    records. ``accounts`` says how many there are of where it is one by workstation, else 1.
    """

    first: int
    last: int
    count: int
    rows: tuple[int, int] = (-1, -1)
    """The rows in the store of its first and its last record."""
    accounts: int = 1

    @property
    def by_station(self) -> bool:
        """True where it is one of several accounts from one workstation."""
        return self.accounts > 1


def run_around(store: Store, row: int, upto: int) -> Steps[Run | None]:
    """The run that a record is one of, among the rows below ``upto``; some 0.1 s for a million."""
    who, actions, stations = (
        store.column(field).codes for field in ("who", "action", "workstation")
    )
    moments = store.timestamps
    moment, account, action, station = moments[row], who[row], actions[row], stations[row]
    if moment == UNKNOWN:
        return None
    has_station = folded(store.column("workstation")[row]) not in _NO_STATION
    mine: list[tuple[int, int]] = []
    here: list[tuple[int, int]] = []
    for start, end in slices(0, upto):
        rows = zip(actions[start:end], who[start:end], stations[start:end], moments[start:end],
                   strict=True)  # fmt: skip
        near = [
            (when, at, by == account, of == station)
            for at, (did, by, of, when) in enumerate(rows, start)
            if did == action and (by == account or of == station) and abs(when - moment) <= _AROUND
        ]
        mine += [(when, at) for when, at, is_mine, _ in near if is_mine]
        here += [(when, at) for when, at, _, is_here in near if is_here]
        yield
    run = _holding(mine, moment, row)
    if not has_station or account >= KNOWN or station >= KNOWN:
        return run
    wider = _holding(here, moment, row)
    if wider is None:
        return run
    accounts = len({who[at] for when, at in here if wider.first <= when <= wider.last})
    if accounts < 2 or (run is not None and wider.count < run.count * 2):
        return run
    return Run(wider.first, wider.last, wider.count, wider.rows, accounts)


def _holding(found: list[tuple[int, int]], moment: int, row: int) -> Run | None:
    """The run that holds a record, of rows with their moments."""
    found.sort()
    times = [when for when, _ in found]
    place = found.index((moment, row))
    for first, last in dense_ranges(times, LEAST, WINDOW):
        if first <= place <= last:
            rows = (found[first][1], found[last][1])
            return Run(times[first], times[last], last - first + 1, rows)
    return None


def runs_of_all(store: Store, upto: int) -> Steps[tuple[array[int], list[Run]]]:
    """The runs of each account and action: for each row the number of its run plus one, or 0."""
    who, actions = store.column("who").codes, store.column("action").codes
    moments = store.timestamps
    places: dict[int, array[int]] = {}
    for start, end in slices(0, upto):
        rows = zip(who[start:end], actions[start:end], moments[start:end], strict=True)
        for row, (by, did, when) in enumerate(rows, start):
            if by < KNOWN and when != UNKNOWN:
                key = by << 32 | did
                known = places.get(key)
                if known is None:
                    known = places[key] = array("I")
                known.append(row)
        yield
    run_of, runs = array("I", bytes(4 * upto)), list[Run]()
    for rows_of_key in places.values():
        if len(rows_of_key) < LEAST:
            continue
        # Mostly in order already, which takes a sort next to no time.
        order = sorted(rows_of_key, key=moments.__getitem__)
        yield
        times = [moments[row] for row in order]
        for first, last in dense_ranges(times, LEAST, WINDOW):
            runs.append(
                Run(times[first], times[last], last - first + 1, (order[first], order[last]))
            )
            for row in order[first : last + 1]:
                run_of[row] = len(runs)
        yield
    return run_of, runs
