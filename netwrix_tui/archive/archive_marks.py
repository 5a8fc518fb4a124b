"""Continuation marks of archives: where a page ended, as JSON; those of sorted searches apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from netwrix_tui.errors import UsageError
from netwrix_tui.results.loading.record_source import SORTABLE
from netwrix_tui.results.view.sorting import SortKey, SortKeys

T = TypeVar("T")

_SORTED = "sorted "
Order = tuple[tuple[str, bool], ...]
"""Sort keys within a mark, each as (field, descending)."""


def is_sorted(mark: str) -> bool:
    """Whether a mark is of a sorted search."""
    return mark.startswith(_SORTED)


def mark_of(place: msgspec.Struct, *, is_sorted: bool = False) -> str:
    """The mark that holds a place."""
    return (_SORTED if is_sorted else "") + msgspec.json.encode(place).decode()


def place_in(mark: str, kind: type[T]) -> T:
    """The place that a mark holds. Raises UsageError where it holds none of this kind."""
    try:
        return msgspec.json.decode(mark.removeprefix(_SORTED), type=kind)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise _not_of_this() from error


def order_of(keys: Iterable[SortKey]) -> Order:
    """Sort keys, for a mark."""
    return tuple((key.field, key.descending) for key in keys)


def keys_in(order: Order) -> SortKeys:
    """The sort keys of a mark. Raises UsageError where a field cannot be sorted by."""
    if not SORTABLE.issuperset(field for field, _ in order):
        raise _not_of_this()
    return tuple(SortKey(field, descending) for field, descending in order)


def _not_of_this() -> UsageError:
    return UsageError("This continuation mark is not of this archive.")
