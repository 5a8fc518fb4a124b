"""TLS contexts, one for each kind of trust; a pinned certificate is checked before the first byte.

Looking at the certificate after the connection stands would be too late: the request, and with it
the account, has gone out by then. So the check is part of the handshake itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Callable
from dataclasses import dataclass

import truststore

from netwrix_tui.client.trust import CaFile, PinnedCertificate, Thumbprint, Trust
from netwrix_tui.errors import UsageError

_LONGEST_CA_FILE = 16 * 1024 * 1024


class PinMismatch(ssl.SSLCertVerificationError):
    """The server showed another certificate than the pinned one; it is in ``certificate``."""

    certificate: bytes | None = None


def tls_context(trust: Trust) -> ssl.SSLContext:
    """The context that judges a server as ``trust`` says. Raises UsageError for a bad CA file."""
    match trust:
        case PinnedCertificate(thumbprint):
            return _pinned_context(thumbprint)
        case CaFile():
            return _ca_file_context(trust)
        case _:
            return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _pinned_context(thumbprint: Thumbprint) -> ssl.SSLContext:
    context = _unjudging_context()

    class PinnedObject(ssl.SSLObject):
        def do_handshake(self) -> None:
            super().do_handshake()
            _check_pin(thumbprint, self.getpeercert)

    class PinnedSocket(ssl.SSLSocket):
        def do_handshake(self, block: bool = False) -> None:
            super().do_handshake(block)
            _check_pin(thumbprint, self.getpeercert)

    context.sslobject_class = PinnedObject
    context.sslsocket_class = PinnedSocket
    return context


def _check_pin(thumbprint: Thumbprint, certificate_of: Callable[[bool], object]) -> None:
    certificate = certificate_of(True)
    if not isinstance(certificate, bytes):
        raise PinMismatch("the server showed no certificate")
    if not thumbprint.matches(certificate):
        mismatch = PinMismatch("the certificate is not the pinned one")
        mismatch.certificate = certificate
        raise mismatch


def _ca_file_context(trust: CaFile) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # The file may hold the server's own certificate instead of an authority's.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        with trust.path.open("rb") as file:
            content = file.read(_LONGEST_CA_FILE)
        # Windows exports certificates as DER unless told otherwise.
        is_pem = b"-----BEGIN" in content
        context.load_verify_locations(
            cadata=content.decode("ascii", "ignore") if is_pem else content
        )
    except (ssl.SSLError, ValueError) as error:
        raise _useless(trust, "It holds no certificate.") from error
    except OSError as error:
        raise _useless(trust, f"{error.strerror}.") from error
    return context


def _useless(trust: CaFile, cause: str) -> UsageError:
    return UsageError(
        f"The CA file {trust.path} cannot be used.",
        cause=cause,
        next_step="Give a file with certificates, PEM or DER.",
    )


def _unjudging_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@dataclass(frozen=True, slots=True)
class Handshake:
    """What a server agreed to: the version of TLS (``TLSv1.3``), and its DER certificate."""

    version: str
    certificate: bytes


async def handshake(host: str, port: int, *, within: float) -> Handshake:
    """Shake hands on a connection of its own and send nothing. Raises OSError where that fails.

    Nothing is judged. ``within`` is in seconds.
    """
    writer: asyncio.StreamWriter | None = None
    try:
        async with asyncio.timeout(within):
            _, writer = await asyncio.open_connection(
                host, port, ssl=_unjudging_context(), server_hostname=host
            )
            agreed = writer.get_extra_info("ssl_object")
            certificate = agreed.getpeercert(True)
            if not certificate:
                raise ssl.SSLError(1, "the server showed no certificate")
            return Handshake(agreed.version(), certificate)
    except ValueError as error:  # a name that cannot be sent in a handshake
        raise ssl.SSLError(1, "the name cannot be sent") from error
    finally:
        if writer is not None:
            with contextlib.suppress(OSError):
                writer.transport.abort()


async def shown_certificate(host: str, port: int, *, within: float) -> bytes | None:
    """The DER certificate that a server shows, None where it cannot be had within the seconds.

    For the message about a certificate that is not trusted: the thumbprint in it is what the admin
    compares.
    """
    try:
        return (await handshake(host, port, within=within)).certificate
    except OSError:
        return None
