"""Ports that take a connection and do not answer a ClientHello as TLS does."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection, Secret, Timeouts
from netwrix_tui.client.trust import PinnedCertificate, SystemTrust, Thumbprint, Trust
from netwrix_tui.doctor.check_result import Verdict
from netwrix_tui.doctor.reaching import check_tls
from netwrix_tui.errors import NetwrixTuiError, TlsFailed

Behave = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def resets(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """As HTTP.sys does without a binding."""
    await reader.read(5)
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def closes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(65_536)
    writer.close()


async def stays_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(asyncio.CancelledError):  # the test ends
        while await reader.read(65_536):
            pass
    writer.close()


def answers(data: bytes) -> Behave:
    """A port that answers the ClientHello with these bytes and closes."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65_536)
        writer.write(data)
        await writer.drain()
        writer.close()

    return answer


def alert(number: int) -> Behave:
    return answers(b"\x15\x03\x01\x00\x02\x02" + bytes([number]))


BOUND = "No certificate is bound to the port"
FAULTS = [
    pytest.param(resets, "resets it where TLS begins", BOUND, "netsh http", id="resets"),
    pytest.param(closes, "closes it where TLS begins", BOUND, "netsh http", id="closes"),
    pytest.param(
        stays_silent, "stays silent where TLS begins", "no certificate is bound", "netsh http",
        id="stays silent",
    ),
    pytest.param(
        answers(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), "WRONG_VERSION_NUMBER",
        "switched to plain HTTP", "http://", id="plain HTTP",
    ),
    pytest.param(
        answers(b"220 mail ESMTP\r\n"), "WRONG_VERSION", "another program", "port", id="SMTP"
    ),
    pytest.param(alert(70), "ALERT_PROTOCOL_VERSION", "no version of TLS", "Schannel", id="old"),
    pytest.param(alert(40), "HANDSHAKE_FAILURE", "no cipher", "Schannel", id="no cipher"),
    pytest.param(alert(80), "INTERNAL_ERROR", "private key is missing", "netsh", id="no key"),
    pytest.param(answers(b"\x16\x03\x03\x00\x7a\x02\x00"), "closes it", BOUND, "netsh", id="half"),
]  # fmt: skip


@asynccontextmanager
async def port(behave: Behave) -> AsyncIterator[int]:
    """A port that behaves so."""
    server = await asyncio.start_server(behave, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def connection_at(number: int, trust: Trust | None = None) -> Connection:
    pinned = PinnedCertificate(Thumbprint("0" * 40))
    soon = Timeouts(connect=0.5)
    url = f"https://127.0.0.1:{number}"
    return Connection(url, "CORP\\jane", Secret("hush"), trust=trust or pinned, timeouts=soon)


@pytest.mark.parametrize(("behave", "what", "cause", "next_step"), FAULTS)
@pytest.mark.parametrize("trust", [None, SystemTrust()], ids=["pinned", "system"])
def test_the_client_tells_what_the_port_does(
    behave: Behave, what: str, cause: str, next_step: str, trust: Trust | None
) -> None:
    async def run() -> NetwrixTuiError:
        async with port(behave) as number, AuditorClient(connection_at(number, trust)) as client:
            with pytest.raises(TlsFailed) as caught:
                await client.enum()
            return caught.value

    _is_told(asyncio.run(run()), what, cause, next_step)


@pytest.mark.parametrize(("behave", "what", "cause", "next_step"), FAULTS)
def test_the_doctor_tells_it_in_the_same_words(
    behave: Behave, what: str, cause: str, next_step: str
) -> None:
    async def run() -> NetwrixTuiError:
        async with port(behave) as number:
            finding = await check_tls(connection_at(number))
        assert finding.verdict is Verdict.FAILED
        assert finding.error is not None
        return finding.error

    _is_told(asyncio.run(run()), what, cause, next_step)


def _is_told(error: NetwrixTuiError, what: str, cause: str, next_step: str) -> None:
    assert what in error.what
    assert "nothing was sent" in error.what
    assert cause in error.cause
    assert next_step in error.next_step
