"""Client of ClickHouse over HTTP(S): queries and inserts, to the first server that answers.

The account and its password go into a header, a query or the rows into the body. The URL holds the
database, the settings and, for rows, the INSERT. For several threads.
"""

from __future__ import annotations

import ssl
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import httpx

from netwrix_tui.archive.cluster.address import ClusterAddress
from netwrix_tui.archive.cluster.cluster_errors import refused, unanswered
from netwrix_tui.archive.cluster.row_binary import decoded
from netwrix_tui.client.connection import Secret
from netwrix_tui.client.tls import tls_context
from netwrix_tui.errors import (
    CertificateNotTrusted,
    ConnectionFailed,
    ConnectionLost,
    TlsFailed,
)

T = TypeVar("T")

_CONNECT, _SILENCE = 5.0, 300.0
_WHOLE = {"wait_end_of_query": "1"}
"""The server answers once the result is complete, so that a late error sets the status."""


class ClickHouse:
    """Client of the servers of an address. Raises UsageError for an unusable CA file."""

    def __init__(self, address: ClusterAddress, secret: Secret | None = None) -> None:
        self.address = address
        self._secret = secret
        self._first = 0
        self._http = httpx.Client(
            verify=tls_context(address.trust),
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": "netwrix-tui"},
            timeout=httpx.Timeout(connect=_CONNECT, read=_SILENCE, write=60.0, pool=None),
        )

    def ask(
        self,
        query: str,
        types: str,
        settings: Mapping[str, str] | None = None,
        *,
        server: str | None = None,
    ) -> list[tuple[Any, ...]]:
        """The rows of a query; ``types`` are the types of its columns (:mod:`row_binary`).

        If ``server`` is given, only that one is asked. Raises NetwrixTuiError.
        """
        body = f"{query} FORMAT RowBinary".encode()
        content = self._sent(body, {**_WHOLE, **(settings or {})}, server)
        try:
            return decoded(content, types)
        except ValueError as error:
            raise ConnectionLost(
                "The answer of the cluster was not whole.", next_step="Try again."
            ) from error

    def run(self, statement: str, server: str, settings: Mapping[str, str] | None = None) -> None:
        """Run a statement without a result on one server. Raises NetwrixTuiError."""
        self._sent(statement.encode(), settings or {}, server)

    def insert(
        self, into: str, rows: bytes, settings: Mapping[str, str], server: str | None = None
    ) -> None:
        """Insert rows in RowBinary; ``into`` is the table with its columns, as in SQL.

        They go to ``server``, by default the one that answered last; no other one is tried. Raises
        NetwrixTuiError; it is not known then which of the rows were stored.
        """
        query = f"INSERT INTO {into} FORMAT RowBinary"
        server = server or self.address.servers[self._first]
        self._sent_to(server, rows, {**settings, "query": query})

    def on_any(self, do: Callable[[str], T]) -> T:
        """The result of ``do`` for the first server that answers. Raises the last one's error."""
        servers = self.address.servers
        for tried in range(len(servers)):
            number = (self._first + tried) % len(servers)
            try:
                done = do(servers[number])
            except ConnectionFailed as error:
                if isinstance(error, CertificateNotTrusted | TlsFailed) or tried + 1 == len(
                    servers
                ):
                    raise
            else:
                self._first = number
                return done
        raise AssertionError("an address has a server")

    def on_all(self, do: Callable[[str], T]) -> tuple[list[T], list[ConnectionFailed]]:
        """The results of ``do`` for all servers that answer, and the errors of the others."""
        done: list[T] = []
        failed: list[ConnectionFailed] = []
        for server in self.address.servers:
            try:
                done.append(do(server))
            except ConnectionFailed as error:
                failed.append(error)
        if not done:
            raise failed[0]
        return done, failed

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _sent(self, body: bytes, settings: Mapping[str, str], server: str | None) -> bytes:
        if server is not None:
            return self._sent_to(server, body, settings)
        return self.on_any(lambda each: self._sent_to(each, body, settings))

    def _sent_to(self, server: str, body: bytes, settings: Mapping[str, str]) -> bytes:
        try:
            answer = self._http.post(
                self.address.url(server),
                params={"database": self.address.database, **settings},
                content=body,
                headers=self._proof(),
            )
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
            raise unanswered(error, server, self.address) from error
        if answer.status_code != httpx.codes.OK:
            raise refused(answer.status_code, answer.content, server, self.address)
        return answer.content

    def _proof(self) -> dict[str, str]:
        """The header for Basic authentication; empty without account and password."""
        secret = self._secret.reveal() if self._secret else ""
        if not self.address.user and not secret:
            return {}
        proof = f"{self.address.user or 'default'}:{secret}".encode("utf-8", "surrogatepass")
        return {"Authorization": f"Basic {b64encode(proof).decode()}"}
