"""The first checks: the name of the server, its port, and the TLS that it speaks."""

from __future__ import annotations

import asyncio
import socket
import time

import httpx

from netwrix_tui.client.connection import Connection
from netwrix_tui.client.tls import handshake
from netwrix_tui.client.tls_faults import tls_failure
from netwrix_tui.client.transport_errors import chain, connect_error
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.doctor.check_result import CheckResult, Verdict
from netwrix_tui.errors import ConnectionFailed, TimedOut

NAME, PORT, TLS = "name", "port", "TLS"


async def check_name(connection: Connection) -> CheckResult:
    """The addresses that the server's name leads to."""
    within = connection.timeouts.connect
    try:
        async with asyncio.timeout(within):
            found = await asyncio.get_running_loop().getaddrinfo(
                connection.host, connection.port, type=socket.SOCK_STREAM
            )
    except TimeoutError:
        late = TimedOut(
            f"The name {connection.host} was not found within {within:g} s.",
            cause="The DNS server that this machine asks does not answer.",
            next_step="Check this machine's DNS servers and its line.",
        )
        return CheckResult.failed(NAME, late)
    except (OSError, UnicodeError) as error:  # UnicodeError: no name that DNS could be asked for
        return CheckResult.failed(NAME, _not_connected(error, connection))
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if connection.is_addressed_by_ip:
        says = "an IP address: Kerberos needs a name, and so does a certificate that is not pinned"
    else:
        says = f"{connection.host} is {', '.join(addresses)}"
    return CheckResult(NAME, Verdict.OK, says, facts={"addresses": addresses})


async def check_port(connection: Connection) -> CheckResult:
    """Whether the port takes connections."""
    before = time.monotonic()
    try:
        async with asyncio.timeout(connection.timeouts.connect):
            _, writer = await asyncio.open_connection(connection.host, connection.port)
    except OSError as error:
        return CheckResult.failed(PORT, _not_connected(error, connection))
    spent = time.monotonic() - before
    writer.transport.abort()
    return CheckResult(
        PORT,
        Verdict.OK,
        f"{connection.port} takes connections, after {_shown(spent)}",
        facts={"port": connection.port, "milliseconds": _milliseconds(spent)},
    )


async def check_tls(connection: Connection) -> CheckResult:
    """The version of TLS and the certificate that the server shows; nothing is judged yet."""
    if not connection.is_encrypted:
        return CheckResult(
            TLS,
            Verdict.OK,
            "none: the address begins with http://, and anyone on the network can read it",
            facts={"version": None},
        )
    within = connection.timeouts.connect
    try:
        shaken = await handshake(connection.host, connection.port, within=within)
    except OSError as error:
        return CheckResult.failed(TLS, tls_failure(connection, chain(error)))
    sha1, sha256 = Thumbprint.sha1(shaken.certificate), Thumbprint.sha256(shaken.certificate)
    return CheckResult(
        TLS,
        Verdict.OK,
        f"{shaken.version}; the certificate's thumbprint is {sha1} (SHA-1), {sha256} (SHA-256)",
        facts={"version": shaken.version, "sha1": str(sha1), "sha256": str(sha256)},
    )


def _not_connected(error: OSError | UnicodeError, connection: Connection) -> ConnectionFailed:
    """The same words as everywhere else for what the operating system says."""
    late = isinstance(error, TimeoutError)
    told = httpx.ConnectTimeout(str(error)) if late else httpx.ConnectError(str(error))
    told.__cause__ = error
    return connect_error(told, connection)


def _shown(seconds: float) -> str:
    return f"{_milliseconds(seconds):g} ms"


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)
