"""People and machines that records name: as accounts, and as the objects that were changed.

The name of a user object is the end of its path: ``\\local\\corp\\Staff\\Anna Hoffmann``.
"""

from __future__ import annotations

import re

from netwrix_tui.errors import WireError
from netwrix_tui.evidence.pseudonyms import Pseudonyms
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.wire.codec import codec

_PEOPLE = frozenset(
    {"user", "user account", "inetorgperson", "contact", "mailbox", "mail user", "mail contact"}
)
"""Object types whose objects are people."""

_MACHINES = frozenset({"computer", "computer account"})

_PATH = re.compile(r'\\[^"\r\n;]+')
"""A path within a text: to the end of the line, or of the quotes that it stands in."""


def learn_names(names: Pseudonyms, received: ReceivedRecord) -> None:
    """Learn the names in a record: of its fields, its object, and the members that changed."""
    row = received.row
    names.learn_account(row.who)
    names.learn_host(row.workstation)
    kind = row.object_type.strip().casefold()
    if kind in _PEOPLE:
        names.learn_account(_last(row.what))
    elif kind in _MACHINES:
        names.learn_host(_last(row.what))
    if b"ember" in received.raw:
        for member in _members(received):
            names.learn_account(member)


def _members(received: ReceivedRecord) -> list[str]:
    """Members of groups that changes tell by their paths."""
    try:
        changes = codec(received.format).decode_changes(received.raw)
    except WireError:
        return []
    return [
        _last(path)
        for change in changes
        if "member" in (change.property_name or "").casefold()
        for text in (change.message, change.before, change.after)
        for path in _PATH.findall(text or "")
    ]


def _last(path: str) -> str:
    return path.rstrip("\\").rpartition("\\")[2].strip()
