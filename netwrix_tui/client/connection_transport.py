"""httpx transport over a few connections, each with a sign-in of its own."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from functools import partial
from time import monotonic
from typing import cast

import httpx
from httpcore import AsyncHTTP11Connection

from netwrix_tui.client.account import Account
from netwrix_tui.client.authenticated_connection import AuthenticatedConnection
from netwrix_tui.client.connection import MOST_AT_A_TIME, AuthScheme, Connection
from netwrix_tui.client.exchange import SIGN_IN_QUESTION, copy_of
from netwrix_tui.errors import NetwrixTuiError

MOST_CONNECTIONS = MOST_AT_A_TIME
"""Requests that may be under way at once, as many as a search may have at most; a connection more
is opened where all others are busy, and not before."""

_IDLE = 60.0
"""Seconds after which an unused connection is not trusted any more: firewalls drop them silently,
and the request would wait in vain."""

_FRESH = 20.0
"""Seconds after which a connection is looked at again before it is needed."""

# Each turn goes through the layers of three libraries: with the 64 KB that these read by themselves
# there were sixteen of them for a page of half a megabyte.
AsyncHTTP11Connection.READ_NUM_BYTES = 256 * 1024  # what asyncio reads off a socket at once


class ConnectionTransport(httpx.AsyncBaseTransport):
    """Sends each request over an idle connection, the one used last first: it is signed in.

    A connection is taken again when its answer is closed, not before.
    """

    def __init__(
        self, connection: Connection, context: ssl.SSLContext, count: int = MOST_CONNECTIONS
    ) -> None:
        self._account = account = Account(connection)
        seconds = connection.timeouts
        self._probe = probe = httpx.Request(
            "GET",
            f"{connection.url}enum?format=json&count=1",
            extensions={
                SIGN_IN_QUESTION: True,
                "timeout": {
                    "connect": seconds.connect,
                    "read": seconds.sign_in,
                    "write": seconds.sign_in,
                    "pool": None,
                },
            },
        )
        self._connections = [
            AuthenticatedConnection(partial(_one_connection, context), account, probe)
            for _ in range(count)
        ]
        self._idle: asyncio.LifoQueue[AuthenticatedConnection] = asyncio.LifoQueue()
        for each in self._connections:
            self._idle.put_nowait(each)

    @property
    def scheme(self) -> AuthScheme | None:
        """The scheme by which it signs in, once that is known."""
        return self._account.scheme

    @property
    def at_a_time(self) -> int:
        """How many requests can be under way at once: one where each is signed by itself."""
        return 1 if self._account.signs_each_request else MOST_CONNECTIONS

    async def prepare(self) -> None:
        """Have a connection ready for the next request, where the account has signed in before.

        A password that was refused, or that no server has taken yet, is not sent: only a request
        that the user makes does that. What goes wrong is left to that request.
        """
        account = self._account
        if not account.is_proven or account.signs_each_request or self._idle.empty():
            return
        connection = self._idle.get_nowait()
        try:
            if monotonic() - connection.used_at < _FRESH:
                return
            with suppress(NetwrixTuiError, httpx.HTTPError):
                response = await connection.send(copy_of(self._probe), account.broken_sign_ins)
                async with aclosing(response):
                    await response.aread()
        finally:
            self._idle.put_nowait(connection)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        broken_before = self._account.broken_sign_ins
        connection = await self._idle.get()
        try:
            response = await connection.send(request, broken_before)
        except BaseException:
            self._idle.put_nowait(connection)
            raise
        response.stream = _ReleasingStream(response, connection, self._idle)
        return response

    async def aclose(self) -> None:
        for connection in self._connections:
            await connection.aclose()


def _one_connection(context: ssl.SSLContext) -> httpx.AsyncHTTPTransport:
    return httpx.AsyncHTTPTransport(
        verify=context,
        trust_env=False,
        limits=httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=_IDLE),
    )


class _ReleasingStream(httpx.AsyncByteStream):
    """An answer's body that makes its connection idle again when it is closed."""

    def __init__(
        self,
        response: httpx.Response,
        connection: AuthenticatedConnection,
        idle: asyncio.LifoQueue[AuthenticatedConnection],
    ) -> None:
        self._body = cast(httpx.AsyncByteStream, response.stream)
        self._connection: AuthenticatedConnection | None = connection
        self._idle = idle
        self._is_whole = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._body:
            yield chunk
        self._is_whole = True

    async def aclose(self) -> None:
        is_closed = False
        try:
            await self._body.aclose()
            is_closed = True
        finally:
            if self._connection is not None:
                # Cancelled while closing, httpcore may hold the connection for taken for ever.
                if not (self._is_whole and is_closed):
                    self._connection.mark_lost()
                self._idle.put_nowait(self._connection)
                self._connection = None
