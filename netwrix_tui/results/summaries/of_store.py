"""Summary of a store's records: by the codes of its columns, in steps."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.column import KNOWN, Column
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.columnstore.timestamps import QUARTER, UNKNOWN
from netwrix_tui.results.summaries.group_keys import (
    DISTINCT_FIELDS,
    GroupKey,
    KeyKind,
    TimeValues,
    part_of,
)
from netwrix_tui.results.summaries.group_tally import GroupTally, TimeSlots
from netwrix_tui.results.summaries.summary import Summary
from netwrix_tui.results.view.cooperative_steps import Steps, slices
from netwrix_tui.results.view.source_groups import BARS

_SLICE = 8_192
"""Rows that are counted between two pauses: several things are counted of each."""

Reader = Callable[[Sequence[int]], Sequence[Hashable]]
"""What tells groups apart, for rows of the store: a code, or a text where there is no code."""


def summary_of(
    store: Store,
    rows: Sequence[int],
    keys: Sequence[GroupKey],
    zone: ShownZone,
    server: str = "",
) -> Steps[Summary]:
    """Count these rows, which the store has, by the keys. On any thread, while the store grows.

    ``server`` is what the records are of where they do not say it themselves.
    """
    slots = _slots(store)
    fields = [key.field for key in keys if key.kind is KeyKind.COLUMN]
    # Of a field that is grouped by, each group has one value.
    counted = [None if name in fields else store.column(name) for name in DISTINCT_FIELDS]
    nothing = [None if column is None else column.code_of("") for column in counted]
    tally = GroupTally(len(DISTINCT_FIELDS), slots)
    readers = [_reader(store, key, zone, server) for key in keys]
    for start, end in slices(0, len(rows), _SLICE):
        part = rows[start:end]
        read = [reader(part) for reader in readers]
        groups = read[0] if len(read) == 1 else zip(*read, strict=True)
        values = [
            None if column is None or tally.is_full(place) else _values(column, part, empty)
            for place, (column, empty) in enumerate(zip(counted, nothing, strict=True))
        ]
        tally.add(groups, _taken(store.timestamps, part), values)
        yield
    for place, column in enumerate(counted):
        if column is not None and (column.late or tally.is_full(place)):
            tally.leave_out(place)
    columns = [store.column(k.field) if k.kind is KeyKind.COLUMN else None for k in keys]

    def texts(group: Hashable) -> tuple[str, ...]:
        parts = group if isinstance(group, tuple) else (group,)
        return tuple(
            part if isinstance(part, str) or column is None else column.texts([part])[0]
            for part, column in zip(parts, columns, strict=True)
        )

    return Summary(keys, (yield from tally.counted()), texts)


def _slots(store: Store) -> TimeSlots | None:
    """Slots over all that the store has, the same for any of its rows."""
    quarters = store.quarters.copy()
    if not quarters:
        return None
    first, last = min(quarters), max(quarters)
    width = -(-(last - first + 1) // BARS)
    return TimeSlots(first * QUARTER, width * QUARTER, BARS)


def _reader(store: Store, key: GroupKey, zone: ShownZone, server: str) -> Reader:
    if key.kind is KeyKind.COLUMN:
        return _codes_or_late(store.column(key.field))
    if key.kind is KeyKind.PART:
        return _parts(store.column(key.field), part_of(key))
    if key.kind is KeyKind.TIME:
        values = TimeValues(key, zone)
        values[UNKNOWN // QUARTER] = ""

        def times(rows: Sequence[int]) -> Sequence[Hashable]:
            moments = _taken(store.timestamps, rows)
            return list(map(values.__getitem__, [moment // QUARTER for moment in moments]))

        return times
    if key.kind is KeyKind.RECORD:
        text = store.rid if key.field == "rid" else store.when
        return lambda rows: list(map(text, rows))
    names = store.column(key.field)  # empty where one server is asked
    return lambda rows: [names[row] or server for row in rows]


def _codes_or_late(column: Column) -> Reader:
    """Codes, but the text of what is not known again when it comes again."""

    def codes(rows: Sequence[int]) -> Sequence[Hashable]:
        read = _taken(column.codes, rows)
        if not column.late:
            return read
        return [
            code if code < KNOWN else text
            for code, text in zip(read, _late_texts(column, read), strict=True)
        ]

    return codes


def _parts(column: Column, part: Callable[[str], str]) -> Reader:
    made: dict[int, str] = {}
    same: dict[str, str] = {}

    def parts(rows: Sequence[int]) -> Sequence[Hashable]:
        read = _taken(column.codes, rows)
        late = _late_texts(column, read)
        new = {code for code in read if code < KNOWN and code not in made}
        for code in new:
            value = part(column.texts([code])[0])
            made[code] = same.setdefault(value, value)
        if not column.late:
            return list(map(made.__getitem__, read))
        return [
            made[code] if code < KNOWN else part(text)
            for code, text in zip(read, late, strict=True)
        ]

    return parts


def _late_texts(column: Column, codes: Sequence[int]) -> list[str]:
    """The texts of the codes that are late, empty for the others."""
    if not column.late:
        return []
    return [column.texts([code])[0] if code >= KNOWN else "" for code in codes]


def _values(column: Column, rows: Sequence[int], empty: int | None) -> Sequence[int]:
    """Numbers that stand for the values of these rows: codes from 1 on, 0 for what counts not.

    What is not known again when it comes again is not counted: to look at each of a million texts
    would take many times as long as all the rest.
    """
    read = _taken(column.codes, rows)
    if column.late:
        return [0 if code >= KNOWN or code == empty else code + 1 for code in read]
    if empty is not None and empty in read:
        return [0 if code == empty else code + 1 for code in read]
    return [code + 1 for code in read]


def _taken(column: Sequence[int], rows: Sequence[int]) -> Sequence[int]:
    if isinstance(rows, range) and rows.step == 1:
        return column[rows.start : rows.stop]
    return [column[row] for row in rows]
