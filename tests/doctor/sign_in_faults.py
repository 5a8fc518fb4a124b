"""Servers and machines on which a sign-in fails, each in one way: what `doctor` looks at.

Each fault opens what it needs, and gives the connection to look at.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import hashlib
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path

import pytest
import spnego

from netwrix_tui.client import kerberos_faults, negotiate
from netwrix_tui.client.clock_difference import machine_time
from netwrix_tui.client.connection import AuthScheme, Connection, Secret, Timeouts
from netwrix_tui.client.trust import CaFile, PinnedCertificate, SystemTrust, Thumbprint, Trust
from tests.client.acceptor import PASSWORD, USER, Acceptor, Answer, Seen
from tests.client.certificates import TestCertificate, self_signed
from tests.client.digest_acceptor import DigestAcceptor
from tests.client.test_http_violations import Server
from tests.client.test_kerberos_faults import MIT, FailingContext, GssError, TicketContext
from tests.client.test_tls_faults import alert, answers, closes, port, resets, stays_silent
from tests.client.test_web_pages import HOSTNAME, NOT_FOUND, TOO_LONG

EXPIRED = dt.datetime(2026, 11, 29, 18, 4, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Machine:
    """What a fault may change: this machine, by its monkeypatch, and a place for files."""

    patch: pytest.MonkeyPatch
    folder: Path
    certificate: TestCertificate


Fault = Callable[[Machine], AbstractAsyncContextManager[Connection]]


def _connection(
    url: str, trust: Trust, *, password: str = PASSWORD, auth: AuthScheme = AuthScheme.AUTO,
    patience: float = 5,
) -> Connection:  # fmt: skip
    timeouts = Timeouts(connect=0.5, read=patience, sign_in=patience)
    return Connection(url, USER, Secret(password), auth, trust, timeouts=timeouts)


def signing_in(
    offer: str, *, password: str = PASSWORD, ahead: dt.timedelta = dt.timedelta(),
    host: str = "127.0.0.1", kerberos_only: bool = False,
    prepare: Callable[[Machine, Acceptor], None] = lambda *_: None,
    kind: type[Acceptor] = Acceptor, patience: float = 5,
) -> Fault:  # fmt: skip
    """A server that signs in for real, and what is wrong with it or here."""

    @asynccontextmanager
    async def open_fault(machine: Machine) -> AsyncIterator[Connection]:
        certificate = machine.certificate
        async with kind(certificate.server_context()) as server:
            server.offers, server.takes_kerberos_only = [offer], kerberos_only
            server.date = format_datetime(machine_time() - ahead, usegmt=True)
            prepare(machine, server)
            url = server.url.replace("127.0.0.1", host)
            trust = PinnedCertificate(Thumbprint.sha256(certificate.der))
            yield _connection(url, trust, password=password, patience=patience)

    return open_fault


def with_ticket(context: object) -> Callable[[Machine, Acceptor], None]:
    """There is a ticket, and a sign-in with it goes so."""

    def prepare(machine: Machine, _: Acceptor) -> None:
        machine.patch.setattr(negotiate, "has_ticket", lambda _="": True)
        machine.patch.setattr(spnego, "client", lambda *_, **__: context)

    return prepare


def _expired(machine: Machine, _: Acceptor) -> None:
    machine.patch.setattr(negotiate, "has_ticket", lambda _="": False)
    for module in (negotiate, kerberos_faults):
        machine.patch.setattr(module, "expired_ticket", lambda: EXPIRED)
        machine.patch.setattr(module, "has_kerberos_libraries", lambda: True)


def _with_extra(machine: Machine, _: Acceptor) -> None:
    for module in (negotiate, kerberos_faults):
        machine.patch.setattr(module, "has_kerberos_libraries", lambda: True)


def _without_extra(machine: Machine, _: Acceptor) -> None:
    for module in (negotiate, kerberos_faults):
        machine.patch.setattr(module, "has_kerberos_libraries", lambda: False)


def _fips(machine: Machine, server: Acceptor) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise ValueError("unsupported")

    machine.patch.setattr(hashlib, "md5", forbidden)
    server.digest = DigestAcceptor(USER, PASSWORD, "MD5")
    new = hashlib.new
    machine.patch.setattr(
        hashlib, "new", lambda name, *a, **k: forbidden() if name == "md5" else new(name, *a, **k)
    )


def _bad_level(machine: Machine, _: Acceptor) -> None:
    machine.patch.setenv("LM_COMPAT_LEVEL", "six")


class _TooLong(Acceptor):
    """HTTP.sys before a server: the token is too large for it."""

    async def answer(self, peer: object, request: Seen) -> Answer:
        token = base64.b64decode(request.authorization.partition(" ")[2])
        if b"NTLMSSP\0\3" in token or token == b"a ticket":
            return Answer(400, TOO_LONG, "text/html; charset=us-ascii")
        return await super().answer(peer, request)  # type: ignore[arg-type]


class _Silent(Acceptor):
    """Answers nothing at all, over a connection that it took."""

    async def answer(self, peer: object, request: Seen) -> Answer:
        await asyncio.Event().wait()
        raise AssertionError


class _SilentAtTheProof(Acceptor):
    """Answers until it is shown a proof, as one whose domain controller is away."""

    async def answer(self, peer: object, request: Seen) -> Answer:
        token = base64.b64decode(request.authorization.partition(" ")[2])
        if b"NTLMSSP\0\3" in token:
            await asyncio.Event().wait()
        return await super().answer(peer, request)  # type: ignore[arg-type]


class _SilentBehindTheSignIn(Acceptor):
    """Signs in, and answers no question after that."""

    async def answer(self, peer: object, request: Seen) -> Answer:
        if not request.authorization and self.sign_ins:
            await asyncio.Event().wait()
        return await super().answer(peer, request)  # type: ignore[arg-type]


def at_port(behave: object) -> Fault:
    """A port that does something else than TLS."""

    @asynccontextmanager
    async def open_fault(machine: Machine) -> AsyncIterator[Connection]:
        async with port(behave) as number:  # type: ignore[arg-type]
            trust = PinnedCertificate(Thumbprint.sha256(machine.certificate.der))
            yield _connection(f"https://127.0.0.1:{number}", trust)

    return open_fault


def answering(data: bytes) -> Fault:
    """A server that gives one answer to everything."""

    @asynccontextmanager
    async def open_fault(machine: Machine) -> AsyncIterator[Connection]:
        certificate = machine.certificate
        async with Server(data, certificate.server_context()) as server:
            yield _connection(server.url, PinnedCertificate(Thumbprint.sha256(certificate.der)))

    return open_fault


def _page(status: str, body: bytes = b"", header: str = "X: x") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{header}\r\nConnection: close\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def certified(
    name: str, *, names_hosts: bool = True, is_expired: bool = False, is_trusted: bool = True
) -> Fault:
    """A server whose certificate is not as it should be."""

    @asynccontextmanager
    async def open_fault(machine: Machine) -> AsyncIterator[Connection]:
        made = self_signed(
            machine.folder, "made", name, names_hosts=names_hosts, is_expired=is_expired
        )
        async with Acceptor(made.server_context()) as server:
            trust = CaFile(made.chain) if is_trusted else SystemTrust()
            yield _connection(server.url.replace("127.0.0.1", "localhost"), trust)

    return open_fault


@asynccontextmanager
async def _nobody_listens(_: Machine) -> AsyncIterator[Connection]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = free.getsockname()[1]
    yield _connection(f"https://127.0.0.1:{number}", SystemTrust())


@asynccontextmanager
async def _nothing_comes_back(machine: Machine) -> AsyncIterator[Connection]:
    """A firewall drops what is sent to the port."""

    async def dropped(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    machine.patch.setattr(asyncio, "open_connection", dropped)
    yield _connection("https://127.0.0.1:9", SystemTrust())


@asynccontextmanager
async def _unknown_name(machine: Machine) -> AsyncIterator[Connection]:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    machine.patch.setattr(socket, "getaddrinfo", unknown)
    yield _connection("https://nwx01.invalid", SystemTrust())


HOUR = dt.timedelta(hours=1)
FAULTS: dict[str, Fault] = {
    "NTLM: a wrong password": signing_in("NTLM", password="wrong"),
    "NTLM: FIPS": signing_in("NTLM", prepare=_fips),
    "Negotiate: FIPS": signing_in("Negotiate", prepare=_fips),
    "Digest with MD5: FIPS": signing_in("Digest", prepare=_fips),
    "NTLM: LM_COMPAT_LEVEL is no level": signing_in("NTLM", prepare=_bad_level),
    "Kerberos: this clock is 2 h ahead": signing_in(
        "Negotiate", password="", ahead=2 * HOUR,
        prepare=with_ticket(FailingContext(GssError(MIT + 37))),
    ),
    "Kerberos: this clock is 26 h behind": signing_in(
        "Negotiate", password="", ahead=-26 * HOUR,
        prepare=with_ticket(FailingContext(GssError(MIT + 33))),
    ),
    "Kerberos: the domain controller's clock": signing_in(
        "Negotiate", password="", prepare=with_ticket(FailingContext(GssError(MIT + 37)))
    ),
    "Kerberos: the ticket has expired": signing_in(
        "Negotiate", password="", host="localhost", prepare=_expired
    ),
    "Kerberos: it seems expired by a clock": signing_in(
        "Negotiate", password="", host="localhost", ahead=48 * HOUR, prepare=_expired
    ),
    "Kerberos: addressed by an alias": signing_in(
        "Negotiate", password="", host="localhost",
        prepare=with_ticket(FailingContext(GssError(MIT + 7))),
    ),
    "Kerberos: addressed by IP": signing_in(
        "Negotiate", password="", prepare=with_ticket(FailingContext(GssError(MIT + 7)))
    ),
    "Kerberos: no domain controller": signing_in(
        "Negotiate", password="", prepare=with_ticket(FailingContext(GssError(MIT + 156)))
    ),
    "Kerberos: no ticket": signing_in(
        "Negotiate", password="", prepare=with_ticket(FailingContext(GssError(MIT + 141)))
    ),
    "Kerberos: no such account": signing_in(
        "Negotiate", password="", prepare=with_ticket(FailingContext(GssError(MIT + 6)))
    ),
    "Kerberos: no cipher": signing_in(
        "Negotiate", password="", prepare=with_ticket(FailingContext(GssError(MIT + 14)))
    ),
    "Kerberos: another account's name": signing_in(
        "Negotiate", password="", prepare=with_ticket(FailingContext(GssError(MIT + 41)))
    ),
    "Kerberos: the server refuses the ticket": signing_in(
        "Negotiate", password="", kerberos_only=True, prepare=with_ticket(TicketContext())
    ),
    "Kerberos: the server refuses it for a clock": signing_in(
        "Negotiate", password="", kerberos_only=True, ahead=3 * HOUR,
        prepare=with_ticket(TicketContext()),
    ),
    "Kerberos only, by IP": signing_in("Negotiate", kerberos_only=True, prepare=_with_extra),
    "Kerberos only, without the extra": signing_in(
        "Negotiate", kerberos_only=True, prepare=_without_extra
    ),
    "HTTP.sys: the token is too long": signing_in("NTLM", kind=_TooLong),
    "HTTP.sys: the ticket is too long": signing_in(
        "Negotiate", password="", kind=_TooLong, prepare=with_ticket(TicketContext())
    ),
    "HTTP.sys: the name is not served": answering(_page("400 Bad Request", HOSTNAME)),
    "HTTP.sys: nobody has the address": answering(_page("404 Not Found", NOT_FOUND)),
    "431": answering(_page("431 Request Header Fields Too Large")),
    "304": answering(_page("304 Not Modified")),
    "302": answering(_page("302 Found", header="Location: https://sso.corp.local/")),
    "407": answering(_page("407 Proxy Authentication Required")),
    "name: unknown": _unknown_name,
    "port: nobody listens": _nobody_listens,
    "port: nothing comes back": _nothing_comes_back,
    "TLS: the port resets": at_port(resets),
    "TLS: the port closes": at_port(closes),
    "TLS: the port stays silent": at_port(stays_silent),
    "TLS: the port speaks plain HTTP": at_port(answers(_page("400 Bad Request"))),
    "TLS: another version": at_port(alert(70)),
    "TLS: no private key": at_port(alert(80)),
    "silent: every question": signing_in("NTLM", kind=_Silent, patience=1),
    "silent: the proof": signing_in("NTLM", kind=_SilentAtTheProof, patience=3),
    "silent: behind the sign-in": signing_in("NTLM", kind=_SilentBehindTheSignIn, patience=3),
    "certificate: no SAN": certified("Netwrix Integration API", names_hosts=False),
    "certificate: no SAN, not trusted": certified(
        "Netwrix Integration API", names_hosts=False, is_trusted=False
    ),
    "certificate: another name": certified("nwx07"),
    "certificate: expired": certified("localhost", is_expired=True),
    "certificate: not trusted": certified("localhost", is_trusted=False),
    "HTTP: SMTP answers": answering(b"220 mail.corp ESMTP ready\r\n"),
    "HTTP: a head without an end": answering(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000),
    "HTTP: a header is damaged": answering(b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n"),
    "HTTP: no length": answering(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"),
}  # fmt: skip
"""Each by its name in ``sign_in_sentences.txt``."""
