"""Months of moments: tables have a partition for each, and a month that is left out is not read.

A server of years has a hundred partitions and more: each that a question does not name costs it
more than the records that it finds.
"""

from __future__ import annotations

from netwrix_tui.archive.cluster.tables import NO_MOMENT
from netwrix_tui.archive.translation import EARLIEST, LATEST
from netwrix_tui.clock import utc_at

_SECOND = 1_000_000
_UNDATED = 0
"""The month of records without a moment."""


def month_of(moment: int) -> int:
    """The month of a moment (microseconds since 1970), by UTC: 202603; 0 for none."""
    if moment == NO_MOMENT:
        return _UNDATED
    day = utc_at(min(max(moment // _SECOND, EARLIEST), LATEST))
    return day.year * 100 + day.month


def months_from(first: int) -> str:
    """The condition on the months of records that are no older than a moment."""
    return f"month >= {month_of(first):d}"


def months_to(last: int) -> str:
    """The condition on the months of records that are no newer than a moment, or without one."""
    return f"month <= {month_of(last):d}"


def months_between(first: int, last: int) -> str:
    """Both of them."""
    return f"{months_from(first)} AND {months_to(last)}"
