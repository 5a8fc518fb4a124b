"""A search as SQL over an archive, with the meaning of ``record_matching``. Pure.

Values are passed as parameters, never in the text. ``tests/archive`` compares it with
:mod:`netwrix_tui.records.record_matching`, search by search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from netwrix_tui.archive.columns import day_of
from netwrix_tui.archive.layout import UNDATED
from netwrix_tui.records.case_fold import FIXED, fold_case
from netwrix_tui.records.conditions import Hours
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.record_matching import check_answerable
from netwrix_tui.records.row_fields import TEXT_FIELDS
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import BEGINNING, END, Span, spans_of

EARLIEST, LATEST = -62_135_510_400, 253_402_214_400
"""The seconds that a day has here: years 1 to 9999, but for the first and the last day."""

_TESTS = {
    Operator.CONTAINS: "contains({}, {})",
    Operator.DOES_NOT_CONTAIN: "contains({}, {})",
    Operator.EQUALS: "{} = {}",
    Operator.NOT_EQUAL_TO: "{} = {}",
    Operator.STARTS_WITH: "starts_with({}, {})",
    Operator.ENDS_WITH: "ends_with({}, {})",
}
_SMALL_I = "i"
"""What DuckDB's ``lower`` makes of the letter that the fold leaves as it is."""

_IN_DETAILS = {
    "Detail": 'concat_ws(\' \', d.property, d.message, d."before", d."after")',
    "Before": 'd."before"',
    "After": 'd."after"',
}


@dataclass(slots=True)
class Clause:
    """A condition on the columns of an archive, its values in the order of its parameters."""

    sql: str = "true"
    values: list[Any] = field(default_factory=list)

    def and_(self, sql: str, *values: Any) -> Clause:
        """This and another condition."""
        return Clause(f"{self.sql} AND {sql}", [*self.values, *values])


@dataclass(frozen=True, slots=True)
class Translated:
    """A search: its condition, and the days that it is about, both of them inclusive."""

    clause: Clause
    first_day: str = ""
    last_day: str = "9999-12-31"
    is_dated: bool = False
    """True where records whose When is no moment are not meant."""

    def days(self, there: Sequence[str]) -> list[str]:
        """Those of the days there are in which something may be found."""
        return [
            day
            for day in there
            if (not self.is_dated if day == UNDATED else self.first_day <= day <= self.last_day)
        ]


def translated(parameters: SearchParameters, now: int) -> Translated:
    """A search without "anywhere"; relative times are those of ``now``, in seconds since 1970.

    Raises UsageError where an archive cannot answer it.
    """
    check_answerable(parameters, "an archive")
    clause = Clause()
    names = dict.fromkeys(f.name for f in parameters.filters)
    for name in names:
        if name not in ("When", "WorkingHours"):
            clause = _texts(clause, name, parameters.named(name))
    spans = spans_of(parameters.named("When"), now)
    is_dated = spans != [(BEGINNING, END)]
    first, last = "", "9999-12-31"
    if is_dated:
        bounds = [(max(a, EARLIEST), min(b, LATEST)) for a, b in spans]
        clause = _times(clause, bounds)
        if bounds:
            first, last = _day(bounds[0][0]), _day(bounds[-1][1])
        else:
            first, last = "1", "0"
    for hours in map(Hours.of, parameters.named("WorkingHours")):
        clause, is_dated = _hours(clause, hours), True
    return Translated(clause, first, last, is_dated)


def either(searches: Sequence[Translated]) -> Translated:
    """What any of several searches finds, each record once."""
    if len(searches) == 1:
        return searches[0]
    sql = " OR ".join(f"({each.clause.sql})" for each in searches)
    values = [value for each in searches for value in each.clause.values]
    return Translated(
        Clause(f"({sql})", values),
        min(each.first_day for each in searches),
        max(each.last_day for each in searches),
        all(each.is_dated for each in searches),
    )


def _texts(clause: Clause, name: str, filters: Sequence[Filter]) -> Clause:
    """All entries of one filter: those that are alternatives, and those that must not be."""
    test = _in_details if name in _IN_DETAILS else _in_column
    wanted = [test(name, f) for f in filters if not f.operator.is_negative]
    if wanted:
        either = " OR ".join(each.sql for each in wanted)
        clause = clause.and_(f"({either})", *(v for each in wanted for v in each.values))
    for each in (test(name, f) for f in filters if f.operator.is_negative):
        clause = clause.and_(f"NOT {each.sql}", *each.values)
    return clause


def _in_column(name: str, condition: Filter) -> Clause:
    column = "rid" if name == "RID" else TEXT_FIELDS[name]
    return _test(f'"{column}"', condition)


def _in_details(name: str, condition: Filter) -> Clause:
    test = _test(_IN_DETAILS[name], condition)
    return Clause(f"(len(list_filter(details, lambda d: {test.sql})) > 0)", test.values)


def _test(text: str, condition: Filter) -> Clause:
    """Whether a text meets one entry, or the positive counterpart of a negative one.

    The engine's own ``lower`` differs from the fold in one letter (:data:`FIXED`).
    """
    if not isinstance(condition.value, str):
        raise TypeError(f"{condition.name} does not hold {condition.value!r}")
    needle, form = fold_case(condition.value), _TESTS[condition.operator]
    exact = form.format(_folded(text), "?")
    if FIXED in needle:
        return Clause(f"({exact})", [needle])
    quick = form.format(f"lower({text})", "?")
    if _SMALL_I not in needle:
        return Clause(f"({quick})", [needle])
    return Clause(f"({quick} AND (NOT contains({text}, '{FIXED}') OR {exact}))", [needle, needle])


def _folded(text: str) -> str:
    parts = f"list_transform(string_split({text}, '{FIXED}'), lambda s: lower(s))"
    return f"array_to_string({parts}, '{FIXED}')"


def _times(clause: Clause, spans: Sequence[Span]) -> Clause:
    one = '"when" BETWEEN make_timestamptz(?) AND make_timestamptz(?)'
    either = " OR ".join(one for _ in spans) or "false"
    return clause.and_(
        f'"when" IS NOT NULL AND ({either})', *(second * 1_000_000 for s in spans for second in s)
    )


_SECOND_OF_DAY = '((epoch_us("when") // 1000000) % 86400 + 86400) % 86400'


def _hours(clause: Clause, hours: Hours) -> Clause:
    join = "AND" if hours.first <= hours.last else "OR"
    sql = f"({_SECOND_OF_DAY} >= ? {join} {_SECOND_OF_DAY} <= ?)"
    negated = "" if hours.inside else "NOT "
    return clause.and_(f'"when" IS NOT NULL AND {negated}{sql}', hours.first, hours.last)


def _day(second: int) -> str:
    return day_of(second * 1_000_000)
