"""One name for the server behind an address, under which its result files are kept.

More addresses count as the same here than for passwords
(:mod:`netwrix_tui.client.account_identity`): here this only keeps records from being sent twice.
Two names that only the DNS knows to be one (``nwx01``, ``nwx01.corp.local``) stay two.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from urllib.parse import urlsplit

from netwrix_tui.client.connection import DEFAULT_PORT, base_url
from netwrix_tui.wire.element_names import BASE_PATH

_THIS_MACHINE = "localhost"
_NUMERIC = re.compile(r"[0-9a-fx.]*[0-9][0-9a-fx.]*", re.IGNORECASE)
"""What may be an IPv4 address in one of its old forms, as ``127.1``."""


def server_at(address: str) -> str:
    """``host:port``, and behind it what stands before the API's own path, where there is any.

    The scheme is no part of it: a port speaks one of them at a time. Raises UsageError where the
    text is no address.

    >>> server_at("HTTPS://NWX01.corp.local.")
    'nwx01.corp.local:9699'
    >>> server_at("127.0.0.1:9700") == server_at("http://[::1]:9700/")
    True
    """
    parts = urlsplit(base_url(address))
    host = _one_host((parts.hostname or "").rstrip(".").casefold())
    before = parts.path.rstrip("/").removesuffix(BASE_PATH.rstrip("/"))
    return f"{host}:{parts.port or DEFAULT_PORT}{before}"


def _one_host(host: str) -> str:
    literal = _address(host)
    if literal is None:
        name = _ascii(host)
        return _THIS_MACHINE if name in _OWN_NAMES else name
    mapped = getattr(literal, "ipv4_mapped", None)
    literal = mapped or literal
    if str(literal) in _OWN_ADDRESSES:
        return _THIS_MACHINE
    return f"[{literal}]" if literal.version == 6 else str(literal)


_OWN_NAMES = frozenset({"localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"})
_OWN_ADDRESSES = frozenset({"127.0.0.1", "::1", "0.0.0.0", "::"})  # noqa: S104  # nothing is bound
"""Connecting to none in particular leads to this machine."""


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        if _NUMERIC.fullmatch(host):
            return ipaddress.IPv4Address(socket.inet_aton(host))
        return ipaddress.ip_address(host)
    except (ValueError, OSError):
        return None


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host
