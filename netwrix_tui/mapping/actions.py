"""The API's actions, as what they do and whether it came about.

Source: the list of Action in "Reference for Creating Activity Records" of the vendor's
documentation. A server may know more: those do OTHER.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

FAILED_ATTEMPT = "(Failed Attempt)"


class Deed(Enum):
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
class Act:
    """A deed, and whether it failed."""

    deed: Deed
    failed: bool = False


_DEEDS: dict[str, Deed] = {
    "added": Deed.ADD, "add": Deed.ADD,
    "removed": Deed.REMOVE, "remove": Deed.REMOVE,
    "modified": Deed.MODIFY, "modify": Deed.MODIFY,
    "read": Deed.READ,
    "moved": Deed.MOVE, "move": Deed.MOVE,
    "renamed": Deed.RENAME, "rename": Deed.RENAME,
    "copied": Deed.COPY,
    "sent": Deed.SEND,
    "successful logon": Deed.LOGON, "failed logon": Deed.LOGON,
    "logoff": Deed.LOGOFF,
}  # fmt: skip
"""Actions in lower case, an attempt by its verb. Checked in and out, sessions and activations are
of one data source each, and none of these."""


@lru_cache(maxsize=1024)
def act_of(action: str) -> Act:
    """What an action does."""
    text = action.strip()
    failed = text.endswith(FAILED_ATTEMPT)
    plain = text.removesuffix(FAILED_ATTEMPT).strip().lower()
    return Act(_DEEDS.get(plain, Deed.OTHER), failed or plain == "failed logon")
