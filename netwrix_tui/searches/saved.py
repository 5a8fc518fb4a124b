"""Saved searches: named query lines, for each profile apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import field
from msgspec.structs import replace

from netwrix_tui.errors import UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.json_store import KeptFile

LONGEST_NAME = 80


class SavedSearch(ExtensibleStruct, frozen=True):
    """A query line under a name, with a word about it."""

    name: str
    line: str
    about: str = ""


class _File(ExtensibleStruct, frozen=True):
    profiles: dict[str, list[SavedSearch]] = field(default_factory=dict)


class SavedSearches:
    """The saved searches of one profile, in a file that holds those of all of them."""

    def __init__(self, directory: Path, profile: str) -> None:
        self._file = KeptFile(directory / "saved-searches.json", _File)
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
                raise UsageError(trouble, next_step="Mend it, or move it away.")
            known = ", ".join(s.name for s in searches)
            raise UsageError(
                "There is no saved search of this name.",
                next_step=f"There are: {known}." if known else "None has been saved yet.",
            )
        return found

    def save(self, search: SavedSearch) -> None:
        """Keep it; one of the same name is replaced. Raises UsageError."""
        checked = SavedSearch(checked_name(search.name), search.line, search.about.strip())

        def saved(kept: list[SavedSearch]) -> list[SavedSearch]:
            before = next((s for s in kept if _same(s, checked.name)), checked)
            new = replace(checked, beside=before.beside | search.beside)
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
        def changed(file: _File) -> _File:
            profiles = file.profiles | {self._profile: change(self._of(file))}
            return replace(file, profiles=profiles)

        self._file.change(changed)

    def _of(self, file: _File) -> list[SavedSearch]:
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
