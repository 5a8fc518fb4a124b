"""List of searches to choose from: saved, recent and ready-made ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netwrix_tui.clock import utc_at
from netwrix_tui.errors import UsageError
from netwrix_tui.records.filter_words import moment_words, shortened
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.query_terms import QueryError
from netwrix_tui.records.sentence import sentence
from netwrix_tui.records.zone import LOCAL, ShownZone
from netwrix_tui.searches.fuzzy_match import Candidate, best_matches
from netwrix_tui.searches.kept_searches import RecentSearch, SavedSearch
from netwrix_tui.searches.recipe import Recipe
from netwrix_tui.searches.recipes.words import WORDS

SAVED, RECENT = "Saved", "Recent"
_RECENT_AT_FIRST = 4
"""So many recent searches stand in the list before anything is typed; typing finds them all."""

_NAME_ROOM = 200


@dataclass(frozen=True, slots=True)
class Offered:
    """One search of the list. ``recipe`` is there for ready-made ones, which may ask something;
    ``columns`` are the fields of those that a saved one was looked at by.
    """

    group: str
    name: str
    about: str
    line: str
    recipe: Recipe | None = None
    columns: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Words of the trade by which a ready-made one is found."""
        return WORDS.get(self.recipe.id, "") if self.recipe is not None else ""

    def is_called(self, typed: str) -> bool:
        """True for a ready-made search or a saved one that has exactly this name."""
        names = (self.name, self.recipe.id) if self.recipe is not None else (self.name,)
        asked = " ".join(typed.casefold().split())
        return self.group != RECENT and asked in [name.casefold() for name in names]

    def has_words(self, typed: str) -> bool:
        """True for a ready-made or a saved one of whose words all that are typed are whole ones."""
        own = set(re.split(r"\W+", f"{self.name} {self.words}".casefold()))
        return self.group != RECENT and own.issuperset(re.findall(r"\w+", typed.casefold()))

    @property
    def is_saved(self) -> bool:
        """True for one that has a name of the user's own."""
        return self.group == SAVED

    def plan(self, zone: ShownZone) -> SearchPlan:
        """The search, with the blanks as they are at first. Raises UsageError."""
        if self.recipe is not None:
            return self.recipe.plan({}, zone)
        return read_line(self.line, zone)


def read_line(line: str, zone: ShownZone = LOCAL) -> SearchPlan:
    """The search of a line that was kept; times were written in local time. Raises UsageError.

    ``hours:working`` are those that the zone carries.
    """
    try:
        return plan_of(line, LOCAL.worked_as(zone))
    except QueryError as error:
        raise UsageError(
            f"This line cannot be read: {error.what}", next_step=error.next_step
        ) from error


def offered_searches(
    saved: Sequence[SavedSearch],
    recent: Sequence[RecentSearch],
    recipes: Sequence[Recipe],
    zone: ShownZone,
) -> list[Offered]:
    """All of them: what the user named, what they did lately, and what comes with the program."""
    return [
        *(Offered(SAVED, s.name, s.about, s.line, columns=tuple(s.columns)) for s in saved),
        *(_recent(s, zone) for s in recent),
        *(Offered(r.group, r.name, r.about, r.line, r) for r in recipes),
    ]


def matching_searches(typed: str, among: Sequence[Offered]) -> list[Offered]:
    """What the typed words find, the best first; before a word, all but the older recent ones."""
    if typed.strip():
        found = best_matches(
            typed, (Candidate(o, (o.name, o.words, o.group, o.about, o.line)) for o in among)
        )
        # What was run lately has the name of a recipe, or a word of it, in its line, too.
        return sorted(found, key=lambda o: (not o.is_called(typed), not o.has_words(typed)))
    return list(_at_first(among))


def _at_first(among: Sequence[Offered]) -> Iterator[Offered]:
    recent = 0
    for each in among:
        recent += each.group == RECENT
        if each.group != RECENT or recent <= _RECENT_AT_FIRST:
            yield each


def _recent(search: RecentSearch, zone: ShownZone) -> Offered:
    try:
        words = sentence(read_line(search.line, zone).parameters(), zone)
    except UsageError:
        words = search.line
    ran = utc_at(max(0, min(search.at, 1 << 36)))
    return Offered(
        RECENT, shortened(words, _NAME_ROOM), f"Run {moment_words(ran, zone)}.", search.line
    )
