"""Heads, challenges and tokens, mutated, from a server of the test's own: over whole exchanges.

The client and the doctor's question for the schemes end each of them with a page or an error of the
program, send no password beside a proof, and keep nothing.
"""

from __future__ import annotations

import asyncio
import base64
import tracemalloc
from collections.abc import Callable
from random import Random

import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import AuthScheme, Connection, Secret, Timeouts
from netwrix_tui.client.latch import forget_refusals
from netwrix_tui.client.retry import RetryPolicy
from netwrix_tui.client.scheme_probe import offered_schemes
from netwrix_tui.errors import NetwrixTuiError
from tests.fuzz.mutation import ODD, look_at, mutated, steps
from tests.stops.holding_server import ntlm_challenge

STEPS = 25
"""Of each kind: an exchange takes some milliseconds."""

PASSWORD = "Correct Horse 7!"
PATIENCE = 20.0
"""Seconds within which each exchange has to end; what is waited for has bounds below it."""

PAGE = b'{"ActivityRecordList":[{"RID":"1","Who":"jane"}]}'
HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
    b"Set-Cookie: lb=a; Path=/\r\nDate: Mon, 30 Nov 2026 12:00:00 GMT\r\nServer: HTTP/2.0\r\n"
    b"Content-Length: %d\r\n\r\n" % len(PAGE)
)
REFUSAL = b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: %s\r\nContent-Length: 0\r\n\r\n"
DIGEST = b'Digest realm="nwx", nonce="abc", qop="auth,auth-int", algorithm=SHA-256, opaque="x"'
CHALLENGES = (
    b'Negotiate, NTLM, Basic realm="a, b", ' + DIGEST,
    DIGEST,
    b"NTLM",
    b'Bearer x, Basic realm="\\""',
)
_PARTS = (b"\r\n", b":", b";", b",", b"=", b" ", b'"', b"\t", b"9" * 30, b"-1", b"gzip", b"chunked")


def of_head(data: bytes, chance: Random) -> bytes:
    """The bytes after one to three mutations that HTTP's own signs take part in."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data) + 1)
        to = min(len(data), at + chance.choice((0, 1, 1, 4, 20)))
        piece = chance.choice((*_PARTS, *ODD, data[at:to] * chance.choice((2, 50)), b""))
        data = data[:at] + piece + data[to:]
    return data


Answers = Callable[[bytes], bytes]


def heads(chance: Random) -> Answers:
    whole = of_head(HEAD + PAGE, chance)
    return lambda _: whole


def challenges(chance: Random) -> Answers:
    refusal = REFUSAL % of_head(chance.choice(CHALLENGES), chance)
    return lambda request: HEAD + PAGE if b"authorization:" in request.lower() else refusal


def tokens(chance: Random) -> Answers:
    message = bytearray(base64.b64decode(ntlm_challenge()))
    for _ in range(chance.randint(1, 4)):
        message[chance.randrange(len(message))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
    token = base64.b64encode(bytes(message[: chance.choice((len(message), 12, 40, 60))]))
    scheme = chance.choice((b"NTLM ", b"Negotiate "))
    token = token if chance.random() < 0.8 else mutated(token, chance)
    second = REFUSAL % (scheme + token.replace(b"\r", b"").replace(b"\n", b""))

    def answer(request: bytes) -> bytes:
        if b"TlRMTVNTUAAB" in request:
            return second
        return HEAD + PAGE if b"authorization:" in request.lower() else REFUSAL % scheme.strip()

    return answer


KINDS = {"heads": heads, "challenges": challenges, "tokens": tokens}


class Server:
    """Answers each request as ``answer`` says; the connection goes on where its client does."""

    def __init__(self) -> None:
        self.answer: Answers = lambda _: b""
        self.requests: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                self.requests.append(request)
                answer = self.answer(request)
                writer.write(answer)
                await writer.drain()
                if not answer.endswith((PAGE, b"Content-Length: 0\r\n\r\n")):
                    writer.close()
                    return
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.transport.abort()


async def exchanged(url: str) -> None:
    """What the commands and the doctor ask, each to its end."""
    seconds = Timeouts(connect=2, read=0.2, write=1, sign_in=0.2, answer=2)
    to = Connection(url, "CORP\\jürgen", Secret(PASSWORD), AuthScheme.AUTO, timeouts=seconds)
    async with AuditorClient(to, retry=RetryPolicy(tries=1)) as client:
        for _ in range(2):
            try:
                assert len(await client.enum(count=5)) <= 1
            except NetwrixTuiError as error:
                look_at(error, PASSWORD)
    try:
        await offered_schemes(to)
    except NetwrixTuiError as error:
        look_at(error, PASSWORD)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_errors_of_the_program(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netwrix_tui.client.http_violations.PATIENCE", 0.2)
    server = Server()

    async def run() -> None:
        listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        held = 0
        for number, chance in enumerate(steps(list(KINDS).index(kind), STEPS)):
            forget_refusals()
            server.requests.clear()
            server.answer = KINDS[kind](chance)
            try:
                await asyncio.wait_for(exchanged(url), PATIENCE)
            except Exception as error:
                shown = server.answer(b"") + server.answer(b"authorization: TlRMTVNTUAAB")
                raise AssertionError(f"step {number}: {error!r} for {shown[:2_000]!r}") from error
            assert not any(PASSWORD.encode() in request for request in server.requests)
            if number == STEPS // 2:
                held = tracemalloc.get_traced_memory()[0]
        grown = tracemalloc.get_traced_memory()[0] - held
        assert grown < 8 << 20
        listening.close()

    tracemalloc.start()
    try:
        asyncio.run(run())
    finally:
        tracemalloc.stop()
