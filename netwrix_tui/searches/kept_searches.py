"""Saved and recent searches of a session: on disk, or nowhere."""

from __future__ import annotations

from pathlib import Path

from netwrix_tui.clock import epoch
from netwrix_tui.errors import UsageError
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of
from netwrix_tui.records.zone import LOCAL
from netwrix_tui.searches.recent import RecentSearch, RecentSearches
from netwrix_tui.searches.saved import SavedSearch, SavedSearches


class KeptSearches:
    """Reads and writes files: never call it on the loop. Errors are UsageErrors.

    Without a directory nothing is read or written; ``remembered_as`` is the name that they are
    kept under, the profile's or the server's.
    """

    def __init__(self, directory: Path | None, remembered_as: str) -> None:
        self._saved = SavedSearches(directory, remembered_as) if directory else None
        self._recent = RecentSearches(directory, remembered_as) if directory else None

    def saved(self) -> list[SavedSearch]:
        """By name."""
        return self._saved.all() if self._saved else []

    def recent(self) -> list[RecentSearch]:
        """The newest first."""
        return self._recent.all() if self._recent else []

    def save(self, name: str, plan: SearchPlan) -> None:
        """Keep a search under a name."""
        self._named().save(SavedSearch(name, line_of(plan, LOCAL)))

    def rename(self, name: str, new: str) -> None:
        """Give a saved search another name."""
        self._named().rename(name, new)

    def remove(self, name: str) -> None:
        """Forget a saved search."""
        self._named().remove(name)

    def remember(self, plan: SearchPlan) -> None:
        """A search that has been run."""
        if self._recent:
            self._recent.remember(line_of(plan, LOCAL), int(epoch()))

    def forget(self, line: str) -> None:
        """Take a recent search out."""
        if self._recent:
            self._recent.forget(line)

    def take_trouble(self) -> str:
        """What went wrong with the files, as a sentence."""
        kept = [each.take_trouble() for each in (self._saved, self._recent) if each]
        return " ".join(filter(None, kept))

    def _named(self) -> SavedSearches:
        if self._saved is None:
            raise UsageError("This session keeps nothing.")
        return self._saved
