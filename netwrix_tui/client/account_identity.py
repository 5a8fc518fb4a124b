"""Comparison of accounts, servers and thumbprints that can be written in several ways.

Whatever belongs to an account or a server (a password, a profile, a place to continue at) is looked
up by these identities alone.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit, urlunsplit

from netwrix_tui.client.connection import account_name, base_url
from netwrix_tui.client.trust import Thumbprint


def account_identity(name: str | None) -> str:
    """The one form of an account; empty where none is named. Windows ignores case in names.

    >>> account_identity("CORP/Jane") == account_identity("corp\\\\JANE")
    True
    """
    return account_name(name or "").casefold()


def server_identity(text: str | None) -> str:
    """The one form of a server's address; empty where none is named. Raises UsageError.

    >>> server_identity("https://NWX01.:9699") == server_identity("nwx01")
    True
    """
    if not text:
        return ""
    parts = urlsplit(base_url(text))
    host = (parts.hostname or "").removesuffix(".")
    if ":" in host:
        host = f"[{ipaddress.IPv6Address(host)}]"
    return urlunsplit(parts._replace(netloc=f"{host}:{parts.port}"))


def thumbprint_identity(text: str | None) -> str:
    """The one form of a certificate's thumbprint; empty where none is given. Raises UsageError."""
    return Thumbprint.parse(text).digits if text else ""


def same_account(one: str | None, other: str | None) -> bool:
    """True where both name one account, or neither names any."""
    return account_identity(one) == account_identity(other)


def same_server(one: str | None, other: str | None) -> bool:
    """True where both name one server, or neither names any. Raises UsageError."""
    return server_identity(one) == server_identity(other)


def same_thumbprint(one: str | None, other: str | None) -> bool:
    """True where both are one thumbprint, or neither is any. Raises UsageError."""
    return thumbprint_identity(one) == thumbprint_identity(other)
