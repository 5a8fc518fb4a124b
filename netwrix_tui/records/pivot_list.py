"""Pivots that a record and its search offer, each with its key, its words and its search.

Those by other names of a person need more than the record: ``tui/explorer/pivot_controller.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from functools import partial

from netwrix_tui.errors import UsageError
from netwrix_tui.records import pivots
from netwrix_tui.records.change_words import first_value
from netwrix_tui.records.filter_words import filter_name, moment_words, shortened
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.record import Detail, Row
from netwrix_tui.records.row_fields import FILTER_OF
from netwrix_tui.records.when import instant
from netwrix_tui.records.zone import ShownZone

_ROOM = 14
"""Cells of a value in the words of a step."""


class PivotKind(Enum):
    """One way on from a record; the value is its key in the menu."""

    ONLY_THIS = "i"
    NOT_THIS = "x"
    OR_THIS = "o"
    SAME_WHO = "w"
    SAME_WHAT = "t"
    SAME_WHERE = "e"
    SAME_WORKSTATION = "k"
    SAME_OBJECT = "b"
    IN_FOLDER = "p"
    WITHIN_1_MINUTE = "1"
    WITHIN_5_MINUTES = "5"
    WITHIN_30_MINUTES = "3"
    AROUND_TYPED = "0"
    ACCOUNT_AROUND = "W"
    WORKSTATION_AROUND = "K"
    ITS_DAY = "d"
    ITS_HOUR = "u"
    ALL_NAMES = "n"
    MEMBER = "m"
    LOGONS_BEFORE = "l"
    CHANGES_OF_IT = "h"
    ONLY_ACTION = "a"
    NOT_ACTION = "A"
    ONLY_DATA_SOURCE = "s"
    NOT_DATA_SOURCE = "S"
    ONLY_OBJECT_TYPE = "y"
    NOT_OBJECT_TYPE = "Y"


@dataclass(frozen=True, slots=True)
class Pivot:
    """One way on from a record. ``plan`` is None where there is no such way, and ``why`` says why.

    ``words`` are for the trail. ``keeps`` is True where the record is found again, and the cursor
    should stand on it; ``is_chain`` where one event leads to the next, so that the oldest comes
    first.
    """

    kind: PivotKind
    title: str
    words: str
    plan: SearchPlan | None
    why: str = ""
    keeps: bool = False
    is_chain: bool = False
    ask: Callable[[timedelta], SearchPlan] | None = None
    """Where a width is typed first: the search for it."""

    @property
    def key(self) -> str:
        """The key that takes it in the menu."""
        return self.kind.value


_SAME = (
    (PivotKind.SAME_WHO, "who"), (PivotKind.SAME_WHAT, "what"),
    (PivotKind.SAME_WHERE, "where"), (PivotKind.SAME_WORKSTATION, "workstation"),
)  # fmt: skip
_NARROWED = (
    (PivotKind.ONLY_ACTION, PivotKind.NOT_ACTION, "action"),
    (PivotKind.ONLY_DATA_SOURCE, PivotKind.NOT_DATA_SOURCE, "data_source"),
    (PivotKind.ONLY_OBJECT_TYPE, PivotKind.NOT_OBJECT_TYPE, "object_type"),
)
_WINDOWS = (
    (PivotKind.WITHIN_1_MINUTE, 1), (PivotKind.WITHIN_5_MINUTES, 5),
    (PivotKind.WITHIN_30_MINUTES, 30),
)  # fmt: skip

_TYPED = (
    (PivotKind.AROUND_TYPED, "± … around it", ""),
    (PivotKind.ACCOUNT_AROUND, "± … same account", "who"),
    (PivotKind.WORKSTATION_AROUND, "± … same station", "workstation"),
)
_USUAL_WIDTH = timedelta(minutes=10)

_OF_CHANGES = (
    (PivotKind.ONLY_THIS, "only", pivots.only_changed),
    (PivotKind.NOT_THIS, "not", pivots.not_changed),
    (PivotKind.OR_THIS, "or", pivots.or_changed),
)
_OF_VALUE = (
    (PivotKind.ONLY_THIS, "only", pivots.only_this),
    (PivotKind.NOT_THIS, "not", pivots.not_this),
    (PivotKind.OR_THIS, "or", pivots.or_this),
)
_NO_CHANGE = "The table shows no change of this record to search for. Take another column."


def pivots_of(plan: SearchPlan, row: Row, field: str, zone: ShownZone) -> list[Pivot]:
    """All pivots from a record with the cursor in ``field``, found by the search ``plan``."""
    return [*_cell(plan, row, field, zone), *_others(plan, row, zone)]


def pivots_of_changes(
    plan: SearchPlan, row: Row, changes: Sequence[Detail], zone: ShownZone
) -> list[Pivot]:
    """The same with the cursor in the changes of the record: what the first is about counts."""
    return [*_changed(plan, first_value(changes)), *_others(plan, row, zone)]


def _others(plan: SearchPlan, row: Row, zone: ShownZone) -> list[Pivot]:
    return [*_record(plan, row, zone), *_narrowed(plan, row)]


def _changed(plan: SearchPlan, value: str) -> Iterator[Pivot]:
    said = shortened(value, _ROOM)
    for kind, word, make in _OF_CHANGES:
        if value:
            yield _made(kind, f"{word} this change", f"{word} {said}", partial(make, plan, value))
        else:
            yield Pivot(kind, f"{word} this change", word, None, why=_NO_CHANGE)


def _cell(plan: SearchPlan, row: Row, field: str, zone: ShownZone) -> Iterator[Pivot]:
    name = filter_name(FILTER_OF[field])
    value = _moment(row, zone) if field == "when" else _short(row, field)
    cell = "this minute" if field == "when" else f"this {name}"
    for kind, word, make in _OF_VALUE:
        yield _made(kind, f"{word} {cell}", f"{word} {value}", partial(make, plan, row, field))


def _record(plan: SearchPlan, row: Row, zone: ShownZone) -> Iterator[Pivot]:
    for kind, field in _SAME:
        title = f"same {filter_name(FILTER_OF[field])}"
        yield _made(kind, title, _short(row, field), _same(plan, row, field))
    what, when = _short(row, "what"), _moment(row, zone)
    folder = shortened(pivots.parent(row.what)[:-1].replace("/", "\\").rpartition("\\")[2], _ROOM)
    yield _made(PivotKind.SAME_OBJECT, "same object", what, lambda: pivots.same_object(plan, row))
    yield _made(
        PivotKind.IN_FOLDER, "in its folder", f"in {folder}", lambda: pivots.in_folder(plan, row)
    )
    for kind, minutes in _WINDOWS:
        yield _made(
            kind, f"± {minutes} min around it", f"± {minutes} min {when}",
            _around(row, minutes), keeps=True,
        )  # fmt: skip
    for typed, title, field in _TYPED:
        yield _typed(row, typed, title, field)
    yield _made(
        PivotKind.ITS_HOUR, "only its hour", f"only {when[:2]} h",
        lambda: pivots.its_hour(plan, row, zone), keeps=True,
    )  # fmt: skip
    yield _made(
        PivotKind.ITS_DAY, "only its day", f"only {_day(row, zone)}",
        lambda: pivots.its_day(plan, row, zone), keeps=True,
    )  # fmt: skip
    who = _short(row, "who")
    yield _made(
        PivotKind.LOGONS_BEFORE,
        "logons before it",
        f"logons {who}",
        lambda: pivots.logons_before(row),
    )
    chain = f"changes of {what}"
    changes = _made(
        PivotKind.CHANGES_OF_IT,
        "changes of it, ever",
        chain,
        lambda: pivots.changes_of(row),
        keeps=True,
    )
    yield replace(changes, is_chain=True)


def _typed(row: Row, kind: PivotKind, title: str, field: str) -> Pivot:
    """Around the record by a width that is typed; the one of ten minutes stands for it."""
    made = _made(
        kind, title, _short(row, field) if field else "all",
        lambda: pivots.around_same(row, _USUAL_WIDTH, field), keeps=True,
    )  # fmt: skip
    if made.plan is None:
        return made
    return replace(made, ask=lambda width: pivots.around_same(row, width, field))


def _narrowed(plan: SearchPlan, row: Row) -> Iterator[Pivot]:
    for only, without, field in _NARROWED:
        name, value = filter_name(FILTER_OF[field]), _short(row, field)
        yield _made(only, f"only {name}", f"only {value}", _only(plan, row, field))
        yield _made(without, f"not {name}", f"not {value}", _not(plan, row, field))


def _same(plan: SearchPlan, row: Row, field: str) -> Callable[[], SearchPlan]:
    return lambda: pivots.same(plan, row, field)


def _around(row: Row, minutes: int) -> Callable[[], SearchPlan]:
    return lambda: pivots.around(row, minutes)


def _only(plan: SearchPlan, row: Row, field: str) -> Callable[[], SearchPlan]:
    return lambda: pivots.only_this(plan, row, field)


def _not(plan: SearchPlan, row: Row, field: str) -> Callable[[], SearchPlan]:
    return lambda: pivots.not_this(plan, row, field)


def _made(
    kind: PivotKind, title: str, words: str, make: Callable[[], SearchPlan], *, keeps: bool = False
) -> Pivot:
    try:
        return Pivot(kind, title, words, make(), keeps=keeps)
    except UsageError as error:
        return Pivot(kind, title, words, None, why=error.sentence())


def _short(row: Row, field: str) -> str:
    text: str = getattr(row, field)
    last = text.rstrip("\\/").replace("/", "\\").rpartition("\\")[2]
    return shortened(last or text, _ROOM)


def _day(row: Row, zone: ShownZone) -> str:
    moment = instant(row.when)
    return moment_words(moment, zone)[:10] if moment is not None else ""


def _moment(row: Row, zone: ShownZone) -> str:
    moment = instant(row.when)
    return moment_words(moment, zone)[11:16] if moment is not None else ""
