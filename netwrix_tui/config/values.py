"""Which settings a profile has, and what is wrong with the value of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields

from netwrix_tui.client.connection import MOST_AT_A_TIME, AuthScheme, account_name, base_url
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.config.profile import Profile
from netwrix_tui.errors import UsageError
from netwrix_tui.wire.wire_format import WireFormat


def check_value(key: str, value: object) -> str:
    """What is wrong with a setting's value, as half a sentence; empty where nothing is."""
    return KINDS[key](value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        return "a text in quotes is wanted"
    return "" if value.strip() else "it is empty"


def _truth(value: object) -> str:
    return "" if isinstance(value, bool) else "true or false is wanted"


def _number(value: object) -> str:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return "" if is_number and value >= 1 else "a number of at least 1 is wanted"  # type: ignore[operator]


def _hours_kept(value: object) -> str:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return "" if is_number and value >= 0 else "a number of hours is wanted"  # type: ignore[operator]


def _one_of(names: tuple[str, ...]) -> Callable[[object], str]:
    def check(value: object) -> str:
        return "" if value in names else f"one of {', '.join(names)} is wanted"

    return check


def _read_by(parse: Callable[[str], object]) -> Callable[[object], str]:
    def check(value: object) -> str:
        if not isinstance(value, str):
            return _text(value)
        try:
            parse(value)
        except UsageError as error:
            said = f"{error.what} {error.cause}".strip().rstrip(".")
            return said[:1].lower() + said[1:]
        return ""

    return check


def _at_a_time(value: object) -> str:
    is_number = (
        isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_AT_A_TIME
    )
    return "" if is_number else f"a number from 1 to {MOST_AT_A_TIME} is wanted"


def _day(value: object) -> str:
    if isinstance(value, str):
        with suppress(ValueError):
            dt.date.fromisoformat(value)
            return ""
    return 'a day like "2026-11-26" is wanted'


def _command(value: object) -> str:
    if isinstance(value, list):
        is_command = bool(value) and all(isinstance(part, str) and part for part in value)
        return "" if is_command else "a list of texts is wanted"
    return _text(value)


def _profiles(value: object) -> str:
    is_list = isinstance(value, list) and all(isinstance(part, str) and part for part in value)
    if not is_list or not value:
        return 'a list of profiles like ["corp", "dmz"] is wanted'
    twice = next((name for name in value if value.count(name) > 1), None)  # type: ignore[attr-defined]
    return f"{twice} stands there twice" if twice is not None else ""


def _hours(value: object) -> str:
    from netwrix_tui.records.working_hours import WorkingHours  # few set them: not before a frame

    return _read_by(WorkingHours.parse)(value)


def _zone(value: object) -> str:
    from netwrix_tui.records.zone import named_zone  # few set one: not before a frame

    return _read_by(named_zone)(value)


KINDS: dict[str, Callable[[object], str]] = {
    "server": _read_by(base_url),
    "user": _read_by(account_name),
    "servers": _profiles,
    "auth": _one_of(tuple(AuthScheme)),
    "thumbprint": _read_by(Thumbprint.parse),
    "pinned": _day,
    "ca_file": _text,
    "wire": _one_of(tuple(WireFormat)),
    "page_size": _number,
    "allow_plain_http": _truth,
    "password_command": _command,
    "keyring": _truth,
    "writable": _truth,
    "slow": _truth,
    "spill_limit_mb": _number,
    "keep_sessions": _hours_kept,
    "parallel": _at_a_time,
    "working_hours": _hours,
    "zone": _zone,
    "archive": _text,
    "archive_password_command": _command,
    "archive_keyring": _truth,
}
"""Each setting of a profile with its check."""

if {setting.name for setting in fields(Profile)} != {"name", *KINDS}:
    raise TypeError("Each setting of a profile has a check.")
