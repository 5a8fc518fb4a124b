"""The meaning of When filters: spans of whole seconds, with union, cut and complement."""

from __future__ import annotations

import math
from collections.abc import Sequence

from netwrix_tui.records.filters import Filter
from netwrix_tui.records.relative import RelativeSpan
from netwrix_tui.records.when import Timeframe, TimeRange

Span = tuple[int, int]
"""From the first to the last second since the epoch, both inclusive."""

BEGINNING = -(1 << 40)
END = 1 << 40
_DAY = 86_400


def spans_of(filters: Sequence[Filter], now: int) -> list[Span]:
    """The spans that the When filters leave, in order and without overlap.

    Entries with Equals are united; those with NotEqualTo are all cut out.
    """
    spans = [(BEGINNING, END)]
    wanted = [_span(f, now) for f in filters if not f.operator.is_negative]
    if wanted:
        spans = _united(wanted)
    for excluded in (_span(f, now) for f in filters if f.operator.is_negative):
        spans = _cut(spans, excluded)
    return spans


def _span(condition: Filter, now: int) -> Span:
    value = condition.value
    midnight = now - now % _DAY
    match value:
        case Timeframe.TODAY:
            return midnight, now
        case Timeframe.YESTERDAY:
            return midnight - _DAY, midnight - 1
        case Timeframe.LAST_SEVEN_DAYS:
            return midnight - 6 * _DAY, now
        case Timeframe.LAST_THIRTY_DAYS:
            return midnight - 29 * _DAY, now
        case TimeRange(start, end):
            return (
                BEGINNING if start is None else math.ceil(start.timestamp()),
                END if end is None else math.floor(end.timestamp()),
            )
        case RelativeSpan() as span:
            return now - int(span.length.total_seconds()), END
        case _:
            raise TypeError(f"When does not hold {value!r}")


def _united(spans: list[Span]) -> list[Span]:
    united: list[Span] = []
    for first, last in sorted(spans):
        if united and first <= united[-1][1] + 1:
            united[-1] = (united[-1][0], max(united[-1][1], last))
        elif first <= last:
            united.append((first, last))
    return united


def _cut(spans: list[Span], excluded: Span) -> list[Span]:
    first, last = excluded
    if first > last:
        return spans
    pieces = [
        piece
        for span in spans
        for piece in ((span[0], min(span[1], first - 1)), (max(span[0], last + 1), span[1]))
    ]
    return [piece for piece in pieces if piece[0] <= piece[1]]
