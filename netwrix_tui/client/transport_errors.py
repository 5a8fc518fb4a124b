"""Transport errors: httpx's exceptions as ours, with the likely cause and the next step."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

import httpx

from netwrix_tui.client.connection import Connection
from netwrix_tui.client.distrust import certificate_not_trusted
from netwrix_tui.client.exchange import SignInTimeout
from netwrix_tui.client.http_violations import is_untold, looked_at_again, violation
from netwrix_tui.client.tls import PinMismatch, shown_certificate
from netwrix_tui.client.tls_faults import takes_connections, tls_failure
from netwrix_tui.errors import (
    ConnectionFailed,
    ConnectionLost,
    ServerSilent,
    TimedOut,
    Unreachable,
)
from netwrix_tui.system_errors import number_of

_NO_WAY = {
    errno.ECONNREFUSED: "refuses the connection",
    errno.EHOSTUNREACH: "cannot be reached",
    errno.ENETUNREACH: "cannot be reached",
    errno.EACCES: "may not be reached from here",
    errno.EPERM: "may not be reached from here",
}

_ENDED = frozenset({errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED})


async def transport_error(
    error: httpx.HTTPError, connection: Connection, *, arrived: int = 0
) -> ConnectionFailed:
    """The error for an answer that did not come whole; one of trust shows the certificate."""
    verdict = certificate_error(error)
    if verdict is None:
        is_late = isinstance(error, httpx.ConnectTimeout) and connection.is_encrypted
        if is_late and await takes_connections(connection):
            return tls_failure(connection, chain(error))
        broken = violation(error, connection)
        if broken is None and not arrived and is_untold(error):
            broken = await looked_at_again(connection)
        return broken or connect_error(error, connection, arrived=arrived)
    # OpenSSL does not hand out a certificate that it rejects: ask for it once more.
    certificate = (
        verdict.certificate
        if isinstance(verdict, PinMismatch)
        else await shown_certificate(
            connection.host, connection.port, within=connection.timeouts.connect
        )
    )
    return certificate_not_trusted(connection, verdict, certificate)


def connect_error(
    error: httpx.HTTPError, connection: Connection, *, arrived: int = 0
) -> ConnectionFailed:
    """What an exception of httpx means; ``arrived`` is how many bytes of the answer had come.

    Distrust of the certificate is told apart before: see :func:`certificate_error`.
    """
    causes = list(chain(error))
    if isinstance(error, httpx.TimeoutException):
        return _timed_out(error, connection, arrived)
    if isinstance(error, httpx.ConnectError):
        return _not_connected(causes, connection)
    next_step = "Try again; what was loaded stays."
    if connection.is_encrypted:
        cause = "The server, or something in between, closed the connection."
    else:
        cause = "The server closed the connection; it may expect TLS."
        if not arrived:
            next_step = "Try again, or begin the address with https://."
    return ConnectionLost(
        f"The connection to {connection.server} broke off after {arrived:,} bytes of the answer.",
        cause=cause,
        next_step=next_step,
    )


def certificate_error(error: httpx.HTTPError) -> ssl.SSLCertVerificationError | None:
    """The verdict on the certificate, where that is why no answer came."""
    found = (c for c in chain(error) if isinstance(c, ssl.SSLCertVerificationError))
    return next(found, None)


def unanswered_sign_in(connection: Connection) -> ServerSilent:
    """The error for a server that takes a connection, and leaves the cheapest question at that."""
    return ServerSilent(
        f"{connection.server} takes the connection, and did not answer the cheapest question "
        f"within {connection.timeouts.sign_in:g} s.",
        cause="The Integration API's service hangs, its SQL Server does not answer, or something "
        "in between holds the answers back.",
        next_step="Look at the Netwrix Auditor services and at SQL Server there, and try again.",
    )


def _timed_out(error: httpx.TimeoutException, connection: Connection, arrived: int = 0) -> TimedOut:
    seconds = connection.timeouts
    if isinstance(error, SignInTimeout):
        return unanswered_sign_in(connection)
    if isinstance(error, httpx.ConnectTimeout):
        return ServerSilent(
            f"{connection.server} did not answer within {connection.timeouts.connect:g} s.",
            cause="A firewall may close the port, or the name leads to another machine.",
            next_step=_CHECK_PORT,
        )
    if isinstance(error, httpx.WriteTimeout):
        return TimedOut(
            f"{connection.server} took nothing of what is sent for {seconds.write:g} s.",
            cause="The line is stuck, or something in between holds back what is sent.",
            next_step="Try again, with less at once where much was sent.",
        )
    silent = f"did not answer within {seconds.read:g} s"
    if arrived:
        silent = f"sent nothing more for {seconds.read:g} s, after {arrived:,} bytes of the answer"
    return TimedOut(
        f"{connection.server} {silent}.",
        cause="A search over many records takes the server long; or its service or its SQL Server "
        "hangs.",
        next_step="Narrow the search, by When first, and try again.",
    )


def _not_connected(causes: list[BaseException], connection: Connection) -> ConnectionFailed:
    if any(isinstance(c, socket.gaierror | UnicodeError) for c in causes):
        return Unreachable(
            f"The name {connection.host} is not known here.",
            cause="It is mistyped, or this machine asks another DNS server.",
            next_step="Check the name, or use the one with the domain: nwx01.corp.local.",
        )
    # An SSLError is an OSError with numbers of its own.
    numbers = [
        number_of(c) for c in causes if isinstance(c, OSError) and not isinstance(c, ssl.SSLError)
    ]
    for number, does in _NO_WAY.items():
        if number in numbers:
            return Unreachable(
                f"{connection.server} {does}.",
                cause="The Integration API is not switched on, listens on another port, or a "
                "firewall is in between.",
                next_step=_CHECK_PORT,
            )
    if errno.ETIMEDOUT in numbers:
        return _timed_out(httpx.ConnectTimeout(""), connection)
    has_begun = any(isinstance(c, ssl.SSLError) for c in causes)
    if has_begun or (connection.is_encrypted and _ENDED.intersection(numbers)):
        return tls_failure(connection, causes)
    return Unreachable(f"{connection.server} cannot be reached.", next_step=_CHECK_PORT)


_CHECK_PORT = (
    "Look at Settings > Integrations in Netwrix Auditor, at the port (9699 unless it was changed), "
    "and at the firewall."
)


def chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and all that led to it, groups opened."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [c for c in (current.__cause__, current.__context__) if c is not None]
        if isinstance(current, BaseExceptionGroup):
            waiting += current.exceptions
