"""Transport errors: httpx's exceptions as ours, with the likely cause and the next step."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

import httpx

from netwrix_tui.client.connection import Connection
from netwrix_tui.client.tls import PinMismatch, shown_certificate
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.errors import (
    CertificateNotTrusted,
    ConnectionFailed,
    ConnectionLost,
    TimedOut,
    TlsFailed,
    Unreachable,
)
from netwrix_tui.foreign_text import foreign

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
        return connect_error(error, connection, arrived=arrived)
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
    causes = list(_chain(error))
    if isinstance(error, httpx.TimeoutException):
        return _timed_out(error, connection)
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
    found = (c for c in _chain(error) if isinstance(c, ssl.SSLCertVerificationError))
    return next(found, None)


def certificate_not_trusted(
    connection: Connection, verdict: ssl.SSLCertVerificationError, certificate: bytes | None
) -> CertificateNotTrusted:
    """The error for a certificate that is not the pinned one, or not trusted."""
    shown = ""
    if certificate is not None:
        shown = (
            f"It shows the thumbprint {Thumbprint.sha1(certificate)} (SHA-1), "
            f"{Thumbprint.sha256(certificate)} (SHA-256)."
        )
    if isinstance(verdict, PinMismatch):
        return CertificateNotTrusted(
            f"{connection.server} does not show the pinned certificate; nothing was sent.",
            cause=f"{shown} Its certificate was renewed, or another server answers.".strip(),
            next_step="Compare with the certificate on the server; if it is the new one, pin its "
            "thumbprint.",
            certificate=certificate,
        )
    cause, other_way = _distrusted(verdict, connection)
    return CertificateNotTrusted(
        f"The certificate of {connection.server} is not trusted: {_reason(verdict)}; "
        "nothing was sent.",
        cause=f"{cause} {shown}".strip(),
        next_step="Compare its thumbprint with the certificate on the server, then pin it with "
        f"--thumbprint; or {other_way}.",
        certificate=certificate,
    )


_LONGEST_REASON = 120
"""Cells."""

_OPENSSL_SAYS = frozenset({
    "certificate is not yet valid",
    "certificate has expired",
    "self-signed certificate",
    "self signed certificate",
    "self-signed certificate in certificate chain",
    "self signed certificate in certificate chain",
    "unable to get local issuer certificate",
    "unable to verify the first certificate",
    "Hostname mismatch",
    "IP address mismatch",
})  # fmt: skip

_NOT_YET_VALID, _EXPIRED, _OTHER_NAME, _OTHER_ADDRESS = 9, 10, 62, 64
"""OpenSSL's verdicts, of X509_verify_cert_error_string(3)."""


def _distrusted(verdict: ssl.SSLCertVerificationError, connection: Connection) -> tuple[str, str]:
    """The likely cause, and what may be done besides pinning."""
    code = getattr(verdict, "verify_code", 0)
    if code in (_NOT_YET_VALID, _EXPIRED):
        return (
            "Its time is over or has not begun (the product's own lasts five years), or a clock "
            "is wrong.",
            "look at the clocks, and have the server's certificate renewed",
        )
    if code in (_OTHER_NAME, _OTHER_ADDRESS):
        return (
            f"It was made for another name than {connection.host}.",
            "connect by the name in the certificate",
        )
    return (
        "Netwrix Auditor makes itself a self-signed one.",
        "use the name in the certificate, and --ca-file",
    )


def _reason(error: ssl.SSLCertVerificationError) -> str:
    """Why, in words; elsewhere than with OpenSSL they may hold names out of the certificate."""
    message = str(getattr(error, "verify_message", "") or "").rstrip(".")
    if not message:
        return "it cannot be verified"
    words, comma, _ = message.partition(", ")
    if words in _OPENSSL_SAYS:
        return words if comma else message
    return foreign(message, _LONGEST_REASON)


def _timed_out(error: httpx.TimeoutException, connection: Connection) -> TimedOut:
    if isinstance(error, httpx.ConnectTimeout):
        return TimedOut(
            f"{connection.server} did not answer within {connection.timeouts.connect:g} s.",
            cause="A firewall may close the port, or the name leads to another machine.",
            next_step=_CHECK_PORT,
        )
    return TimedOut(
        f"{connection.server} did not answer within the time allowed.",
        cause="A search over many records takes the server long.",
        next_step="Narrow the search, by When first, and try again.",
    )


def _not_connected(causes: list[BaseException], connection: Connection) -> ConnectionFailed:
    if any(isinstance(c, socket.gaierror) for c in causes):
        return Unreachable(
            f"The name {connection.host} is not known here.",
            cause="It is mistyped, or this machine asks another DNS server.",
            next_step="Check the name, or use the one with the domain: nwx01.corp.local.",
        )
    # An SSLError is an OSError with numbers of its own.
    numbers = [
        c.errno for c in causes if isinstance(c, OSError) and not isinstance(c, ssl.SSLError)
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
    tls = next((c for c in causes if isinstance(c, ssl.SSLError)), None)
    if tls is not None or (connection.is_encrypted and _ENDED.intersection(numbers)):
        return TlsFailed(
            f"No TLS connection to {connection.server} came about"
            f"{f' ({tls.reason})' if tls is not None and tls.reason else ''}; nothing was sent.",
            cause="The server asks for another version of TLS, or was switched to plain HTTP.",
            next_step="Look at the server's settings; for plain HTTP, begin the address with "
            "http://.",
        )
    return Unreachable(f"{connection.server} cannot be reached.", next_step=_CHECK_PORT)


_CHECK_PORT = (
    "Look at Settings > Integrations in Netwrix Auditor, at the port (9699 unless it was changed), "
    "and at the firewall."
)


def _chain(error: BaseException) -> Iterator[BaseException]:
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
