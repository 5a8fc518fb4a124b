"""A choice of columns in a form that a file can hold, and back again. Pure."""

from __future__ import annotations

import msgspec

from netwrix_tui.tui.layout.columns import ALL_COLUMNS, AS_IT_COMES, ColumnChoice

_BY_FIELD = {column.field: column for column in ALL_COLUMNS}


class KeptColumns(msgspec.Struct, frozen=True):
    """Columns by the field that they show."""

    order: list[str] = []
    hidden: list[str] = []
    widths: dict[str, int] = {}


def kept(choice: ColumnChoice) -> KeptColumns | None:
    """What to keep of a choice; None where there is nothing to remember."""
    if choice == AS_IT_COMES:
        return None
    return KeptColumns(
        order=[column.field for column in choice.order],
        hidden=[column.field for column in choice.order if column in choice.hidden],
        widths={column.field: width for column, width in choice.widths.items()},
    )


def chosen(data: KeptColumns | None) -> ColumnChoice:
    """The choice that was kept.

    Fields that are unknown, as those of a newer version, are passed over; a column that was not
    known when the choice was kept has its usual place and is shown if it usually is, but not in an
    order of one's own: there it waits until it is chosen.
    """
    if data is None:
        return AS_IT_COMES
    known = dict.fromkeys(_BY_FIELD[name] for name in data.order if name in _BY_FIELD)
    order = list(known)
    is_own = order != [column for column in ALL_COLUMNS if column in known]
    for at, column in enumerate(ALL_COLUMNS):
        if column not in known:
            order.insert(at, column)
    hidden = {_BY_FIELD[name] for name in data.hidden if name in _BY_FIELD}
    usual = frozenset(ALL_COLUMNS) if is_own else AS_IT_COMES.hidden
    hidden |= {column for column in usual if column not in known}
    if len(hidden) == len(ALL_COLUMNS):
        hidden = set(AS_IT_COMES.hidden)
    choice = ColumnChoice(tuple(order), frozenset(hidden))
    for name, width in data.widths.items():
        if name in _BY_FIELD:
            choice = choice.sized(_BY_FIELD[name], width)
    return choice
