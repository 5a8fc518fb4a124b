"""Choice of columns in a form for a file, and back again. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import field

from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.tui.table.table_columns import AS_IT_COMES, OF_SERVERS, ColumnChoice

_BY_FIELD = {column.field: column for column in OF_SERVERS}


class SavedColumns(ExtensibleStruct, frozen=True):
    """Columns by the field that they show."""

    order: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    widths: dict[str, int] = field(default_factory=dict)


def kept(
    choice: ColumnChoice, before: SavedColumns | None = None, usual: ColumnChoice = AS_IT_COMES
) -> SavedColumns | None:
    """What to keep of a choice; None where there is nothing to remember beside the usual.

    ``before`` is what was kept until now: what it says of columns that are unknown here, as those
    of a newer version, is kept along, in its place.
    """
    before = before or SavedColumns()
    foreign = _foreign((*before.order, *before.hidden, *before.widths))
    if choice == usual and not foreign and not before.unknown_fields:
        return None
    widths = {name: width for name, width in before.widths.items() if name not in _BY_FIELD}
    return SavedColumns(
        order=_with_foreign([column.field for column in choice.order], before.order),
        hidden=[
            *(column.field for column in choice.order if column in choice.hidden),
            *_foreign(before.hidden),
        ],
        widths={column.field: width for column, width in choice.widths.items()} | widths,
        unknown_fields=before.unknown_fields,
    )


def _foreign(names: Iterable[str]) -> list[str]:
    return [name for name in names if name not in _BY_FIELD]


def _with_foreign(order: list[str], before: list[str]) -> list[str]:
    """The order with what is unknown in another one, each behind what it stood behind there."""
    place = 0
    for name in before:
        if name in order:
            place = order.index(name) + 1
        else:
            order.insert(place, name)
            place += 1
    return order


def chosen(data: SavedColumns | None, usual: ColumnChoice = AS_IT_COMES) -> ColumnChoice:
    """The choice that was kept, among the columns that there are usually.

    Fields that are unknown, as those of a newer version, are passed over; a column that was not
    known when the choice was kept has its usual place and is shown if it usually is, but not in an
    order of one's own: there it waits until it is chosen.
    """
    if data is None:
        return usual
    by_field = {column.field: column for column in usual.order}
    known = dict.fromkeys(by_field[name] for name in data.order if name in by_field)
    order = list(known)
    is_own = order != [column for column in usual.order if column in known]
    for at, column in enumerate(usual.order):
        if column not in known:
            order.insert(at, column)
    hidden = {by_field[name] for name in data.hidden if name in by_field}
    waiting = frozenset(usual.order) if is_own else usual.hidden
    hidden |= {column for column in waiting if column not in known}
    if len(hidden) == len(usual.order):
        hidden = set(usual.hidden)
    choice = ColumnChoice(tuple(order), frozenset(hidden))
    for name, width in data.widths.items():
        if name in by_field:
            choice = choice.sized(by_field[name], width)
    return choice
