"""A search as a condition in ClickHouse's SQL, with the meaning of ``record_matching``. Pure.

Texts are compared in the folded columns, byte by byte; only :mod:`quoting` puts values in.
``tests/archive`` compares it with :mod:`netwrix_tui.records.record_matching`, search by search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netwrix_tui.archive.cluster.months import months_between
from netwrix_tui.archive.cluster.quoting import quoted
from netwrix_tui.archive.cluster.tables import NO_MOMENT
from netwrix_tui.archive.translation import EARLIEST, LATEST
from netwrix_tui.records.case_fold import fold_case
from netwrix_tui.records.conditions import Hours
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.record_matching import check_answerable
from netwrix_tui.records.row_fields import TEXT_FIELDS
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import BEGINNING, END, Span, spans_of

_IN_DETAILS = {
    "Detail": "folded_details", "Before": "folded_before", "After": "folded_after",
}  # fmt: skip
_SECOND = 1_000_000
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the rows; what it finds lies from ``first`` to ``last`` (microseconds).

    Where ``is_dated``, none that it finds is without a moment.
    """

    sql: str
    first: int = NO_MOMENT
    last: int = -NO_MOMENT
    is_dated: bool = False


def condition_of(parameters: SearchParameters, now: int) -> Condition:
    """What a search finds; ``now`` (seconds) is what relative times are of.

    Raises UsageError where an archive cannot answer it.
    """
    check_answerable(parameters, "an archive")
    terms: list[str] = []
    for name in dict.fromkeys(f.name for f in parameters.filters):
        if name not in ("When", "WorkingHours"):
            terms += _texts(name, parameters.named(name))
    spans = spans_of(parameters.named("When"), now)
    is_dated = spans != [(BEGINNING, END)]
    first, last = NO_MOMENT, -NO_MOMENT
    if is_dated:
        bounds = [(max(a, EARLIEST), min(b, LATEST)) for a, b in spans]
        terms.append(_times(bounds))
        first, last = (bounds[0][0], bounds[-1][1]) if bounds else (0, -1)
        first, last = first * _SECOND, last * _SECOND
        terms.append(months_between(first, last))
    for hours in map(Hours.of, parameters.named("WorkingHours")):
        terms.append(_hours(hours))
        is_dated = True
    if is_dated:
        terms.append(f'"when" > {quoted(NO_MOMENT)}')
    return Condition(" AND ".join(terms) or "1", first, last, is_dated)


def any_of(conditions: Sequence[Condition]) -> Condition:
    """What any of several searches finds, each record once."""
    if len(conditions) == 1:
        return conditions[0]
    return Condition(
        "(" + " OR ".join(f"({each.sql})" for each in conditions) + ")",
        min(each.first for each in conditions),
        max(each.last for each in conditions),
        all(each.is_dated for each in conditions),
    )


def _texts(name: str, filters: Sequence[Filter]) -> list[str]:
    """All entries of one filter: those that are alternatives, and those that must not be."""
    test = _in_details if name in _IN_DETAILS else _in_column
    terms = ["has_details"] if name in _IN_DETAILS else []
    wanted = [test(name, f) for f in filters if not f.operator.is_negative]
    if wanted:
        terms.append(f"({' OR '.join(wanted)})")
    return terms + [f"NOT {test(name, f)}" for f in filters if f.operator.is_negative]


def _in_column(name: str, condition: Filter) -> str:
    column = "rid" if name == "RID" else TEXT_FIELDS[name]
    return _test(f'"folded_{column}"', condition)


def _in_details(name: str, condition: Filter) -> str:
    column = _IN_DETAILS[name]
    return f"arrayExists(each -> {_test('each', condition)}, {column})"


def _test(text: str, condition: Filter) -> str:
    """Whether a folded text meets one entry, or the positive counterpart of a negative one."""
    if not isinstance(condition.value, str):
        raise TypeError(f"{condition.name} does not hold {condition.value!r}")
    needle = quoted(fold_case(condition.value))
    match condition.operator:
        case Operator.EQUALS | Operator.NOT_EQUAL_TO:
            return f"({text} = {needle})"
        case _ if not condition.value:
            return "(1 = 1)"
        case Operator.STARTS_WITH:
            return f"startsWith({text}, {needle})"
        case Operator.ENDS_WITH:
            return f"endsWith({text}, {needle})"
        case _:
            return f"(position({text}, {needle}) > 0)"


def _times(spans: Sequence[Span]) -> str:
    one = (
        f'("when" >= {quoted(first * _SECOND)} AND "when" <= {quoted(last * _SECOND)})'
        for first, last in spans
    )
    return f"({' OR '.join(one) or '0'})"


def _hours(hours: Hours) -> str:
    # Both divisions cut off towards zero, as the one evaluation does.
    second = f'(((intDiv("when", {_SECOND}) % {_DAY}) + {_DAY}) % {_DAY})'
    join = "AND" if hours.first <= hours.last else "OR"
    test = f"({second} >= {hours.first!r} {join} {second} <= {hours.last!r})"
    return test if hours.inside else f"NOT {test}"
