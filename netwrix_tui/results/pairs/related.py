"""What belongs to a record among the loaded: its counter-action, its neighbours, its run."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from netwrix_tui.records.effects import CHANGING, EffectKind, effects_of, names_of
from netwrix_tui.records.folded import folded
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.columnstore.timestamps import UNKNOWN
from netwrix_tui.results.pairs.object_index import ObjectIndex
from netwrix_tui.results.pairs.pairing import Counter, Event, Pairing, Pairs, Thing
from netwrix_tui.results.pairs.runs import Run, run_around, runs_of_all
from netwrix_tui.results.view.cooperative_steps import Steps, slices
from netwrix_tui.results.view.sorting import sort_by_key

_MOST = 2_000
"""Rows of one object that are looked at on either side of a record."""

_DECODED = 256
"""Records whose changes are decoded between two pauses."""

_WITHOUT_OBJECT = frozenset((
    "Successful Logon", "Failed Logon", "Logoff", "Session start", "Session end",
))  # fmt: skip
"""Actions whose What is the computer: what else happened there belongs to them no more."""

_DIRECTORIES = frozenset((
    "active directory", "group policy", "entra id", "azure ad", "exchange online",
    "sharepoint online", "ms teams",
))  # fmt: skip
"""Data sources whose objects are the same on whichever server something was done to them."""


@dataclass(frozen=True, slots=True)
class Related:
    """What belongs to the record of a row, among the rows below ``upto``.

    ``before`` and ``after`` are the rows of the nearest records of the same object. ``changes``
    says whether the record changed anything that could be undone.
    """

    row: int
    upto: int
    undone_by: tuple[Counter, ...] = ()
    undone_whole: bool = True
    undoes: tuple[Counter, ...] = ()
    before: int | None = None
    after: int | None = None
    run: Run | None = None
    changes: bool = False


@dataclass(frozen=True, slots=True)
class AllRelated:
    """The pairs and the runs of all rows below ``upto``; for each row its run's number + 1."""

    upto: int
    pairs: Pairs
    run_of: array[int]
    runs: list[Run]

    def run(self, row: int) -> Run | None:
        """The run that a row is one of."""
        number: int = self.run_of[row] if row < self.upto else 0
        return self.runs[number - 1] if number else None


def find_related(index: ObjectIndex, row: int) -> Steps[Related]:
    """What belongs to one record; the index takes up what has been loaded since."""
    yield from index.catching_up()
    store, upto = index.store, len(index)
    rank = _rank(store)
    action, what = store.column("action")[row], store.column("what")[row]
    details = store.changes(row) or () if action in CHANGING else ()
    rows = {row}
    for name in names_of(action, what, details):
        rows.update(index.rows(folded(name), row, _MOST))
        yield
    in_order = sorted((each for each in rows if store.timestamps[each] != UNKNOWN), key=rank)
    pairing = Pairing()
    for start, end in slices(0, len(in_order), _DECODED):
        pairing.take([e for each in in_order[start:end] if (e := _event(store, each)) is not None])
        yield
    before = after = None
    type_of, whats = store.column("object_type"), store.column("what")
    kind = (folded(type_of[row]), folded(what))
    same = [at for at in in_order if (folded(type_of[at]), folded(whats[at])) == kind]
    if row in same and action not in _WITHOUT_OBJECT:
        place = same.index(row)
        before = same[place - 1] if place else None
        after = same[place + 1] if place + 1 < len(same) else None
    run = yield from run_around(store, row, upto)
    pairs = pairing.pairs
    return Related(
        row, upto,
        tuple(pairs.undone_by.get(row, ())), pairs.is_whole(row),
        tuple(pairs.undoes.get(row, ())),
        before, after, run, bool(effects_of(action, what, details)),
    )  # fmt: skip


def find_all_related(index: ObjectIndex) -> Steps[AllRelated]:
    """The pairs and runs of all that is loaded; some seconds for a million."""
    yield from index.catching_up()
    store, upto = index.store, len(index)
    hashes, rank = index.hashes(), _rank(store)
    rows = yield from _candidates(store, upto, hashes.__getitem__)
    by_object = yield from sort_by_key(
        rows, lambda some: [(hashes[row], rank(row)) for row in some], descending=False
    )
    pairs = Pairs()
    pairing, current, moved = Pairing(pairs), None, list[Event]()
    for start, end in slices(0, len(by_object), _DECODED):
        for row in by_object[start:end]:
            event = _event(store, row)
            if event is None:
                continue
            if event.effects[0].kind is EffectKind.PLACE:
                moved.append(event)
                continue
            if hashes[row] != current:
                # What waits for its counter-action is needed no longer than the object lasts.
                pairing, current = Pairing(pairs), hashes[row]
            pairing.take([event])
        yield
    moved.sort(key=lambda event: rank(event.row))
    Pairing(pairs).take(moved)
    yield
    run_of, runs = yield from runs_of_all(store, upto)
    return AllRelated(upto, pairs, run_of, runs)


def _candidates(store: Store, upto: int, object_of: Callable[[int], int]) -> Steps[list[int]]:
    """Rows that may be one of a pair: changes of objects that were changed more than once."""
    actions = store.column("action")
    texts = actions.texts(range(actions.distinct))
    changing = bytes(text in CHANGING for text in texts)
    moving = bytes(text in ("Moved", "Renamed") for text in texts)
    codes, moments = actions.codes, store.timestamps
    rows, first, more = list[int](), set[int](), set[int]()
    for start, end in slices(0, upto):
        some = [
            row for row in range(start, end) if changing[codes[row]] and moments[row] != UNKNOWN
        ]
        for row in some:
            of = object_of(row)
            (more if of in first else first).add(of)
        rows += some
        yield
    found = list[int]()
    for start, end in slices(0, len(rows)):
        found += [row for row in rows[start:end] if object_of(row) in more or moving[codes[row]]]
        yield
    return found


def _rank(store: Store) -> Callable[[int], tuple[int, int]]:
    """Rises in the order in which things happened; within one moment, in that of the server."""
    sign = -1 if store.arrival_order is ArrivalOrder.NEWEST_FIRST else 1
    return partial(_ranked, store, sign)


def _ranked(store: Store, sign: int, row: int) -> tuple[int, int]:
    return store.timestamps[row], sign * row


def _event(store: Store, row: int) -> Event | None:
    """The effects of a row; None where it has none."""
    action = store.column("action")[row]
    if action not in CHANGING:
        return None
    what = store.column("what")[row]
    effects = effects_of(action, what, store.changes(row) or ())
    return Event(row, _thing_of(store, row, what), effects) if effects else None


def _thing_of(store: Store, row: int, what: str) -> Thing:
    source = folded(store.column("data_source")[row])
    is_one = what.startswith("\\") or "://" in what or source in _DIRECTORIES
    where = "" if is_one else folded(store.column("where")[row])
    return (folded(what), folded(store.column("object_type")[row]), source, where)
