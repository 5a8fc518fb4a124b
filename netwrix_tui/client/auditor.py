"""Client of the Integration API: reads and writes pages of activity records.

Source: "API Endpoints" and "Search Activity Records" in the vendor's documentation.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import threading
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from types import TracebackType
from typing import Self

import httpx

from netwrix_tui import __version__
from netwrix_tui.client.body import (
    LONGEST_ANSWER,
    BodySize,
    beginning_of_body,
    whole_body,
    whole_within,
)
from netwrix_tui.client.channel_bindings import certificate_of
from netwrix_tui.client.clock_difference import ahead_of, machine_time
from netwrix_tui.client.connection import AuthScheme, Connection, not_a_name
from netwrix_tui.client.connection_transport import ConnectionTransport
from netwrix_tui.client.cookies import no_cookies
from netwrix_tui.client.error_context import page_error, quoted_from_body
from netwrix_tui.client.exchange import seconds_since_sent
from netwrix_tui.client.http_errors import http_error
from netwrix_tui.client.retry import RetryPolicy, read_with_retries
from netwrix_tui.client.tls import tls_context
from netwrix_tui.client.transport_errors import transport_error
from netwrix_tui.client.write_answers import in_doubt, write_failure
from netwrix_tui.clock import now
from netwrix_tui.errors import ServerRefused, WireError
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.new_records import encode_new_records
from netwrix_tui.wire.page import Answer, Page
from netwrix_tui.wire.wire_format import WireFormat

_PIECE = 256 * 1024


class OutgoingBody(httpx.AsyncByteStream):
    """Bytes that may be sent again only after a 401, and a note on whether any of them left.

    ``sent`` is how many bytes of the last attempt were taken over by the connection, 0 where none
    was; some of them may never have arrived.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.sent = 0
        view = memoryview(self._data)
        for start in range(0, len(view), _PIECE):
            piece = bytes(view[start : start + _PIECE])
            self.sent += len(piece)  # before it goes: once handed over it may arrive
            yield piece


class AuditorClient:
    """Reads and writes activity records over one :class:`Connection`. Belongs to one asyncio loop.

    Making one raises UsageError where the CA file cannot be used, or where the server's name
    cannot be a name at all.

    All methods raise ConnectionFailed where no whole answer came, SignInFailed where the account
    was refused (once refused, at once, without asking the server), ServerRefused for any other
    answer, and WireError for one that holds no page. A read that a broken connection or a busy
    server spoilt is tried again a few times first; a write never is. A cancelled call leaves the
    client usable.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        retry: RetryPolicy | None = None,
        longest_answer: int = LONGEST_ANSWER,
    ) -> None:
        seconds = connection.timeouts
        self._connection = connection
        self._retry = retry or RetryPolicy()
        self._longest_answer = longest_answer
        self._certificate = ""
        self._clock_difference: float | None = None
        self._has_learnt = False
        try:
            self._transport = ConnectionTransport(connection, tls_context(connection.trust))
            self.http = httpx.AsyncClient(
                transport=self._transport,
                base_url=connection.url,
                timeout=httpx.Timeout(
                    connect=seconds.connect, read=seconds.read, write=seconds.write, pool=None
                ),
                headers={"User-Agent": f"netwrix-tui/{__version__}", "Accept-Encoding": "gzip"},
                trust_env=False,
                cookies=no_cookies(),  # the connections keep them
            )
        except httpx.InvalidURL as error:
            raise not_a_name(connection) from error

    @property
    def certificate(self) -> str:
        """The SHA-256 of the server's certificate in hexadecimal; empty before an answer, or
        without TLS.
        """
        return self._certificate

    @property
    def clock_difference(self) -> float | None:
        """How many seconds the server's clock is ahead, by its first answer; None before it.

        None, too, where that does not say what time it is there.
        """
        return self._clock_difference

    @property
    def scheme(self) -> AuthScheme | None:
        """The scheme by which it signs in; None as long as no server has asked for one."""
        return self._transport.scheme

    @property
    def at_a_time(self) -> int:
        """How many requests can be under way at a time: one where each is signed by itself."""
        return self._transport.at_a_time

    async def prepare(self) -> None:
        """Have a connection signed in for the next request, where the account has signed in
        before; what goes wrong is for that request to say.
        """
        await self._transport.prepare()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self.http.aclose()

    async def enum(
        self, mark: str | None = None, count: int | None = None, wire: WireFormat | None = None
    ) -> Page:
        """The first page of all records, or the one behind a continuation mark."""
        wire = wire or self._connection.wire
        body = codec(wire).encode_mark(mark) if mark else None
        return await self._page("enum", body, count, wire, mark)

    async def search(
        self,
        parameters: SearchParameters,
        mark: str | None = None,
        count: int | None = None,
        wire: WireFormat | None = None,
    ) -> Page:
        """The first page of what matches, or the one behind a mark that this search gave."""
        if not parameters.filters:
            return await self.enum(mark, count, wire)
        wire = wire or self._connection.wire
        body = codec(wire).encode_search(parameters, mark)
        return await self._page("search", body, count, wire, mark)

    async def record(self, rid: str, wire: WireFormat) -> Page:
        """A page of the one record with this RID, or of none."""
        by_rid = SearchParameters((Filter("RID", Operator.EQUALS, rid),))
        return await self.search(by_rid, count=1, wire=wire)

    async def write(self, records: Iterable[bytes], wire: WireFormat | None = None) -> None:
        """Hand in records that are encoded already; returns once the server has stored them.

        They are sent once. Raises WriteInDoubt where they went out and no answer came that says
        what became of them (:mod:`netwrix_tui.client.write_answers`): they may be stored. Any other
        error says that they are not. Cancelled, it leaves them in doubt, too.
        """
        wire = wire or self._connection.wire
        body = encode_new_records(records, wire)
        outgoing = OutgoingBody(body)
        request = self.http.build_request(
            "POST",
            "?format=json" if wire is WireFormat.JSON else "",
            content=outgoing,
            headers={"Content-Type": wire.media_type, "Content-Length": str(len(body))},
        )
        try:
            async with whole_within(self._connection.timeouts.answer):
                response = await self.http.send(request, stream=True)
                async with contextlib.aclosing(response):
                    content = await beginning_of_body(response, self._connection)
        except httpx.HTTPError as error:
            broken = await transport_error(error, self._connection)
            never_sent = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            if outgoing.sent and not never_sent:
                raise in_doubt(self._connection, broken.what) from error
            raise broken from error
        failed = write_failure(response, content, self._connection)
        if failed is not None:
            raise failed

    async def _page(
        self,
        endpoint: str,
        body: bytes | None,
        count: int | None,
        wire: WireFormat,
        mark: str | None = None,
    ) -> Page:
        target = f"{endpoint}?count={count or self._connection.page_size}"
        if wire is WireFormat.JSON:
            target += "&format=json"
        request = self.http.build_request("GET" if body is None else "POST", target, content=body)
        if body is not None:
            request.headers["Content-Type"] = wire.media_type
        sent = now()
        tries = 0

        async def read() -> bytes:
            nonlocal tries
            tries += 1
            return await self._read(request)

        try:
            content = await read_with_retries(read, self._retry)
        except ServerRefused as error:
            raise quoted_from_body(error, body, wire) from error.__cause__
        answered = now()
        seconds = seconds_since_sent(request)
        try:
            page = await _decoded(content, wire)
            answer = Answer(
                content, page.raws, wire, target, body, mark, sent, answered,
                tries=tries, seconds=seconds,
            )  # fmt: skip
            return replace(page, answers=(answer,))
        except WireError as error:
            raise page_error(error, len(content), self._connection, wire) from error

    async def _read(self, request: httpx.Request) -> bytes:
        """The exact bytes of a 200, decompressed; anything else is raised."""
        received = BodySize()
        try:
            async with whole_within(self._connection.timeouts.answer):
                response = await self.http.send(request, stream=True)
                async with contextlib.aclosing(response):
                    self._learn(response)
                    if _is_page(response):
                        most = self._longest_answer
                        return await whole_body(response, self._connection, most, received)
                    content = await beginning_of_body(response, self._connection)
        except httpx.HTTPError as error:
            raise await transport_error(error, self._connection, arrived=received.size) from error
        raise http_error(response, content, self._connection)

    def _learn(self, response: httpx.Response) -> None:
        """Note whose certificate it was and what time it is there, at the first answer."""
        if self._has_learnt:
            return
        self._has_learnt = True
        if "Date" in response.headers:
            self._clock_difference = -ahead_of(response, machine_time()).total_seconds()
        certificate = certificate_of(response)
        self._certificate = hashlib.sha256(certificate).hexdigest() if certificate else ""


def _is_page(response: httpx.Response) -> bool:
    is_html = "html" in response.headers.get("Content-Type", "").lower()
    return response.status_code == httpx.codes.OK and not is_html


async def _decoded(content: bytes, wire: WireFormat) -> Page:
    """The page in an answer. Raises WireError.

    A large one that is not sound is decoded on another thread, which gives it up soon after this is
    cancelled.
    """
    decode = codec(wire).decode_page
    if len(content) <= _DECODED_AT_ONCE:
        return decode(content)
    if len(content) <= _SOUND_AT_ONCE:
        page = codec(wire).decode_sound(content)
        if page is not None:
            return page
    is_over = threading.Event()
    try:
        return await asyncio.to_thread(decode, content, lambda: not is_over.is_set())
    finally:
        is_over.set()


_DECODED_AT_ONCE = 256 * 1024
"""Bytes of an answer that are decoded in a fraction of a second, in whatever state they are."""

_SOUND_AT_ONCE = 2 * 1024 * 1024
"""Bytes of an answer that are decoded in some milliseconds where it is sound: that is not worth
another thread."""
