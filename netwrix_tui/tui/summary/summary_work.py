"""What the table of counts shows: worked out in steps beside the screen. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from netwrix_tui.errors import UsageError
from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.sequence_pattern import SequencePattern
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.summaries.cross_table import cross_table
from netwrix_tui.results.summaries.group_keys import GroupKey, keys_named
from netwrix_tui.results.summaries.logon_summary import logons_of
from netwrix_tui.results.summaries.of_store import summary_of
from netwrix_tui.results.summaries.sequence_tests import sequences_of
from netwrix_tui.results.summaries.sequences import sequence_sheet
from netwrix_tui.results.summaries.sheet import Sheet, SheetColumn, Value, number
from netwrix_tui.results.summaries.summary import COUNT, NUMBERS, Sort, Summary
from netwrix_tui.results.summaries.summary_sheet import summary_sheet
from netwrix_tui.results.view.cooperative_steps import Steps
from netwrix_tui.results.view.source_groups import BARS
from netwrix_tui.tui.summary.sheet_layout import ShownSheet

MOST_SHOWN = 10_000
"""Groups that are shown; all of them are counted."""

_MOST_ACROSS = 40
_TOTAL, _OTHERS = "total", "others"


class Shape(Enum):
    """What is shown, and how."""

    LIST = auto()
    CROSS = auto()
    BESIDE = auto()
    LOGONS = auto()
    SEQUENCES = auto()


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants to see. ``sort`` of groups; other sheets are sorted by ``column``."""

    keys: tuple[GroupKey, ...] = keys_named(("Who", "Action"))
    shape: Shape = Shape.LIST
    minimum: int = 1
    sort: Sort = Sort()  # noqa: RUF009 - immutable
    column: tuple[int, bool] | None = None
    pattern: SequencePattern | None = None

    @property
    def words(self) -> str:
        """What it is, in a few words."""
        if self.shape is Shape.LOGONS:
            return "logons by account"
        if self.shape is Shape.SEQUENCES:
            return "sequences"
        return "by " + ", ".join(key.title for key in self.keys)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a wish: a sheet, what it is of in words, and its totals.

    ``inner`` are the counts of the second key for each value of the first. ``counted`` is how
    many of the store's rows there were, ``rows`` how many of them were looked at.
    """

    wish: Wish
    shown: ShownSheet
    words: str
    totals: str
    counted: int
    rows: int
    summary: Summary | None = None
    inner: dict[str, ShownSheet] | None = None


def worked_out(
    wish: Wish,
    store: Store,
    rows: Sequence[int],
    zone: ShownZone,
    server: str,
    now: int,
    known: Summary | None = None,
) -> Steps[Result]:
    """The result for these rows of the store. ``known`` is their summary by the same keys."""
    counted = len(store)
    if wish.shape is Shape.LOGONS:
        shown, words, totals = yield from _logons(wish, store, rows, zone)
        return Result(wish, shown, words, totals, counted, len(rows))
    if wish.shape is Shape.SEQUENCES and wish.pattern is not None:
        shown, words, totals = yield from _sequences(wish, wish.pattern, store, rows, zone, now)
        return Result(wish, shown, words, totals, counted, len(rows))
    summary = known or (yield from summary_of(store, rows, wish.keys, zone, server))
    groups, records = summary.above(wish.minimum)
    totals = f"Total {records_words(records)} in {_groups(groups)}"
    if wish.minimum > 1:
        totals += (
            f" of at least {wish.minimum:,}, of {summary.records:,} in {_groups(len(summary))}"
        )
    words = _groups(groups)
    if wish.shape is Shape.CROSS and len(wish.keys) == 2:
        shown, words = yield from _cross(wish, summary, zone)
        return Result(wish, shown, words, totals, counted, len(rows), summary)
    order = yield from summary.ordered(wish.sort, wish.minimum, MOST_SHOWN)
    sheet = yield from summary_sheet(summary, order)
    if groups > len(order):
        words = f"the first {len(order):,} of {words}"
    if wish.shape is Shape.BESIDE and len(wish.keys) == 2:
        left, inner = _facets(wish, sheet, zone)
        return Result(wish, left, words, totals, counted, len(rows), summary, inner)
    by = wish.sort.by
    at = sheet.place_of(str(by)) if isinstance(by, str) else by
    shown = ShownSheet(
        sheet, zone, lambda row: summary.over_time(order[row]), BARS,
        None if at is None else (at, wish.sort.downwards),
    )  # fmt: skip
    return Result(wish, shown, words, totals, counted, len(rows), summary)


def sort_of(wish: Wish, sheet: Sheet, column: int) -> Wish:
    """The wish sorted by a column of its sheet; once more turns it round."""
    if wish.shape is not Shape.LIST:
        if wish.shape is Shape.BESIDE:
            return wish
        before = wish.column
        downwards = not before[1] if before is not None and before[0] == column else True
        return replace(wish, column=(column, downwards))
    name = sheet.columns[column].name
    by: int | str | None = name if name in NUMBERS else None
    if by is None and column < len(wish.keys):
        by = column
    if by is None:
        return wish
    is_same = wish.sort.by == by
    downwards = not wish.sort.downwards if is_same else isinstance(by, str)
    return replace(wish, sort=Sort(by, downwards))


def _groups(number_of: int) -> str:
    return "1 group" if number_of == 1 else f"{number_of:,} groups"


def _sorted(wish: Wish, sheet: Sheet, zone: ShownZone, kept: int = 0) -> ShownSheet:
    """A sheet sorted by a column; the last ``kept`` rows stay where they are."""
    if wish.column is None or wish.column[0] >= len(sheet.columns):
        return ShownSheet(sheet, zone)
    at, downwards = wish.column
    body, rest = list(sheet.rows), []
    if kept:
        body, rest = body[:-kept], body[-kept:]

    def key(row: tuple[Value, ...]) -> tuple[bool, int, str]:
        value = row[at]
        is_number = isinstance(value, int)
        return value is not None, int(value or 0) if is_number else 0, str(value).casefold()

    body.sort(key=key, reverse=downwards)
    return ShownSheet(replace(sheet, rows=[*body, *rest]), zone, sorted_by=wish.column)


def _logons(
    wish: Wish, store: Store, rows: Sequence[int], zone: ShownZone
) -> Steps[tuple[ShownSheet, str, str]]:
    tally = yield from logons_of(store, rows)
    sheet = yield from tally.sheet()
    at = sheet.place_of("failed") or 0
    kept = [row for row in sheet.rows if wish.minimum <= 1 or int(row[at] or 0) >= wish.minimum]
    failed = sum(int(row[at] or 0) for row in kept)
    accounts = "1 account" if len(kept) == 1 else f"{len(kept):,} accounts"
    totals = f"Total {tally.records:,} logons; {failed:,} failed"
    if wish.minimum > 1:
        totals += f", of accounts that failed at least {wish.minimum:,} times"
    sheet = replace(sheet, rows=kept[:MOST_SHOWN])
    return _sorted(wish, sheet, zone), accounts, totals


def _sequences(
    wish: Wish, pattern: SequencePattern, store: Store, rows: Sequence[int], zone: ShownZone,
    now: int,
) -> Steps[tuple[ShownSheet, str, str]]:  # fmt: skip
    tally = yield from sequences_of(store, rows, pattern, now)
    found = yield from tally.found()
    sheet = sequence_sheet(found[:MOST_SHOWN], pattern.same)
    words = "1 sequence" if len(found) == 1 else f"{len(found):,} sequences"
    return _sorted(wish, sheet, zone), words, f"{pattern.words(zone)}."


def _cross(wish: Wish, summary: Summary, zone: ShownZone) -> Steps[tuple[ShownSheet, str]]:
    table = yield from cross_table(summary, wish.minimum, MOST_SHOWN, _MOST_ACROSS)
    first = wish.keys[0]
    columns = [
        SheetColumn(first.name, first.title),
        *(number(f"cell {value}", value) for value in table.columns),
        *([number(_OTHERS, "Others")] if table.columns_left_out else []),
        number(_TOTAL, "Total"),
    ]
    others = bool(table.columns_left_out)
    rows: list[tuple[Value, ...]] = [
        (value, *(n or None for n in cells), *([rest] if others else []), total)
        for value, cells, rest, total in zip(
            table.rows, table.cells, table.others, table.row_totals, strict=True
        )
    ]
    left = table.records - sum(table.column_totals)
    rows.append(("Total", *table.column_totals, *([left] if others else []), table.records))
    across = len(table.columns) + table.columns_left_out
    words = f"{len(table.rows) + table.rows_left_out:,} × {across:,} values"
    return _sorted(wish, Sheet(tuple(columns), rows), zone, kept=1), words


def _facets(wish: Wish, sheet: Sheet, zone: ShownZone) -> tuple[ShownSheet, dict[str, ShownSheet]]:
    """The values of the first key with their totals, and for each those of the second."""
    at = sheet.place_of(COUNT) or 0
    totals: dict[str, int] = {}
    inside: dict[str, list[tuple[Value, ...]]] = {}
    for row in sheet.rows:
        first, second, count = str(row[0]), row[1], int(row[at] or 0)
        totals[first] = totals.get(first, 0) + count
        inside.setdefault(first, []).append((second, count))
    left_key, right_key = wish.keys
    rows = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0].casefold()))
    left = Sheet(
        (SheetColumn(left_key.name, left_key.title), number(COUNT, "Count")), list(rows)
    )  # fmt: skip
    columns = (SheetColumn(right_key.name, right_key.title), number(COUNT, "Count"))
    inner = {
        first: ShownSheet(
            Sheet(columns, sorted(its, key=lambda row: (-int(row[1] or 0), str(row[0])))), zone
        )
        for first, its in inside.items()
    }
    return ShownSheet(left, zone), inner


def minimum_of(text: str) -> int:
    """How many records a group has at least, as it is typed. Raises UsageError."""
    number = text.strip().replace(",", "")
    if not (number.isascii() and number.isdigit()) or not 1 <= len(number) <= 12 or not int(number):
        raise UsageError("This is not a number of at least 1.")
    return int(number)
