"""Filters as they are typed on a command line: ``NAME[:OPERATOR]=VALUE``.

``@NAME`` is one that is not documented, as in the query line: a newer server may know it.
"""

from __future__ import annotations

from collections.abc import Sequence

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import UsageError
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.filters import (
    SERVER,
    SPECS,
    Filter,
    FilterSpec,
    Operator,
    spec_of,
)
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.typed_times import typed_value
from netwrix_tui.records.zone import ShownZone

_LONGEST_SHOWN = 80


def typed_parameters(texts: Sequence[str], zone: ShownZone) -> SearchParameters:
    """The search that the texts describe; times without an offset are read in ``zone``.

    Raises UsageError, which names the text that cannot be used.
    """
    return SearchParameters().with_(*(typed_filter(text, zone) for text in texts))


def typed_filter(text: str, zone: ShownZone) -> Filter:
    """One filter. Raises UsageError."""
    try:
        return _filter(text, zone)
    except UsageError as error:
        raise UsageError(
            f"-f {shortened(text, _LONGEST_SHOWN)}: {error.what}",
            cause=error.cause,
            next_step=error.next_step,
        ) from error


def _filter(text: str, zone: ShownZone) -> Filter:
    head, equals, value = text.partition("=")
    if not equals:
        raise UsageError(
            "there is no = in it.", next_step=r"Type it as NAME=VALUE or NAME:OPERATOR=VALUE."
        )
    name, colon, operator = head.partition(":")
    spec = _spec(name.strip())
    meant = _operator(operator.strip(), spec) if colon else spec.default_operator
    return Filter(spec.name, meant, typed_value(spec.name, value, zone))


def _spec(typed: str) -> FilterSpec:
    if typed.startswith("@"):
        return spec_of(typed[1:])
    known = {name.casefold(): spec_of(name) for name in (*SPECS, SERVER)}
    spec = known.get(typed.casefold())
    if spec is None:
        raise UsageError(
            f"There is no filter named {typed!r}.",
            next_step=f"{did_you_mean(typed, SPECS)}Filters are {', '.join(SPECS)}. "
            "One that is not documented begins with @.",
        )
    return spec


def _operator(typed: str, spec: FilterSpec) -> Operator:
    known = {operator.value.casefold(): operator for operator in Operator}
    operator = known.get(typed.casefold())
    if operator is None:
        names = [operator.value for operator in spec.operators]
        raise UsageError(
            f"There is no operator named {typed!r}.",
            next_step=f"{did_you_mean(typed, names)}{spec.name} takes {', '.join(names)}.",
        )
    return operator
