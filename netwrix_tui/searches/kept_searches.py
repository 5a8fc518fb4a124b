"""Searches that are kept, for each profile apart: recent ones, and saved ones with a name.

:class:`KeptSearches` is what the explorer of one session uses: it keeps them on disk, or nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import field
from msgspec.structs import replace

from netwrix_tui.clock import epoch
from netwrix_tui.errors import UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.json_store import KeptFile
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of
from netwrix_tui.records.zone import LOCAL

LONGEST_NAME = 80


MOST_RECENT = 50
"""So many are kept for a profile."""

_LONGEST_LINE = 20_000
"""Characters; a longer search is nothing to find again in a list."""


class RecentSearch(ExtensibleStruct, frozen=True):
    """A query line, and when it was run last (seconds since the epoch)."""

    line: str
    at: int = 0


class _RecentFile(ExtensibleStruct, frozen=True):
    profiles: dict[str, list[RecentSearch]] = field(default_factory=dict)


class RecentSearches:
    """The recent searches of one profile, the newest first, each of them once."""

    def __init__(self, directory: Path, profile: str) -> None:
        self._file = KeptFile(directory / "recent-searches.json", _RecentFile)
        self._profile = profile

    def all(self) -> list[RecentSearch]:
        """At most :data:`MOST_RECENT`."""
        return self._file.read().profiles.get(self._profile, [])[:MOST_RECENT]

    def remember(self, line: str, at: int) -> None:
        """Put a search in front. Raises UsageError where the file cannot be written."""
        if not line or len(line) > _LONGEST_LINE:
            return

        def changed(file: _RecentFile) -> _RecentFile:
            kept = file.profiles.get(self._profile, [])
            before = next((s for s in kept if s.line == line), RecentSearch(line))
            others = [s for s in kept if s.line != line]
            newest = [replace(before, at=at), *others][:MOST_RECENT]
            return replace(file, profiles=file.profiles | {self._profile: newest})

        self._file.change(changed)

    def forget(self, line: str) -> None:
        """Take one out. Raises UsageError where the file cannot be written."""

        def changed(file: _RecentFile) -> _RecentFile:
            kept = [s for s in file.profiles.get(self._profile, []) if s.line != line]
            return replace(file, profiles=file.profiles | {self._profile: kept})

        self._file.change(changed)

    def take_trouble(self) -> str:
        """What went wrong with the file, as a sentence."""
        return self._file.take_trouble()


class SavedSearch(ExtensibleStruct, frozen=True):
    """A query line under a name, with a word about it, and the fields of its columns if any."""

    name: str
    line: str
    about: str = ""
    columns: list[str] = field(default_factory=list)


class _SavedFile(ExtensibleStruct, frozen=True):
    profiles: dict[str, list[SavedSearch]] = field(default_factory=dict)


class SavedSearches:
    """The saved searches of one profile, in a file that holds those of all of them."""

    def __init__(self, directory: Path, profile: str) -> None:
        self._file = KeptFile(directory / "saved-searches.json", _SavedFile)
        self._profile = profile

    def all(self) -> list[SavedSearch]:
        """By name, in the alphabet's order."""
        return self._of(self._file.read())

    def named(self, name: str) -> SavedSearch:
        """The search of this name, in any case. Raises UsageError."""
        searches = self.all()
        found = next((s for s in searches if _same(s, name)), None)
        if found is None:
            trouble = self.take_trouble()
            if trouble:  # whether there is one of this name is not known
                raise UsageError(trouble, next_step="Correct the file, or move it away.")
            known = ", ".join(s.name for s in searches)
            raise UsageError(
                "There is no saved search of this name.",
                next_step=f"There are: {known}." if known else "None has been saved yet.",
            )
        return found

    def save(self, search: SavedSearch) -> None:
        """Keep it; one of the same name is replaced. Raises UsageError."""
        checked = replace(
            search, name=checked_name(search.name), about=search.about.strip(), unknown_fields={}
        )

        def saved(kept: list[SavedSearch]) -> list[SavedSearch]:
            before = next((s for s in kept if _same(s, checked.name)), checked)
            new = replace(checked, unknown_fields=before.unknown_fields | search.unknown_fields)
            return [*(s for s in kept if not _same(s, new.name)), new]

        self._change(saved)

    def rename(self, name: str, new: str) -> None:
        """Give it another name; whichever had that one is replaced. Raises UsageError."""
        new = checked_name(new)

        def renamed(kept: list[SavedSearch]) -> list[SavedSearch]:
            old = next((s for s in kept if s.name == name), None)
            if old is None:
                raise UsageError("This search is gone.", cause="Another window removed it.")
            rest = [s for s in kept if s is not old and not _same(s, new)]
            return [*rest, replace(old, name=new)]

        self._change(renamed)

    def remove(self, name: str) -> None:
        """Forget it. Raises UsageError where the file cannot be written."""
        self._change(lambda kept: [s for s in kept if s.name != name])

    def take_trouble(self) -> str:
        """What went wrong with the file, as a sentence."""
        return self._file.take_trouble()

    def _change(self, change: Callable[[list[SavedSearch]], list[SavedSearch]]) -> None:
        def changed(file: _SavedFile) -> _SavedFile:
            profiles = file.profiles | {self._profile: change(self._of(file))}
            return replace(file, profiles=profiles)

        self._file.change(changed)

    def _of(self, file: _SavedFile) -> list[SavedSearch]:
        return sorted(file.profiles.get(self._profile, []), key=lambda s: s.name.casefold())


def checked_name(name: str) -> str:
    """The name without blanks around it. Raises UsageError for none, and for one too long."""
    name = " ".join(name.split())
    if not name:
        raise UsageError("A saved search needs a name.", next_step="Type one.")
    if len(name) > LONGEST_NAME:
        raise UsageError(
            f"The name is {len(name)} characters long.", next_step=f"Take {LONGEST_NAME} at most."
        )
    return name


def _same(search: SavedSearch, name: str) -> bool:
    return search.name.casefold() == name.casefold()


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

    def save(self, name: str, plan: SearchPlan, columns: Sequence[str] = ()) -> None:
        """Keep a search under a name."""
        self._named().save(SavedSearch(name, line_of(plan, LOCAL), columns=list(columns)))

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
