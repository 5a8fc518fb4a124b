"""Recent searches, for each profile apart."""

from __future__ import annotations

from pathlib import Path

from msgspec import field
from msgspec.structs import replace

from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.json_store import KeptFile

MOST = 50
"""So many are kept for a profile."""

_LONGEST_LINE = 20_000
"""Characters; a longer search is nothing to find again in a list."""


class RecentSearch(ExtensibleStruct, frozen=True):
    """A query line, and when it was run last (seconds since the epoch)."""

    line: str
    at: int = 0


class _File(ExtensibleStruct, frozen=True):
    profiles: dict[str, list[RecentSearch]] = field(default_factory=dict)


class RecentSearches:
    """The recent searches of one profile, the newest first, each of them once."""

    def __init__(self, directory: Path, profile: str) -> None:
        self._file = KeptFile(directory / "recent-searches.json", _File)
        self._profile = profile

    def all(self) -> list[RecentSearch]:
        """At most :data:`MOST`."""
        return self._file.read().profiles.get(self._profile, [])[:MOST]

    def remember(self, line: str, at: int) -> None:
        """Put a search in front. Raises UsageError where the file cannot be written."""
        if not line or len(line) > _LONGEST_LINE:
            return

        def changed(file: _File) -> _File:
            kept = file.profiles.get(self._profile, [])
            before = next((s for s in kept if s.line == line), RecentSearch(line))
            others = [s for s in kept if s.line != line]
            newest = [replace(before, at=at), *others][:MOST]
            return replace(file, profiles=file.profiles | {self._profile: newest})

        self._file.change(changed)

    def forget(self, line: str) -> None:
        """Take one out. Raises UsageError where the file cannot be written."""

        def changed(file: _File) -> _File:
            kept = [s for s in file.profiles.get(self._profile, []) if s.line != line]
            return replace(file, profiles=file.profiles | {self._profile: kept})

        self._file.change(changed)

    def take_trouble(self) -> str:
        """What went wrong with the file, as a sentence."""
        return self._file.take_trouble()
