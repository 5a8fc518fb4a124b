"""Summary of what a source has counted of all that matches: nothing of it need be loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from netwrix_tui.results.columnstore.timestamps import UNKNOWN
from netwrix_tui.results.summaries.group_keys import DISTINCT_FIELDS, GroupKey, KeyKind
from netwrix_tui.results.summaries.group_tally import Counted, TimeSlots, over_time_of
from netwrix_tui.results.summaries.summary import Summary
from netwrix_tui.results.view.source_groups import BARS, SourceGroups

MOST_GROUPS = 20_000
"""Groups that a source is asked for, those with the most records."""


def fields_of(keys: Sequence[GroupKey]) -> tuple[str, ...] | None:
    """The fields by which a source can count for these keys; None where it cannot.

    It knows columns; parts of their values, and times by the clock of a zone, are made here.
    """
    if any(key.kind is not KeyKind.COLUMN for key in keys):
        return None
    return tuple(key.field for key in keys)


def summary_of_source(keys: Sequence[GroupKey], found: SourceGroups) -> Summary:
    """The groups as a summary, whose records are all that match."""
    slots = TimeSlots(found.start, found.width, BARS) if found.width else None
    counts = Counter[int]()
    for place, group in enumerate(found.groups):
        counts.update(over_time_of(place, group.over_time))
    groups: list[Hashable] = [group.values for group in found.groups]
    made = Counted(groups, found.records, (False,) * len(DISTINCT_FIELDS), slots, counts)
    for group in found.groups:
        made.counts.append(group.count)
        made.firsts.append(UNKNOWN if group.first is None else group.first)
        made.lasts.append(UNKNOWN if group.last is None else group.last)
        for column, number in zip(made.distinct, group.distinct, strict=True):
            column.append(number)
    return Summary(keys, made, _texts)


def _texts(group: Hashable) -> tuple[str, ...]:
    return group  # type: ignore[return-value]  # they are texts from the beginning
