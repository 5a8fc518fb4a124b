"""The searches that together are the one that is followed: a word anywhere takes several."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from netwrix_tui.clock import now
from netwrix_tui.errors import UsageError
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import TimeRange
from netwrix_tui.results.follow_place import FollowPlace


@dataclass(slots=True)
class Strand:
    """One search that the server understands, from a moment on, and how far it has come."""

    parameters: SearchParameters
    mark: str | None = None
    is_caught_up: bool = False

    def begin_anew(self, start: datetime) -> None:
        """Look from another moment on, from the first page."""
        others = self.parameters.without(*self.parameters.named("When"))
        self.parameters = others.with_(_from(start))
        self.mark = None


def strands_of(parameters: SearchParameters, place: FollowPlace) -> list[Strand]:
    """The searches of ``parameters`` at a place. Raises UsageError where they have a When."""
    if parameters.named("When"):
        raise UsageError(
            "What is followed has no When.",
            cause="It is whatever arrives from now on.",
            next_step="Leave When out; --since 2h takes in what was before.",
        )
    searches = concrete_searches(parameters, now())
    strands = [Strand(search.with_(_from(place.start))) for search in searches]
    if len(place.marks) != len(strands):
        return strands
    return [
        replace(strand, mark=mark, is_caught_up=place.caught_up)
        for strand, mark in zip(strands, place.marks, strict=True)
    ]


def _from(start: datetime) -> Filter:
    return Filter("When", Operator.EQUALS, TimeRange(start=start.replace(microsecond=0)))
