"""Spans that end now, as "the last two hours". They stay as they are until a search is sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from netwrix_tui.errors import UsageError
from netwrix_tui.records.when import TimeRange


class SpanUnit(StrEnum):
    """What a span is counted in; the text is how it is typed."""

    MINUTES = "m"
    HOURS = "h"
    DAYS = "d"
    WEEKS = "w"

    @property
    def word(self) -> str:
        """``minutes``, ``hours`` …"""
        return self.name.lower()


_LENGTHS = {
    SpanUnit.MINUTES: timedelta(minutes=1),
    SpanUnit.HOURS: timedelta(hours=1),
    SpanUnit.DAYS: timedelta(days=1),
    SpanUnit.WEEKS: timedelta(weeks=1),
}
_LONGEST = timedelta(days=36_500)
_TYPED = re.compile(r"(\d{1,9})\s*([mhdw])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RelativeSpan:
    """From so long ago on: 2 hours, 90 minutes, 7 days. Raises UsageError for none, or too many."""

    amount: int
    unit: SpanUnit

    def __post_init__(self) -> None:
        if self.amount < 1 or self.amount > _LONGEST / _LENGTHS[self.unit]:
            raise UsageError(
                f"{self.amount:,} {self.unit.word} is not a span to search.",
                next_step="Type one as 90m, 2h, 7d or 4w.",
            )

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.amount * _LENGTHS[self.unit]

    def resolved(self, now: datetime) -> TimeRange:
        """The range that it means at a moment, open to whatever is recorded next."""
        return TimeRange(start=(now - self.length).replace(microsecond=0))

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


def relative_span(text: str) -> RelativeSpan | None:
    """The span that a text like ``2h`` means; None for any other text. Raises UsageError."""
    match = _TYPED.fullmatch(text.strip())
    return RelativeSpan(int(match[1]), SpanUnit(match[2].lower())) if match else None
