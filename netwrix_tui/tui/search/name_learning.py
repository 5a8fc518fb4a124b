"""Learning of names from loaded records: only those that can state a link are looked into."""

from __future__ import annotations

from collections.abc import Iterator

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.searches.name_links import (
    LOGON,
    MAILBOX,
    USER_TYPES,
    Link,
    links_of_record,
    links_of_row,
)

_ATTRIBUTES = (
    b"samaccountname", b"userprincipalname", b"displayname", b"objectsid", b"distinguishedname",
)  # fmt: skip
_MOVING = frozenset({"renamed", "moved"})


def links_of_store(store: Store, first: int, last: int) -> Iterator[Link]:
    """What the rows from ``first`` up to ``last`` state. It takes a while: not for the loop."""
    types, actions = store.column("object_type"), store.column("action")
    for at in range(first, last):
        kind = types[at].casefold()
        if kind in (MAILBOX, LOGON):
            yield from links_of_row(store.row(at))
        elif kind in USER_TYPES and (actions[at].casefold() in _MOVING or _may_tell(store, at)):
            try:
                yield from links_of_record(store.record(at))
            except NetwrixTuiError:
                continue  # what cannot be read states nothing


def _may_tell(store: Store, at: int) -> bool:
    try:
        raw = store.raw(at).lower()
    except NetwrixTuiError:
        return False
    return any(name in raw for name in _ATTRIBUTES)
