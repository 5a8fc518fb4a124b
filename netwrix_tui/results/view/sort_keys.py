"""Sort keys of a view: one column, or several of which the first counts most. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

UNUSUAL = "unusual"
"""Stands for a field where it sorts by how unusual a record is among those loaded."""


@dataclass(frozen=True, slots=True)
class SortKey:
    """A field of :class:`~netwrix_tui.records.record.Row`, or UNUSUAL, and a direction."""

    field: str
    descending: bool = False

    @property
    def sign(self) -> str:
        """How a heading shows it."""
        return "▼" if self.descending else "▲"


SortKeys = tuple[SortKey, ...]
"""The keys, the weightiest first; empty for the order of arrival."""

MOST_UNUSUAL: SortKeys = (SortKey(UNUSUAL, descending=True),)


def is_by_unusual(sort_keys: SortKeys) -> bool:
    """Whether it sorts by what is unusual, alone or among others."""
    return any(key.field == UNUSUAL for key in sort_keys)


def sorted_by(sort_keys: SortKeys, field: str) -> SortKeys:
    """The next state of sorting by this field alone: upwards, downwards, as the records came."""
    alone = sort_keys if len(sort_keys) == 1 and sort_keys[0].field == field else ()
    return _turned(alone, field)


def sorted_further_by(sort_keys: SortKeys, field: str) -> SortKeys:
    """The next state of this field among the keys: added as the last, turned, taken away."""
    return _turned(sort_keys, field)


def sign_of(sort_keys: SortKeys, field: str) -> str:
    """What the heading of a field shows: its direction, and its number where there are several."""
    for number, key in enumerate(sort_keys, 1):
        if key.field == field:
            return f"{key.sign}{number}" if len(sort_keys) > 1 else key.sign
    return ""


def _turned(sort_keys: SortKeys, field: str) -> SortKeys:
    for key in sort_keys:
        if key.field != field:
            continue
        if key.descending:
            return tuple(other for other in sort_keys if other is not key)
        turned = replace(key, descending=True)
        return tuple(turned if other is key else other for other in sort_keys)
    return (*sort_keys, SortKey(field))
