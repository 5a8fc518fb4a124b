"""Links between names that a profile has learnt, on disk; wrong ones are taken back for good."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import field
from msgspec.structs import replace

from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.json_store import KeptFile
from netwrix_tui.searches.known_names import KnownNames
from netwrix_tui.searches.name_links import Link

MOST = 20_000
"""Links that are kept for a profile; beyond, the oldest go."""


class _Learnt(ExtensibleStruct, frozen=True, omit_defaults=True):
    links: tuple[Link, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


class _File(ExtensibleStruct, frozen=True):
    profiles: dict[str, _Learnt] = field(default_factory=dict)


class KeptNames:
    """The names of one profile. Reads and writes a file: never call it on the loop.

    Without a directory nothing outlasts the program.
    """

    def __init__(self, directory: Path | None, profile: str) -> None:
        self._file = KeptFile(directory / "names.json", _File) if directory else None
        self._profile = profile
        self._learnt = _Learnt()
        self._pairs: set[tuple[str, str]] = set()
        self.known = KnownNames()
        """What the links come to; replaced as a whole, so that any thread may read it."""

    def load(self) -> None:
        """Read what was learnt before."""
        if self._file is not None:
            self._take(self._file.read().profiles.get(self._profile, _Learnt()))

    def learn(self, links: Iterable[Link]) -> int:
        """Keep what is new of these; returns how much that is. Raises UsageError."""
        new = {link.pair: link for link in links if link.pair not in self._pairs}
        if new:
            self._change(lambda was: _with(was, new.values()))
        return len(new)

    def take_back(self, link: Link) -> None:
        """Have two names not belong together, whatever a record says. Raises UsageError."""

        def changed(was: _Learnt) -> _Learnt:
            links = tuple(each for each in was.links if each.pair != link.pair)
            refused = (*(pair for pair in was.refused if pair != link.pair), link.pair)
            return replace(was, links=links, refused=refused)

        self._change(changed)

    def take_trouble(self) -> str:
        """What went wrong with the file, as a sentence."""
        return "" if self._file is None else self._file.take_trouble()

    def _change(self, change: Callable[[_Learnt], _Learnt]) -> None:
        self._take(change(self._learnt))
        if self._file is None:
            return

        def changed(file: _File) -> _File:
            was = file.profiles.get(self._profile, _Learnt())
            return replace(file, profiles=file.profiles | {self._profile: change(was)})

        self._take(self._file.change(changed).profiles[self._profile])

    def _take(self, learnt: _Learnt) -> None:
        self._learnt = learnt
        self._pairs = {link.pair for link in learnt.links} | set(learnt.refused)
        self.known = KnownNames(learnt.links)


def _with(was: _Learnt, new: Iterable[Link]) -> _Learnt:
    kept = {link.pair for link in was.links} | set(was.refused)
    added = tuple(link for link in new if link.pair not in kept)
    return replace(was, links=(*was.links, *added)[-MOST:])
