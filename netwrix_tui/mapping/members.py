"""Members that a record of a group or a role tells of, by its details."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from netwrix_tui.mapping.location_parts import last_part
from netwrix_tui.records.record import Detail

_PROPERTIES = frozenset(("member", "members", "group member", "group members", "role member"))
_MESSAGE = re.compile(r"\s*(added|removed):\s*(.*?)\s*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Member:
    """One that was added, or removed. ``path`` is as the record has it, ``name`` its last part."""

    name: str
    path: str
    is_added: bool


def members_of(details: Sequence[Detail]) -> list[Member]:
    """The members that the details name, in their order."""
    found: list[Member] = []
    for detail in details:
        name = detail.property_name
        if name is None or name.strip().lower() not in _PROPERTIES:
            continue
        told = _MESSAGE.fullmatch(detail.message or "")
        if told is not None:
            _add(found, told[2].strip('"'), is_added=told[1].lower() == "added")
        else:
            _add(found, detail.before or "", is_added=False)
            _add(found, detail.after or "", is_added=True)
    return found


def _add(found: list[Member], path: str, *, is_added: bool) -> None:
    if path:
        found.append(Member(account_or_last(path), path, is_added))


def account_or_last(path: str) -> str:
    """The name in a path; ``DOMAIN\\user`` stays as it is, and so does an address."""
    begins_as_path = path.startswith(("\\", "/"))
    return last_part(path) if begins_as_path else path
