"""HTTP to a receiver: the certificate is checked before a byte goes out, and faults are told apart
by whether anything may have been stored.
"""

from __future__ import annotations

import asyncio
import errno
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx

from netwrix_tui.client.tls import PinMismatch, shown_certificate, tls_context
from netwrix_tui.client.transport_errors import certificate_error, chain
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.clock import now
from netwrix_tui.errors import (
    CertificateNotTrusted,
    ConnectionFailed,
    ServerSilent,
    TlsFailed,
    Unreachable,
)
from netwrix_tui.foreign_text import foreign
from netwrix_tui.shipping.receiver import Receiver
from netwrix_tui.shipping.sender import InDoubt
from netwrix_tui.system_errors import number_of

_MOST_BYTES = 64 << 20
"""Bytes of an answer that are read; a bulk answer has some 200 for each record."""

_LONGEST_PAUSE = 300.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver answered; ``pause`` is for how many seconds it asks to wait, if it does."""

    status: int
    content: bytes
    pause: float | None = None

    def words(self, room: int = 200) -> str:
        """The first line of its content, quoted; empty where there is none."""
        text = self.content[:4_096].decode("utf-8", "replace").strip()
        first = text.partition("\n")[0]
        return foreign(first, room) if first else ""


class HttpChannel:
    """One connection to a receiver that is used by one request at a time."""

    def __init__(self, receiver: Receiver, headers: Mapping[str, str]) -> None:
        """``headers`` go along with each request. Raises UsageError for a bad CA file."""
        seconds = receiver.timeouts
        self.receiver = receiver
        self._client = httpx.AsyncClient(
            verify=tls_context(receiver.trust),
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": "netwrix-tui", **headers},
            timeout=httpx.Timeout(
                connect=seconds.connect, read=seconds.read, write=seconds.write, pool=None
            ),
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1),
        )

    async def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request, and return the answer whatever its status.

        Raises InDoubt where the request went out and no whole answer came; any other
        ConnectionFailed where nothing was sent.
        """
        url = f"{self.receiver.url}{path}"
        try:
            async with asyncio.timeout(self.receiver.timeouts.answer):
                async with self._client.stream(
                    method, url, content=body, headers=dict(headers or {})
                ) as response:
                    content = bytearray()
                    async for piece in response.aiter_bytes():
                        content += piece
                        if len(content) > _MOST_BYTES:
                            break
                    return Answer(response.status_code, bytes(content), _pause(response))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ssl.SSLError, OSError) as error:
            raise await self._failure(error) from error

    async def aclose(self) -> None:
        """Close the connection."""
        await self._client.aclose()

    async def _failure(self, error: Exception) -> ConnectionFailed:
        receiver = self.receiver
        verdict = certificate_error(error) if isinstance(error, httpx.HTTPError) else None
        if verdict is not None:
            return await distrusted(receiver, verdict)
        return connection_failure(error, receiver)


def connection_failure(error: Exception, receiver: Receiver) -> ConnectionFailed:
    """What an exception means for what was to be sent."""
    name = f"{receiver.kind} at {receiver.address}"
    causes = list(chain(error))
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return ServerSilent(
            f"{name} did not answer within {receiver.timeouts.connect:g} s; nothing was sent.",
            cause="A firewall may close the port, or the name leads to another machine.",
            next_step="Look at the address, and at the firewall.",
        )
    if not isinstance(error, httpx.ConnectError | httpx.InvalidURL):
        return InDoubt(
            f"{name} gave no whole answer to what was sent.",
            cause="The connection broke, or the answer took too long.",
        )
    if any(isinstance(each, ssl.SSLError) for each in causes):
        reason = next(
            (str(e.reason) for e in causes if isinstance(e, ssl.SSLError) and e.reason), ""
        )
        return TlsFailed(
            f"No TLS connection to {name} could be made{f' ({reason})' if reason else ''}; nothing "
            "was sent.",
            cause="It speaks plain HTTP on this port, or another version of TLS.",
            next_step="Look at the scheme and the port of the address.",
        )
    numbers = {number_of(each) for each in causes if isinstance(each, OSError)}
    refused = errno.ECONNREFUSED in numbers
    return Unreachable(
        f"{name} {'refuses the connection' if refused else 'cannot be reached'}; nothing was sent.",
        cause="It is stopped, listens on another port, or its name is not known here.",
        next_step="Look at the address, and whether it runs.",
    )


async def distrusted(
    receiver: Receiver, verdict: ssl.SSLCertVerificationError
) -> CertificateNotTrusted:
    """The error for a certificate that is not the pinned one, or not trusted."""
    pinned = isinstance(verdict, PinMismatch)
    certificate = (
        verdict.certificate
        if isinstance(verdict, PinMismatch)
        else await shown_certificate(receiver.host, receiver.port, within=receiver.timeouts.connect)
    )
    shown = ""
    if certificate is not None:
        shown = (
            f"It shows the fingerprint {Thumbprint.sha256(certificate)} (SHA-256), "
            f"{Thumbprint.sha1(certificate)} (SHA-1)."
        )
    why = "" if pinned else f": {foreign(str(verdict.verify_message or 'not verified'), 120)}"
    what = "does not show the pinned certificate" if pinned else f"is not trusted{why}"
    subject = receiver.address if pinned else f"The certificate of {receiver.address}"
    return CertificateNotTrusted(
        f"{subject} {what}; nothing was sent.",
        cause=shown,
        next_step="Compare it with the certificate on the receiver, then name it with "
        "--fingerprint, or its authority with --ca-file.",
        certificate=certificate,
    )


def _pause(response: httpx.Response) -> float | None:
    text = response.headers.get("retry-after", "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(text) - now()).total_seconds()
        except (ValueError, TypeError):
            return None
    return min(max(seconds, 0.0), _LONGEST_PAUSE) if seconds == seconds else None
