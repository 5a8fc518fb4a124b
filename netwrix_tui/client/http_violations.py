"""Answers that are no HTTP, or break its rules: which rule, and who may have answered.

What the library says of them (h11's messages) is turned into the field's words. Where it says only
that nothing whole came, the beginning of what comes is looked at once more, without any account.
"""

from __future__ import annotations

import asyncio
import contextlib

import httpx

from netwrix_tui.client.connection import Connection
from netwrix_tui.client.tls import tls_context
from netwrix_tui.errors import NotHttp
from netwrix_tui.foreign_text import foreign

_LONGEST_BEGINNING = 60
PATIENCE = 3.0
"""Seconds for the second look."""

_OTHER = "Another program listens on the port, or something in between answers."
_CHECK = "Check the address and the port (9699 unless it was changed); try without a proxy."
_DAMAGED = "A proxy in between, or the program that answers, breaks the rules of HTTP."

_UNTOLD = ("without sending a response", "illegal request line")
"""What the library says where less than the head of an answer came, or another protocol's bytes."""

_RULES = (
    ("receive buffer too long", "its head is longer than 100 KB, or has no end"),
    ("illegal status line", "it does not begin with a status line of HTTP/1.1"),
    ("no response line received", "it begins with empty lines"),
    ("illegal header line", "a header holds characters that are forbidden there, or no colon"),
    ("continuation line at start", "its first header line is the rest of another"),
    ("bad content-length", "its Content-Length is no number"),
    ("conflicting content-length", "it has several Content-Length headers that differ"),
    ("transfer-encoding", "its Transfer-Encoding is not the one that was asked for (chunked)"),
    ("illegal chunk header", "the size of a piece of its body (chunked) is no number"),
    ("malformed chunk footer", "a piece of its body (chunked) is longer than it says"),
    ("_switch_upgrade", "it switches to another protocol (101), which nobody asked for"),
    ("_switch_connect", "it answers a request that nobody sent"),
    ("illegal reason", "its reason phrase holds characters that are forbidden there"),
)
"""Parts of h11's messages, and the rule that was broken, as the rest of a sentence."""

_BANNERS = (
    (b"SSH-", "SSH"), (b"+OK", "POP3"), (b"* OK", "IMAP"), (b"RFB ", "VNC"), (b"\x03\x00", "RDP"),
    (b"\x15\x03", "TLS"), (b"\x16\x03", "TLS"), (b"PRI * HTTP/2", "HTTP/2"), (b"HTTP/2", "HTTP/2"),
    (b"\x00\x00", "a binary protocol (HTTP/2, perhaps)"), (b"ICY ", "a radio stream"),
    (b"GET ", "HTTP requests, as a client"), (b"-ERR", "POP3 or Redis"),
)  # fmt: skip
_MAIL_OR_FILES = (b"220", b"421", b"500", b"501", b"502", b"554")


def violation(error: httpx.HTTPError, connection: Connection) -> NotHttp | None:
    """The rule that an answer broke, by what the library says; None where it only ended early."""
    if not isinstance(error, httpx.RemoteProtocolError):
        return None
    said = str(error).lower()
    broken = next((rule for part, rule in _RULES if part in said), None)
    if broken is None:
        return None
    begins = _quoted(str(error)) if "line: bytearray" in said else ""
    return NotHttp(
        f"What {connection.server} answers is no proper HTTP: {broken}{begins}.",
        cause=_OTHER if "status line" in broken else _DAMAGED,
        next_step=_CHECK,
    )


def is_untold(error: httpx.HTTPError) -> bool:
    """True where only a second look can tell what answers."""
    is_broken = isinstance(error, httpx.RemoteProtocolError)
    return is_broken and any(part in str(error) for part in _UNTOLD)


async def looked_at_again(connection: Connection) -> NotHttp | None:
    """What listens on a port whose answer ended too early; None where that is HTTP, or silent.

    Asks for the cheapest page without an account, once, over a connection of its own whose
    certificate is judged as always.
    """
    begins = await _beginning(connection)
    if not begins or begins.startswith((b"HTTP/1.", b"HTTP/1 ")):
        return None
    name = next((name for banner, name in _BANNERS if begins.startswith(banner)), "")
    if begins[:3] in _MAIL_OR_FILES and begins[3:4] in b" -":
        name = "SMTP or FTP"
    lower = begins.lstrip().lower()
    if lower.startswith((b"<", b"{", b"[")):
        name = "HTTP/0.9, a body without a head"
    if name == "TLS":
        return NotHttp(
            f"What {connection.server} answers is no proper HTTP: it speaks TLS.",
            cause="The address begins with http://, and the port takes TLS only.",
            next_step="Begin the address with https://.",
        )
    speaks = f"it speaks {name}" if name else "it does not begin with a status line of HTTP/1.1"
    return NotHttp(
        f"What {connection.server} answers is no proper HTTP: {speaks} ({_shown(begins)}).",
        cause=_OTHER,
        next_step=_CHECK,
    )


async def _beginning(connection: Connection) -> bytes:
    writer: asyncio.StreamWriter | None = None
    context = tls_context(connection.trust) if connection.is_encrypted else None
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection(
                connection.host, connection.port, ssl=context,
                server_hostname=connection.host if context is not None else None,
            )  # fmt: skip
            path = connection.url.partition("://")[2].partition("/")[2]
            asked = f"GET /{path}enum?format=json&count=1 HTTP/1.1\r\nHost: {connection.server}\r\n"
            writer.write(f"{asked}Accept: */*\r\nConnection: close\r\n\r\n".encode())
            return await reader.read(256)
    except (OSError, ValueError):
        return b""
    finally:
        if writer is not None:
            with contextlib.suppress(OSError):
                writer.transport.abort()


def _quoted(message: str) -> str:
    """The line that h11 shows as ``bytearray(b'…')``, quoted and short."""
    line = message.partition("bytearray(b")[2][1:].rpartition("'")[0]
    return f" ({foreign(line, _LONGEST_BEGINNING)})" if line else ""


def _shown(begins: bytes) -> str:
    line = begins.partition(b"\n")[0].rstrip(b"\r").decode("latin-1")
    return foreign(line, _LONGEST_BEGINNING) if line else "an empty line"
