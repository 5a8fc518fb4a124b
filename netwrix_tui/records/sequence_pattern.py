"""Pattern of a sequence: at least N of A, then B, by the same or from the same, within T."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from netwrix_tui.errors import UsageError
from netwrix_tui.records.amounts import whole_span_words
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.sentence import sentence
from netwrix_tui.records.zone import ShownZone


class Same(StrEnum):
    """What the records of a sequence have in common; the value is the API's name."""

    WHO = "Who"
    WORKSTATION = "Workstation"

    @property
    def field(self) -> str:
        """The field of a Row."""
        return self.value.lower()


@dataclass(frozen=True, slots=True)
class SequencePattern:
    """At least ``minimum`` of ``first``, then ``then``. Raises UsageError for what is no pattern.

    Neither is to hold a When that is relative: the time is that of the search around them.
    """

    first: SearchParameters
    then: SearchParameters
    minimum: int
    within: timedelta
    same: Same = Same.WHO

    def __post_init__(self) -> None:
        if self.minimum < 1 or self.within <= timedelta():
            raise UsageError("A sequence wants a number of at least 1, and a span of time.")
        for part in (self.first, self.then):
            if not part.filters:
                raise UsageError(
                    "A part of the sequence is empty.",
                    next_step='Type both as queries, as action:"Failed Logon".',
                )

    def words(self, zone: ShownZone) -> str:
        """The pattern as a sentence."""
        common = "by the same account" if self.same is Same.WHO else "from the same workstation"
        first, then = (_timeless(sentence(part, zone)) for part in (self.first, self.then))
        return (
            f"At least {self.minimum:,} times: {first}; then: {then}; "
            f"{common}, within {whole_span_words(self.within)}"
        )


def _timeless(words: str) -> str:
    """A sentence without the time that the parts of a sequence do not say."""
    return words.rstrip(".").removesuffix(", at any time")
