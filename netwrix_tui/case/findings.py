"""Findings: the story of a case, records and words in an order of the user's. Pure.

Records come into it by being marked or noted; words are written between them. Every change can be
undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

LONGEST_WORDS = 2_000
"""Characters of words between two records."""

_MOST_UNDONE = 100


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record of the story; ``key`` is its RID, or what stands for it where it has none."""

    key: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the story."""

    text: str


Item = FoundRecord | Words


class Findings:
    """The items in order, and what was changed. For the screen's thread alone."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self.items: tuple[Item, ...] = tuple(items)
        self._out: frozenset[str] = frozenset()
        """Keys that were taken out: being marked or noted does not bring them back."""
        self._stood: dict[str, tuple[Item, ...]] = {}
        """What stood before a record that went, the nearest first: it comes back to its place."""
        self._before: list[tuple[tuple[Item, ...], frozenset[str]]] = []

    def restore(self, items: Iterable[Item]) -> None:
        """Take up the story of another day, behind what was found since."""
        known = set(self.items)
        self.items = (*(item for item in items if item not in known), *self.items)

    def keep_up(self, listed: Sequence[str], is_here: Callable[[str], bool]) -> bool:
        """Take in the records that are marked or noted now; returns whether that changed anything.

        They stay where they are, new ones come at the end. Those that are neither any more go,
        where ``is_here`` says that this search holds them: it says nothing of another search's.
        One that comes back, as its mark does, stands where it stood.
        """
        wanted = [key for key in listed if key not in self._out]
        still = frozenset(wanted)
        kept = [
            item
            for item in self.items
            if isinstance(item, Words) or item.key in still or not is_here(item.key)
        ]
        staying = set(kept)
        for at, item in enumerate(self.items):
            if isinstance(item, FoundRecord) and item not in staying:
                self._stood[item.key] = self.items[:at][::-1]
        coming = [FoundRecord(key) for key in wanted if FoundRecord(key) not in staying]
        known = [item for item in coming if item.key in self._stood]
        for item in sorted(known, key=lambda item: len(self._stood[item.key])):
            before = self._stood.pop(item.key)
            place = next((kept.index(each) + 1 for each in before if each in kept), 0)
            kept.insert(place, item)
        items = (*kept, *(item for item in coming if item not in known))
        changed = items != self.items
        self.items = items
        return changed

    def move(self, at: int, by: int) -> int:
        """Move an item up or down; returns where it is now."""
        to = at + by
        if not (0 <= at < len(self.items) and 0 <= to < len(self.items)):
            return at
        items = list(self.items)
        items.insert(to, items.pop(at))
        self._change(tuple(items), self._out)
        return to

    def write(self, at: int, text: str) -> int:
        """Write words behind an item (-1: before the first); returns where they are.

        Where words stand there already, they are replaced; none take them away.
        """
        words = text.strip()[:LONGEST_WORDS]
        items = list(self.items)
        if 0 <= at < len(items) and isinstance(items[at], Words):
            items[at : at + 1] = [Words(words)] if words else []
        elif words:
            at += 1
            items.insert(at, Words(words))
        else:
            return max(at, 0)
        self._change(tuple(items), self._out)
        return max(0, min(at, len(items) - 1))

    def take_out(self, at: int) -> Item | None:
        """Take an item out of the story; a record stays what it is, marked or noted."""
        if not 0 <= at < len(self.items):
            return None
        item = self.items[at]
        out = self._out | {item.key} if isinstance(item, FoundRecord) else self._out
        self._change((*self.items[:at], *self.items[at + 1 :]), out)
        return item

    def undo(self) -> bool:
        """As it was before the last change; False where nothing was changed."""
        if not self._before:
            return False
        self.items, self._out = self._before.pop()
        return True

    def _change(self, items: tuple[Item, ...], out: frozenset[str]) -> None:
        if (items, out) == (self.items, self._out):
            return
        self._before.append((self.items, self._out))
        del self._before[:-_MOST_UNDONE]
        self.items, self._out = items, out
