"""Searches that were run lately, for each profile apart."""

from __future__ import annotations

from pathlib import Path

import msgspec

from netwrix_tui.kept_file import KeptFile

MOST = 50
"""So many are kept for a profile."""

_LONGEST_LINE = 20_000
"""Characters; a longer search is nothing to find again in a list."""


class RecentSearch(msgspec.Struct, frozen=True):
    """A query line, and when it was run last (seconds since the epoch)."""

    line: str
    at: int = 0


class _File(msgspec.Struct, frozen=True):
    profiles: dict[str, list[RecentSearch]] = {}


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
        new = RecentSearch(line, at)

        def changed(file: _File) -> _File:
            others = [s for s in file.profiles.get(self._profile, []) if s.line != line]
            return _File(file.profiles | {self._profile: [new, *others][:MOST]})

        self._file.change(changed)

    def forget(self, line: str) -> None:
        """Take one out. Raises UsageError where the file cannot be written."""

        def changed(file: _File) -> _File:
            kept = [s for s in file.profiles.get(self._profile, []) if s.line != line]
            return _File(file.profiles | {self._profile: kept})

        self._file.change(changed)

    def take_trouble(self) -> str:
        """What went wrong with the file, as a sentence."""
        return self._file.take_trouble()
