"""Address of an archive on a cluster: ``clickhouse://auditor@H1:8443,H2:8443/audit``.

Any of its servers answers for all of them; the others are asked where one is away. It speaks TLS,
but for servers on this machine; ``clickhouse+http://`` and ``clickhouse+https://`` say which.
Behind a question mark may stand ``ca_file`` or ``thumbprint``, by which the servers are trusted,
and ``server``, whose records are meant where the archive has several. No password stands in it.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from netwrix_tui.client.trust import SystemTrust, Trust, trust_from
from netwrix_tui.errors import UsageError

_SCHEMES = {"clickhouse": None, "clickhouse+http": False, "clickhouse+https": True}
_PORTS = {True: 8443, False: 8123}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPTIONS = frozenset({"ca_file", "thumbprint", "server"})
_EXAMPLE = "clickhouse://auditor@ch1:8443,ch2:8443/audit"


def is_cluster(place: str) -> bool:
    """True where a place is an address of a cluster, and no directory."""
    return place.partition("://")[0].lower() in _SCHEMES and "://" in place


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """Servers of one cluster, each as ``host:port``, and the database that the records are in.

    ``user`` is an account of ClickHouse's; empty for the one that it calls ``default``. ``server``
    is the Netwrix server whose records are meant; empty where it is not said.
    """

    servers: tuple[str, ...]
    database: str
    user: str = ""
    is_encrypted: bool = True
    trust: Trust = field(default_factory=SystemTrust)
    server: str = ""

    @classmethod
    def parse(cls, text: str) -> ClusterAddress:
        """An address as it is typed. Raises UsageError, whose words do not repeat it.

        >>> ClusterAddress.parse("clickhouse://auditor@ch1,ch2:9443/audit").servers
        ('ch1:8443', 'ch2:9443')
        """
        try:
            parts = urlsplit(text.strip())
            said = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True))
        except ValueError:
            if text.partition("?")[2]:
                raise _no_address("What follows the ? is not name=value.") from None
            parts, said = urlsplit(text.strip().partition("?")[0]), {}
        if parts.scheme not in _SCHEMES:
            raise _no_address("It does not begin with clickhouse://.")
        before, _, hosts = parts.netloc.rpartition("@")
        if ":" in unquote(before):
            raise _no_address(
                "It holds a password: take it out; NETWRIX_TUI_ARCHIVE_PASSWORD, or "
                "archive_password_command in the profile, gives it."
            )
        if set(said) - _OPTIONS or parts.fragment:
            raise _no_address("After the ?, only ca_file, thumbprint and server are allowed.")
        database = parts.path.strip("/")
        if not _NAME.fullmatch(database):
            raise _no_address("A database has a name of letters, digits and underscores.")
        named = [_host_and_port(each) for each in hosts.split(",")]
        encrypted = _SCHEMES[parts.scheme]
        if encrypted is None:
            encrypted = not all(_is_here(host) for host, _ in named)
        trust = trust_from(said.get("thumbprint"), said.get("ca_file"))
        if not encrypted and not isinstance(trust, SystemTrust):
            raise _no_address("It names a certificate, and plain HTTP has none.")
        return cls(
            tuple(f"{host}:{port or _PORTS[encrypted]}" for host, port in named),
            database,
            unquote(before),
            encrypted,
            trust,
            said.get("server", ""),
        )

    @property
    def is_here(self) -> bool:
        """True where all of its servers are on this machine."""
        return all(_is_here(server.rpartition(":")[0]) for server in self.servers)

    def url(self, server: str) -> str:
        """Where one of its servers takes questions."""
        return f"{'https' if self.is_encrypted else 'http'}://{server}/"

    def __str__(self) -> str:
        user = f"{quote(self.user)}@" if self.user else ""
        return f"clickhouse://{user}{','.join(self.servers)}/{self.database}"


def check_cluster_name(name: str) -> str:
    """The name of a cluster as the servers' configuration has it. Raises UsageError."""
    if not re.fullmatch(r"[A-Za-z0-9_.-]+", name):
        raise UsageError(
            "This is not the name of a cluster.",
            cause="It has letters, digits, dots, dashes and underscores.",
            next_step="Give the one below remote_servers in ClickHouse's configuration.",
        )
    return name


def _host_and_port(text: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _no_address("A port or an IP address in it is not valid.") from error
    if not host or port == 0 or re.search(r"[\s/\\]", text):
        raise _no_address("It names no server.")
    return (f"[{host}]" if ":" in host else host), port


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _no_address(cause: str) -> UsageError:
    # The text itself is not repeated: it may hold a password that was typed into the wrong place.
    return UsageError(
        "This is not the address of an archive on a cluster.",
        cause=cause,
        next_step=f"Write it as {_EXAMPLE}.",
    )
