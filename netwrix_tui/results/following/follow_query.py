"""Queries of a followed search: one that the server understands, or several for a word anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from netwrix_tui.clock import now
from netwrix_tui.errors import UsageError
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import TimeRange
from netwrix_tui.results.loading.resume_point import ResumePoint

_AHEAD = timedelta(days=400)
"""How long a follow is taken to go on at most: past the next change of any clock."""


@dataclass(slots=True)
class FollowQuery:
    """One search that the server understands, from a moment on, and how far it has come."""

    parameters: SearchParameters
    mark: str | None = None
    is_caught_up: bool = False
    found_anew: set[str] = field(default_factory=set)
    """Records that a look without the mark found; the mark may still be about to give them."""
    given_again: tuple[str, ...] = ()
    """Records that the mark gave last although they were known."""

    def begin_anew(self, start: datetime) -> None:
        """Look from another moment on, from the first page."""
        self.parameters = self.since(start)
        self.mark = None

    def since(self, start: datetime) -> SearchParameters:
        """The same search from another moment on."""
        others = self.parameters.without(*self.parameters.named("When"))
        return others.with_(_from(start))


def follow_queries(parameters: SearchParameters, resume_point: ResumePoint) -> list[FollowQuery]:
    """The queries of ``parameters``. Raises UsageError where they have a When."""
    if parameters.named("When"):
        raise UsageError(
            "What is followed has no When.",
            cause="It is whatever arrives from now on.",
            next_step="Leave When out; --since 2h takes in what was before.",
        )
    searches = concrete_searches(parameters, now(), _AHEAD)
    queries = [FollowQuery(search.with_(_from(resume_point.start))) for search in searches]
    if len(resume_point.marks) != len(queries):
        return queries
    return [
        replace(query, mark=mark, is_caught_up=resume_point.caught_up)
        for query, mark in zip(queries, resume_point.marks, strict=True)
    ]


def _from(start: datetime) -> Filter:
    return Filter("When", Operator.EQUALS, TimeRange(start=start.replace(microsecond=0)))
