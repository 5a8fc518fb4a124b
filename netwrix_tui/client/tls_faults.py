"""TLS failures of a server that accepts the connection: what happened, why, what to do."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Iterable

from netwrix_tui.client.connection import Connection
from netwrix_tui.errors import TlsFailed

_NO_BINDING = (
    "No certificate is bound to the port (after a migration the binding may be missing), the "
    "server asks for another version of TLS, or it was switched to plain HTTP."
)
_LOOK = (
    "On the server, netsh http show sslcert lists the bindings: the port has to be among them, "
    "else set the certificate again in Settings > Integrations. For plain HTTP, begin the address "
    "with http://."
)
_VERSION = (
    "The server and this machine share no version of TLS or no cipher: new installs take 1.2 and "
    "later.",
    "Look at the server's TLS settings (Schannel), and at this machine's policy.",
)
_NO_TLS = (
    "What answers does not speak TLS: the API was switched to plain HTTP, or another program "
    "listens on the port.",
    "For plain HTTP, begin the address with http://; else check the port.",
)
_KEY = (
    "The server cannot use its certificate: its private key is missing or may not be read, or no "
    "certificate is bound to the port.",
    _LOOK,
)
_CLIENT = (
    "Something in front of the server wants a client certificate, which the API does not.",
    "Connect to the server itself, without a proxy.",
)
_WEAK = (
    "The server's certificate or key is weaker than this machine's policy allows.",
    "Have the server's certificate renewed with an RSA key of 2048 bits and SHA-256.",
)

_BY_REASON = {
    "PROTOCOL": _VERSION, "VERSION": _VERSION, "HANDSHAKE_FAILURE": _VERSION,
    "INSUFFICIENT": _VERSION, "RENEGOTIATION": _VERSION, "WRONG_VERSION_NUMBER": _NO_TLS,
    "HTTP_REQUEST": _NO_TLS, "PACKET_LENGTH": _NO_TLS, "RECORD_LAYER": _NO_TLS,
    "UNKNOWN_PROTOCOL": _NO_TLS, "UNEXPECTED_MESSAGE": _NO_TLS, "INTERNAL_ERROR": _KEY,
    "CERTIFICATE_REQUIRED": _CLIENT, "TOO_SMALL": _WEAK, "TOO_WEAK": _WEAK,
}  # fmt: skip
"""Parts of OpenSSL's reasons, what they mean; of several that fit, the longest counts."""


def tls_failure(connection: Connection, causes: Iterable[BaseException]) -> TlsFailed:
    """The error for a handshake that failed by these exceptions; nothing was sent."""
    causes = list(causes)
    server = connection.server
    reason = _reason(causes)
    if reason:
        fitting = [part for part in _BY_REASON if part in reason]
        known = _BY_REASON[max(fitting, key=len)] if fitting else (_NO_BINDING, _LOOK)
        return TlsFailed(
            f"No TLS connection to {server} could be made ({reason}); nothing was sent.",
            cause=known[0],
            next_step=known[1],
        )
    if any(isinstance(c, TimeoutError) for c in causes):
        return TlsFailed(
            f"No TLS connection to {server} could be made: it accepts the connection, and stays "
            "silent where TLS begins; nothing was sent.",
            cause="Another program listens on the port, something in between holds TLS back, or "
            "no certificate is bound to the port.",
            next_step=_LOOK,
        )
    does = "resets" if any(_is_reset(c) for c in causes) else "closes"
    return TlsFailed(
        f"No TLS connection to {server} could be made: it accepts the connection, and {does} it "
        "where TLS begins; nothing was sent.",
        cause=_NO_BINDING,
        next_step=_LOOK,
    )


def _reason(causes: list[BaseException]) -> str:
    """OpenSSL's reason; empty where the connection ended before it had one."""
    ended = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLWantReadError, ssl.SSLSyscallError)
    for cause in causes:
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, ended) and cause.reason:
            return str(cause.reason)
    return ""


def _is_reset(error: BaseException) -> bool:
    # asyncio raises one without a number where the other side only closed the connection.
    return isinstance(error, ConnectionError) and error.errno is not None


async def takes_connections(connection: Connection) -> bool:
    """True where the port can be reached: it was TLS, and not the network, that took too long."""
    try:
        async with asyncio.timeout(min(connection.timeouts.connect, 3.0)):
            _, writer = await asyncio.open_connection(connection.host, connection.port)
    except (OSError, ValueError):
        return False
    with contextlib.suppress(OSError):
        writer.transport.abort()
    return True
