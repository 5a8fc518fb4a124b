"""A server that signs accounts in for real and misbehaves on request, in the test's own loop.

The demo server is the pleasant one; this one is for what goes wrong. It speaks HTTP by h11 and
NTLM by pyspnego's acceptor, and counts what a domain controller would count.
"""

from __future__ import annotations

import asyncio
import base64
import gzip
import os
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import h11
import spnego
from spnego.channel_bindings import GssChannelBindings

from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.client.digest_acceptor import DigestAcceptor

USER, PASSWORD = "CORP\\jane", "Correct Horse 7!"
BASE = "/netwrix/api/v1/activity_records/"


@dataclass(frozen=True, slots=True)
class Seen:
    """One request that reached the server."""

    connection: int
    method: str
    target: str
    body: bytes
    authorization: str
    cookie: str = ""

    @property
    def is_proof(self) -> bool:
        """True for what is made of the password: of NTLM the third message alone."""
        scheme, _, token = self.authorization.partition(" ")
        if scheme in ("NTLM", "Negotiate"):
            return b"NTLMSSP\0\3" in base64.b64decode(token)
        return bool(scheme)


@dataclass(slots=True)
class Answer:
    """What goes back. With ``cut`` the connection ends after so many bytes of the body."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: list[tuple[str, str | bytes]] = field(default_factory=list)
    cut: int | None = None


@dataclass(slots=True)
class Peer:
    """The state of one connection, where NTLM's belongs."""

    number: int
    context: spnego.ContextProxy | None = None
    is_signed_in: bool = False
    answered: int = 0


class Acceptor:
    """Listens on loopback while it is entered. All knobs may be turned while it runs."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.tls = context
        self.offers: list[str] = ["NTLM"]
        self.bindings: GssChannelBindings | None = None
        self.digest = DigestAcceptor(USER, PASSWORD)
        """Used where ``offers`` holds the bare name Digest."""
        self.asks_every_time = False
        self.forgets_after: int | None = None
        """Requests after which a connection has to sign in anew."""
        self.closes_after: int | None = None
        """Requests after which a connection is closed."""
        self.drops: Callable[[Seen], bool] = lambda _: False
        """Requests upon which the connection is closed without an answer."""
        self.closes_behind: Callable[[Seen], bool] = lambda _: False
        """Requests behind whose answer the connection is closed."""
        self.may_read = True
        self.forbidden_endpoint = ""
        """An endpoint that answers 401 to a signed-in account without the role for it."""
        self.may_only_write = False
        """Signed in as a Contributor: whatever reads is answered with 401."""
        self.sets_cookie: bytes = b""
        """What a sign-in's challenge sets, as ``node=7``."""
        self.date = ""
        """A Date header for all answers: another clock than this machine's."""
        self.takes_kerberos_only = False
        """Negotiate is offered, and NTLM in it refused, as where a domain has switched it off."""
        self.answers: list[Answer] = []
        """Answers to give before the usual one, in order, to signed-in requests for pages."""
        self.pause: Callable[[Seen], Awaitable[None]] | None = None
        """What to wait for before a page is answered."""

        self.seen: list[Seen] = []
        self.bad_logons = 0
        self.sign_ins: list[int] = []
        """The connection of each sign-in that succeeded."""
        self.application_bytes = 0
        self.connections = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        """The address for a client."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def pages(self) -> list[Seen]:
        """The requests that asked for more than one record: not those that sign in."""
        return [s for s in self.seen if "count=1" not in s.target.split("?")[-1].split("&")]

    def change_password(self, password: str) -> None:
        """From now on this one is right, and the one before is not."""
        domain, _, name = USER.partition("\\")
        Path(os.environ["NTLM_USER_FILE"]).write_text(f"{domain}:{name}:{password}\n")
        self.digest.password = password

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        peer = Peer(self.connections)
        http = h11.Connection(h11.SERVER)
        try:
            while (request := await self._request(http, reader, peer)) is not None:
                if self.drops(request):
                    return
                answer = await self.answer(peer, request)
                peer.answered += 1
                is_last = peer.answered == self.closes_after or self.closes_behind(request)
                if not await self.send(http, writer, answer, is_last=is_last):
                    return
                http.start_next_cycle()
        except (ConnectionError, h11.RemoteProtocolError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _request(
        self, http: h11.Connection, reader: asyncio.StreamReader, peer: Peer
    ) -> Seen | None:
        head: h11.Request | None = None
        body = b""
        while True:
            event = http.next_event()
            if event is h11.NEED_DATA:
                data = await reader.read(65_536)
                self.application_bytes += len(data)
                http.receive_data(data)
            elif isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                assert head is not None
                headers = {k.decode(): v.decode("latin-1") for k, v in head.headers}
                seen = Seen(
                    peer.number,
                    head.method.decode(),
                    head.target.decode(),
                    body,
                    headers.get("authorization", ""),
                    headers.get("cookie", ""),
                )
                self.seen.append(seen)
                return seen
            else:
                return None

    async def answer(self, peer: Peer, request: Seen) -> Answer:
        if self.offers and not peer.is_signed_in:
            scheme, _, token = request.authorization.partition(" ")
            if token and self.takes_kerberos_only:
                refused: Answer | None = self._refused()
            elif scheme in ("NTLM", "Negotiate") and scheme in self.offers:
                refused = self._accept_ntlm(peer, base64.b64decode(token), scheme)
            elif scheme == "Digest" and "Digest" in self.offers:
                refused = self._accept_digest(peer, token, request)
            elif scheme == "Basic":
                refused = self._accept_basic(peer, base64.b64decode(token).decode())
            else:
                refused = self._refused()
            if refused is not None:
                return refused
        if self.offers and (self.asks_every_time or not {"NTLM", "Negotiate"} & set(self.offers)):
            peer.is_signed_in = False
        if self.forgets_after is not None and peer.answered >= self.forgets_after:
            peer.is_signed_in, peer.answered = False, 0
        endpoint = request.target.removeprefix(BASE).partition("?")[0]
        if not self.may_read or (endpoint and endpoint == self.forbidden_endpoint):
            return self._refused()
        if self.may_only_write and endpoint:
            return self._refused()
        if self.pause is not None:
            await self.pause(request)
        if self.answers and request in self.pages:
            return self.answers.pop(0)
        answer = page(3, WireFormat.JSON if "format=json" in request.target else WireFormat.XML)
        if self.digest.next_nonce:
            named = f'rspauth="00", nextnonce="{self.digest.next_nonce}", qop=auth'
            answer.headers.append(("Authentication-Info", named))
        return answer

    def _refused(self, token: str = "", scheme: str = "NTLM") -> Answer:
        named = [f"{scheme} {token}"] if token else self.offers
        offers = [self.digest.challenge() if o == "Digest" else o for o in named]
        headers: list[tuple[str, str | bytes]] = [("WWW-Authenticate", o) for o in offers]
        if self.sets_cookie and token:
            headers.append(("Set-Cookie", self.sets_cookie + b"; Path=/; HttpOnly"))
        return Answer(401, headers=headers)

    def _accept_ntlm(self, peer: Peer, token: bytes, scheme: str = "NTLM") -> Answer | None:
        if peer.context is None or b"NTLMSSP\x00\x01\x00" in token:
            peer.context = spnego.server(protocol=scheme.lower(), channel_bindings=self.bindings)
        try:
            reply = peer.context.step(token)
        except Exception:  # noqa: BLE001  # whatever an acceptor objects to is a bad logon
            self.bad_logons += 1
            peer.context = None
            return self._refused()
        if not peer.context.complete:
            return self._refused(base64.b64encode(reply or b"").decode(), scheme)
        peer.context, peer.is_signed_in = None, True
        self.sign_ins.append(peer.number)
        return None

    def _accept_digest(self, peer: Peer, credentials: str, request: Seen) -> Answer | None:
        verdict = self.digest.check(credentials, request.method, request.target)
        if verdict == "stale":
            return Answer(401, headers=[("WWW-Authenticate", self.digest.challenge(stale=True))])
        if verdict == "wrong":
            self.bad_logons += 1
            if self.digest.calls_wrong_stale:
                stale = self.digest.challenge(stale=True)
                return Answer(401, headers=[("WWW-Authenticate", stale)])
            return self._refused()
        self.sign_ins.append(peer.number)
        peer.is_signed_in = True
        return None

    def _accept_basic(self, peer: Peer, credentials: str) -> Answer | None:
        if credentials != f"{USER}:{self.digest.password}":
            self.bad_logons += 1
            return self._refused()
        self.sign_ins.append(peer.number)
        peer.is_signed_in = True
        return None

    async def send(
        self, http: h11.Connection, writer: asyncio.StreamWriter, answer: Answer, *, is_last: bool
    ) -> bool:
        headers: list[tuple[str, str | bytes]] = [
            ("Content-Length", str(len(answer.body))),
            ("Content-Type", answer.content_type),
            *answer.headers,
        ]
        if self.date:
            headers.append(("Date", self.date))
        if is_last:
            headers.append(("Connection", "close"))
        body = answer.body if answer.cut is None else answer.body[: answer.cut]
        writer.write(http.send(h11.Response(status_code=answer.status, headers=headers)) or b"")
        writer.write(http.send(h11.Data(data=body)) or b"")
        await writer.drain()
        if answer.cut is not None:
            writer.close()
            return False
        writer.write(http.send(h11.EndOfMessage()) or b"")
        await writer.drain()
        if is_last:
            writer.close()
        return not is_last


def page(size: int, wire: WireFormat = WireFormat.JSON, *, zipped: bool = False) -> Answer:
    """A page of records as a 200."""
    records = [
        codec(wire).encode_record(
            ActivityRecord(
                rid=f"R{i}",
                who=USER,
                action="Read",
                what=f"\\\\fs\\{i}",
                when="2026-03-17T09:37:11Z",
            )
        )
        for i in range(size)
    ]
    body = codec(wire).encode_page(records, "bWFyaw==")
    if zipped:
        return Answer(200, gzip.compress(body), wire.media_type, [("Content-Encoding", "gzip")])
    return Answer(200, body, wire.media_type)
