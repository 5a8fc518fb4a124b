"""Settings of a receiver of records (``[receivers.NAME]``): where it is, and how it is trusted.

::

    [receivers.siem]
    to = "elasticsearch"                     # or opensearch, splunk, syslog
    url = "https://es01.corp.local:9200"
    ca_file = "/etc/ssl/corp.pem"            # or fingerprint = "A1 B2 …"
    token_command = ["pass", "show", "siem"]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.errors import UsageError

KINDS = ("elasticsearch", "opensearch", "splunk", "syslog")


@dataclass(frozen=True, slots=True)
class ReceiverSettings:
    """What is known of one receiver, each None where nothing was said. Never a token.

    ``user`` makes the secret a password (Basic); without it, it is an API key or a token.
    ``token_command`` is a command whose first line of output is the secret; ``keyring`` says that
    the system's keyring holds it.
    """

    name: str = ""
    to: str | None = None
    url: str | None = None
    user: str | None = None
    ca_file: str | None = None
    fingerprint: str | None = None
    index: str | None = None
    allow_plain_http: bool | None = None
    token_command: tuple[str, ...] | None = None
    keyring: bool | None = None


class WrongSetting(Exception):
    """A setting that cannot be used: its key, why, and what to do instead."""

    def __init__(self, key: str, why: str, hint: str = "") -> None:
        super().__init__(key)
        self.key = key
        self.why = why
        self.hint = hint


def receiver_settings(name: str, table: object) -> ReceiverSettings:
    """The receiver that a table of the file describes. Raises WrongSetting."""
    if not isinstance(table, dict):
        raise WrongSetting(name, "it is not a table")
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _CHECKS:
            if key in ("token", "password", "api_key"):
                raise WrongSetting(
                    key, "a secret is not kept here", "Use token_command or keyring."
                )
            raise WrongSetting(key, "no such setting", f"There are: {', '.join(_CHECKS)}.")
        problem = _CHECKS[key](value)
        if problem:
            raise WrongSetting(key, problem)
        values[key] = tuple(value) if isinstance(value, list) else value
    if isinstance(values.get("token_command"), str):
        values["token_command"] = (values["token_command"],)
    for needed in ("to", "url"):
        if needed not in values:
            raise WrongSetting(needed, "it is missing")
    return ReceiverSettings(name, **values)


def _text(value: object) -> str:
    if not isinstance(value, str):
        return "a text in quotes is wanted"
    return "" if value.strip() else "it is empty"


def _truth(value: object) -> str:
    return "" if isinstance(value, bool) else "true or false is wanted"


def _kind(value: object) -> str:
    return "" if value in KINDS else f"one of {', '.join(KINDS)} is wanted"


def _fingerprint(value: object) -> str:
    if not isinstance(value, str):
        return _text(value)
    try:
        Thumbprint.parse(value)
    except UsageError as error:
        return f"this is no fingerprint of a certificate: {error.cause}".rstrip(".")
    return ""


def _command(value: object) -> str:
    if isinstance(value, list):
        is_command = bool(value) and all(isinstance(part, str) and part for part in value)
        return "" if is_command else "a list of texts is wanted"
    return _text(value)


_CHECKS: dict[str, Callable[[object], str]] = {
    "to": _kind,
    "url": _text,
    "user": _text,
    "ca_file": _text,
    "fingerprint": _fingerprint,
    "index": _text,
    "allow_plain_http": _truth,
    "token_command": _command,
    "keyring": _truth,
}
"""Each setting of a receiver with its check."""

if {setting.name for setting in fields(ReceiverSettings)} != {"name", *_CHECKS}:
    raise TypeError("Each setting of a receiver has a check.")
