"""Filters as they are typed on a command line: ``NAME[:OPERATOR]=VALUE``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import tzinfo
from difflib import get_close_matches

from netwrix_tui.errors import UsageError
from netwrix_tui.records.filters import SPECS, Filter, FilterSpec, FilterValue, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import (
    HoursRange,
    Timeframe,
    TimeRange,
    parse_moment,
    parse_time_of_day,
)
from netwrix_tui.records.words import shortened

_LONGEST_SHOWN = 80
_DATE = re.compile(r"\s*\d{4}-\d{2}-\d{2}\s*")
_TIMEFRAMES = {timeframe.value.casefold(): timeframe for timeframe in Timeframe}


def typed_parameters(texts: Sequence[str], zone: tzinfo) -> SearchParameters:
    """The search that the texts describe; times without an offset are read in ``zone``.

    Raises UsageError, which names the text that cannot be used.
    """
    return SearchParameters().with_(*(typed_filter(text, zone) for text in texts))


def typed_filter(text: str, zone: tzinfo) -> Filter:
    """One filter. Raises UsageError."""
    try:
        return _filter(text, zone)
    except UsageError as error:
        raise UsageError(
            f"-f {shortened(text, _LONGEST_SHOWN)}: {error.what}",
            cause=error.cause,
            next_step=error.next_step,
        ) from error


def _filter(text: str, zone: tzinfo) -> Filter:
    head, equals, value = text.partition("=")
    if not equals:
        raise UsageError(
            "there is no = in it.", next_step=r"Type it as NAME=VALUE or NAME:OPERATOR=VALUE."
        )
    name, colon, operator = head.partition(":")
    spec = _spec(name.strip())
    meant = _operator(operator.strip(), spec) if colon else spec.default_operator
    return Filter(spec.name, meant, _value(spec.name, value, zone))


def _spec(typed: str) -> FilterSpec:
    known = {name.casefold(): spec for name, spec in SPECS.items()}
    spec = known.get(typed.casefold())
    if spec is None:
        raise UsageError(
            f"There is no filter named {typed!r}.",
            next_step=f"{_guess(typed, SPECS)}Filters are {', '.join(SPECS)}.",
        )
    return spec


def _operator(typed: str, spec: FilterSpec) -> Operator:
    known = {operator.value.casefold(): operator for operator in Operator}
    operator = known.get(typed.casefold())
    if operator is None:
        names = [operator.value for operator in spec.operators]
        raise UsageError(
            f"There is no operator named {typed!r}.",
            next_step=f"{_guess(typed, names)}{spec.name} takes {', '.join(names)}.",
        )
    return operator


def _guess(typed: str, names: Iterable[str]) -> str:
    by_folded = {name.casefold(): name for name in names}
    near = get_close_matches(typed.casefold(), by_folded, 1)
    return f"Did you mean {by_folded[near[0]]}? " if near else ""


def _value(name: str, text: str, zone: tzinfo) -> FilterValue:
    if name == "When":
        return _when(text, zone)
    if name == "WorkingHours":
        return _hours(text, zone)
    return text


def _when(text: str, zone: tzinfo) -> Timeframe | TimeRange:
    timeframe = _TIMEFRAMES.get(text.strip().casefold())
    if timeframe is not None:
        return timeframe
    start, dots, end = text.partition("..")
    if not dots:
        if not _DATE.fullmatch(text):
            raise UsageError(
                f"{text.strip()!r} is neither a day nor a span of time.",
                next_step=f"Type {', '.join(Timeframe)}, a day as 2026-11-05, or FROM..TO.",
            )
        end = start
    return TimeRange(
        parse_moment(start, zone) if start.strip() else None,
        parse_moment(end, zone, end_of_day=True) if end.strip() else None,
    )


def _hours(text: str, zone: tzinfo) -> HoursRange:
    start, dots, end = text.partition("..")
    if not dots or not start.strip() or not end.strip():
        raise UsageError(
            f"{text.strip()!r} is not a span of hours.", next_step="Type it as 08:00..18:00."
        )
    return HoursRange(parse_time_of_day(start, zone), parse_time_of_day(end, zone))
