"""A receiver of records: its kind, its address, how it is trusted, and its token."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from netwrix_tui.client.connection import Connection, Secret, Timeouts
from netwrix_tui.client.trust import SystemTrust, Trust
from netwrix_tui.errors import UsageError
from netwrix_tui.mapping.document_formats import DEFAULT_INDEX


class ReceiverKind(StrEnum):
    """What speaks at the other end."""

    ELASTICSEARCH = "elasticsearch"
    OPENSEARCH = "opensearch"
    SPLUNK = "splunk"
    SYSLOG = "syslog"

    @property
    def has_ids(self) -> bool:
        """True where it knows records by ids: what is sent twice is there once."""
        return self in (ReceiverKind.ELASTICSEARCH, ReceiverKind.OPENSEARCH)

    @property
    def default_port(self) -> int:
        """The port where none is named."""
        return _PORTS[self]


_PORTS = {
    ReceiverKind.ELASTICSEARCH: 9200,
    ReceiverKind.OPENSEARCH: 9200,
    ReceiverKind.SPLUNK: 8088,
    ReceiverKind.SYSLOG: 6514,
}
_HTTP_SCHEMES = {"https": True, "http": False}
_SYSLOG_SCHEMES = {"tls": True, "syslog+tls": True, "syslogs": True, "tcp": False}
"""Schemes, and whether they are encrypted."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """One receiver. Raises UsageError where the parts do not fit together.

    ``url`` may be ``https://host:port/path``, for syslog ``tls://host:port``; plain ``http://`` and
    ``tcp://`` too, over which a token goes to this machine alone or by ``allow_plain_http``.
    ``user`` makes the secret its password. ``index`` is for Elasticsearch and OpenSearch.
    """

    kind: ReceiverKind
    url: str
    user: str = ""
    secret: Secret = field(default_factory=lambda: Secret(""))
    trust: Trust = field(default_factory=SystemTrust)
    index: str = DEFAULT_INDEX
    allow_plain_http: bool = False
    timeouts: Timeouts = field(default_factory=lambda: Timeouts(read=60.0, answer=180.0))

    def __post_init__(self) -> None:
        parts = _split(self.url, self.kind)
        host = (parts.hostname or "").lower()
        shown = f"[{host}]" if ":" in host else host
        port = parts.port or self.kind.default_port
        object.__setattr__(
            self, "url", f"{parts.scheme.lower()}://{shown}:{port}{parts.path.rstrip('/')}"
        )
        if not self.is_encrypted and not isinstance(self.trust, SystemTrust):
            raise UsageError(
                "A certificate is named, and the receiver's address is not encrypted.",
                next_step="Use https:// (tls:// for syslog), or leave the certificate out.",
            )
        if self.secret and not self.user and not self.secret.reveal().isascii():
            raise UsageError(
                "The token holds a character that no HTTP header can carry; nothing was sent.",
                cause="API keys and tokens are of letters, digits and signs of ASCII.",
                next_step="Check the command or the variable that gives it.",
            )
        if self.may_send_secret:
            return
        if self.kind is ReceiverKind.SYSLOG:
            raise UsageError(
                "The records would be sent to this receiver unencrypted.",
                cause="Its address begins with tcp://.",
                next_step="Use tls://, or allow it by --allow-plain-http.",
            )
        if self.secret:
            raise UsageError(
                "The token would be sent in the clear; nothing was sent.",
                cause="The receiver's address begins with http://.",
                next_step="Use https://, or allow it by --allow-plain-http.",
            )

    @property
    def is_encrypted(self) -> bool:
        """False for plain HTTP and TCP."""
        return {**_HTTP_SCHEMES, **_SYSLOG_SCHEMES}[self.url.partition(":")[0]]

    @property
    def may_send_secret(self) -> bool:
        """True where a token may travel: over TLS, to this machine, or by the user's word."""
        return self.is_encrypted or self.allow_plain_http or self.is_this_machine

    @property
    def is_this_machine(self) -> bool:
        """True where the address is a loopback one."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def host(self) -> str:
        """The receiver's name or address, without the port."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """The receiver's port."""
        return urlsplit(self.url).port or self.kind.default_port

    @property
    def path(self) -> str:
        """What stands behind the port: empty, or a path without a slash at its end."""
        return urlsplit(self.url).path

    @property
    def address(self) -> str:
        """``host:port``, as messages call it."""
        return urlsplit(self.url).netloc

    @property
    def identity(self) -> str:
        """What a kept place belongs to: another receiver or index has another."""
        return f"{self.kind} {self.url} {self.index if self.kind.has_ids else ''}".strip()

    def as_connection(self) -> Connection:
        """The same host, port and trust as a connection, for what examines those alone."""
        scheme = "https" if self.is_encrypted else "http"
        return Connection(f"{scheme}://{self.address}", trust=self.trust, timeouts=self.timeouts)


def _split(text: str, kind: ReceiverKind) -> SplitResult:
    schemes = _SYSLOG_SCHEMES if kind is ReceiverKind.SYSLOG else _HTTP_SCHEMES
    first = next(iter(schemes))
    given = text.strip()
    try:
        parts = urlsplit(given if "://" in given else f"{first}://{given}")
        named_port = parts.port
    except ValueError as error:
        raise _not_an_address(kind, "Its port or IP address is not valid.") from error
    if "@" in parts.netloc:
        raise _not_an_address(
            kind, "It holds a user name or a token: those are never part of the address."
        )
    if parts.scheme.lower() not in schemes:
        raise _not_an_address(kind, f"It does not begin with {'://, '.join(schemes)}://.")
    if not parts.hostname or named_port == 0:
        raise _not_an_address(kind, "It names no host.")
    if parts.query or parts.fragment:
        raise _not_an_address(kind, "It ends in a query or a fragment.")
    if parts.path.strip("/") and kind is ReceiverKind.SYSLOG:
        raise _not_an_address(kind, "Syslog has no path.")
    return parts


def _not_an_address(kind: ReceiverKind, cause: str) -> UsageError:
    # The text itself is not repeated: it may hold a token that was typed into the wrong place.
    example = "tls://siem:6514" if kind is ReceiverKind.SYSLOG else f"https://siem:{_PORTS[kind]}"
    return UsageError(
        "This is not the address of a receiver.", cause=cause, next_step=f"Give one like {example}."
    )
