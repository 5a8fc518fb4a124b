"""What became of a user's account in a record that says it was changed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from netwrix_tui.mapping.action_parts import ActionKind
from netwrix_tui.records.record import Detail


class AccountChange(Enum):
    """What was done to an account. MODIFIED: any other change, or two
    of these at once."""

    CREATED = auto()
    DELETED = auto()
    ENABLED = auto()
    DISABLED = auto()
    LOCKED = auto()
    UNLOCKED = auto()
    PASSWORD_CHANGED = auto()
    PASSWORD_RESET = auto()
    RENAMED = auto()
    MODIFIED = auto()
    OTHER = auto()


_BY_ACTION = {
    ActionKind.ADD: AccountChange.CREATED,
    ActionKind.REMOVE: AccountChange.DELETED,
    ActionKind.RENAME: AccountChange.RENAMED,
}
_STATES = frozenset(("user account control", "account state", "account status", "state"))
_LOCKS = frozenset(("lockouttime", "account lockout", "lockout", "lockout status"))
_BY_STATE = {"enabled": AccountChange.ENABLED, "disabled": AccountChange.DISABLED}
_BY_LOCK = {"locked out": AccountChange.LOCKED, "unlocked": AccountChange.UNLOCKED}
_BY_MESSAGE = {
    "user account enabled": AccountChange.ENABLED,
    "user account disabled": AccountChange.DISABLED,
    "user account locked out": AccountChange.LOCKED,
    "user account unlocked": AccountChange.UNLOCKED,
    "password reset": AccountChange.PASSWORD_RESET,
    "password changed": AccountChange.PASSWORD_CHANGED,
    "the password was reset": AccountChange.PASSWORD_RESET,
    "the password was changed": AccountChange.PASSWORD_CHANGED,
}
"""What is told in a message: as the product's own records of Active Directory have it."""


def account_change(action_kind: ActionKind, details: Sequence[Detail]) -> AccountChange:
    """What was done to the account that a record is about."""
    if action_kind is not ActionKind.MODIFY:
        return _BY_ACTION.get(action_kind, AccountChange.OTHER)
    found = {change for detail in details if (change := _told_by(detail)) is not None}
    return found.pop() if len(found) == 1 else AccountChange.MODIFIED


def _told_by(detail: Detail) -> AccountChange | None:
    name = (detail.property_name or "").strip().lower()
    after = (detail.after or "").strip().lower()
    if name in _STATES and after in _BY_STATE:
        return _BY_STATE[after]
    if name in _LOCKS and after in _BY_LOCK:
        return _BY_LOCK[after]
    return _BY_MESSAGE.get((detail.message or "").strip().rstrip(".").lower())
