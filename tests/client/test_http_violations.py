"""Answers that break the rules of HTTP, or are another protocol's: each is told by its rule."""

from __future__ import annotations

import asyncio
import ssl

import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.client.scheme_probe import offered_schemes
from netwrix_tui.client.trust import PinnedCertificate, SystemTrust, Thumbprint
from netwrix_tui.errors import CertificateNotTrusted, ConnectionLost, NetwrixTuiError, NotHttp
from tests.client.certificates import TestCertificate
from tests.client.signing_in import QUICK

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ANSWERS = {
    "a head of 10 MB": (OK + b"X: " + b"a" * 10_000_000 + b"\r\n\r\n", "longer than 100 KB"),
    "200,000 headers": (OK + b"X: a\r\n" * 200_000 + b"\r\n", "longer than 100 KB"),
    "a line without an end": (b"a" * 300_000, "longer than 100 KB"),
    "SMTP": (b"220 mail.corp ESMTP ready\r\n", "speaks SMTP or FTP (“220 mail.corp ESMTP ready”)"),
    "SSH": (b"SSH-2.0-OpenSSH_9.7\r\n", "it speaks SSH (“SSH-2.0-OpenSSH_9.7”)"),
    "POP3": (b"+OK POP3 ready\r\n", "it speaks POP3"),
    "IMAP": (b"* OK IMAP4rev1\r\n", "it speaks IMAP"),
    "HTTP/0.9": (b"<html>hello</html>\r\n", "a body without a head (“<html>hello</html>”)"),
    "records alone": (b'{"ActivityRecordList":[]}', "HTTP/0.9, a body without a head"),
    "HTTP/2": (b"HTTP/2 200\r\n\r\n", "status line of HTTP/1.1 (“HTTP/2 200”)"),
    "a TLS alert": (b"\x15\x03\x01\x00\x02\x02\x46", "it speaks TLS"),
    "zeros": (b"\0" * 100, "a binary protocol"),
    "a request": (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "line of HTTP/1.1 (“GET / HTTP/1.1”)"),
    "status 99": (b"HTTP/1.1 99 OK\r\n\r\n", "status line of HTTP/1.1 (“HTTP/1.1 99 OK”)"),
    "status 1000": (b"HTTP/1.1 1000 OK\r\n\r\n", "status line"),
    "escapes": (b"\x1b[31mHTTP/1.1 200 OK\r\n\r\n", "(“\\x1b[31mHTTP"),
    "empty lines": (b"\r\n\r\n" + OK + b"\r\n", "begins with empty lines"),
    "a length of letters": (OK + b"Content-Length: abc\r\n\r\nxx", "Content-Length is no number"),
    "a length below 0": (OK + b"Content-Length: -5\r\n\r\nxx", "Content-Length is no number"),
    "a length of 26 digits": (OK + b"Content-Length: " + b"9" * 26 + b"\r\n\r\n", "no number"),
    "two lengths": (
        OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nxxxxxx", "several Content-Length"
    ),
    "101": (b"HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "protocol (101)"),
    "NUL in a header": (OK + b"X: a\x00b\r\n\r\n", "forbidden there, or no colon (“X: a"),
    "a blank before the colon": (OK + b"X : a\r\n\r\n", "forbidden there, or no colon (“X : a”)"),
    "no colon": (OK + b"hello\r\n\r\n", "or no colon (“hello”)"),
    "the rest of no header": (OK + b" X: a\r\n\r\n", "the rest of another"),
    "a size of letters": (CHUNKED + b"zz\r\nhello\r\n", "a piece of its body (chunked) is no"),
    "a size of 24 digits": (CHUNKED + b"f" * 24 + b"\r\n", "a piece of its body (chunked) is no"),
    "a piece too long": (CHUNKED + b"5\r\nhelloXX5\r\n", "is longer than it says"),
    "gzip as transfer": (OK + b"Transfer-Encoding: gzip\r\n\r\nx", "Transfer-Encoding is not"),
}  # fmt: skip
CUT = {
    "nothing": b"",
    "half a head": OK + b"Content-Le",
    "half a body": OK + b"Content-Length: 50\r\n\r\nhello",
    "half a piece": CHUNKED + b"5\r\nhel",
}
PLAIN = pytest.mark.parametrize("is_encrypted", [False, True], ids=["http", "https"])


class Server:
    """Answers every request with the same bytes and closes."""

    def __init__(self, data: bytes, context: ssl.SSLContext | None = None) -> None:
        self._data, self._context = data, context
        self.requests: list[bytes] = []

    async def __aenter__(self) -> Server:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._context)
        scheme = "http" if self._context is None else "https"
        self.url = f"{scheme}://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.requests.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(self._data)
            await writer.drain()
            writer.close()
        except (OSError, asyncio.IncompleteReadError):
            writer.transport.abort()


def _told(
    data: bytes, certificate: TestCertificate, *, is_encrypted: bool
) -> tuple[NetwrixTuiError, NetwrixTuiError, Server]:
    """What the client says, what the doctor's question for the schemes says, and the server."""

    async def run() -> tuple[NetwrixTuiError, NetwrixTuiError, Server]:
        context = certificate.server_context() if is_encrypted else None
        async with Server(data, context) as server:
            pinned = PinnedCertificate(Thumbprint.sha256(certificate.der))
            trust = pinned if is_encrypted else SystemTrust()
            to = Connection(server.url, "CORP\\jane", Secret("hush"), trust=trust)
            async with AuditorClient(to, retry=QUICK) as client:
                with pytest.raises(NetwrixTuiError) as by_client:
                    await client.enum()
            with pytest.raises(NetwrixTuiError) as by_doctor:
                await offered_schemes(to)
        return by_client.value, by_doctor.value, server

    return asyncio.run(run())


@PLAIN
@pytest.mark.parametrize("name", ANSWERS)
def test_each_violation_is_told_by_its_rule(
    certificate: TestCertificate, name: str, is_encrypted: bool
) -> None:
    data, says = ANSWERS[name]
    by_client, by_doctor, server = _told(data, certificate, is_encrypted=is_encrypted)
    for error in (by_client, by_doctor):
        assert type(error) is NotHttp
        assert says in error.what
        assert "broke off" not in error.sentence()
        assert error.cause
        assert error.next_step
        assert len(error.what) < 300
        assert error.what.isprintable()
    assert len(server.requests) <= 4  # none is asked again and again
    assert not any(b"Authorization" in request for request in server.requests)


@PLAIN
@pytest.mark.parametrize("name", CUT)
def test_an_answer_that_ends_early_is_still_one_that_broke_off(
    certificate: TestCertificate, name: str, is_encrypted: bool
) -> None:
    for error in _told(CUT[name], certificate, is_encrypted=is_encrypted)[:2]:
        assert type(error) is ConnectionLost
        assert "broke off" in error.what


def test_the_second_look_sends_nothing_to_a_server_that_is_not_trusted(
    certificate: TestCertificate, other_certificate: TestCertificate
) -> None:
    async def run() -> None:
        async with Server(b"220 x\r\n", certificate.server_context()) as server:
            trust = PinnedCertificate(Thumbprint.sha256(other_certificate.der))
            async with AuditorClient(Connection(server.url, "jane", trust=trust)) as client:
                with pytest.raises(CertificateNotTrusted):
                    await client.enum()
            assert server.requests == []

    asyncio.run(run())
