"""The API's actions, as what was done and whether it failed.

Source: the list of Action in "Reference for Creating Activity Records" of the vendor's
documentation. A server may know more: those do OTHER.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

FAILED_ATTEMPT = "(Failed Attempt)"


class ActionKind(Enum):
    """What is done to an object."""

    ADD = auto()
    REMOVE = auto()
    MODIFY = auto()
    READ = auto()
    MOVE = auto()
    RENAME = auto()
    COPY = auto()
    SEND = auto()
    LOGON = auto()
    LOGOFF = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class ActionParts:
    """What is done, and whether it failed."""

    kind: ActionKind
    failed: bool = False


_KINDS: dict[str, ActionKind] = {
    "added": ActionKind.ADD, "add": ActionKind.ADD,
    "removed": ActionKind.REMOVE, "remove": ActionKind.REMOVE,
    "modified": ActionKind.MODIFY, "modify": ActionKind.MODIFY,
    "read": ActionKind.READ,
    "moved": ActionKind.MOVE, "move": ActionKind.MOVE,
    "renamed": ActionKind.RENAME, "rename": ActionKind.RENAME,
    "copied": ActionKind.COPY,
    "sent": ActionKind.SEND,
    "successful logon": ActionKind.LOGON, "failed logon": ActionKind.LOGON,
    "logoff": ActionKind.LOGOFF,
}  # fmt: skip
"""Actions in lower case, an attempt by its verb. Checked in and out, sessions and activations are
of one data source each, and none of these."""


@lru_cache(maxsize=1024)
def action_parts(action: str) -> ActionParts:
    """What an action does."""
    text = action.strip()
    failed = text.endswith(FAILED_ATTEMPT)
    plain = text.removesuffix(FAILED_ATTEMPT).strip().lower()
    return ActionParts(_KINDS.get(plain, ActionKind.OTHER), failed or plain == "failed logon")
