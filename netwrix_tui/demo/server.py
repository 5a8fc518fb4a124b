"""The demo server: asyncio, TLS with a certificate of its own, one coroutine a connection."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import shlex
import signal
import socket
import sys
import threading
from collections.abc import Iterator, Sequence

from netwrix_tui import standard_streams
from netwrix_tui.clock import epoch
from netwrix_tui.demo.api import Api
from netwrix_tui.demo.arrivals import Arrivals
from netwrix_tui.demo.certificate import Certificate, make_certificate
from netwrix_tui.demo.client_connection import Connection, Service
from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.demo.demo_accounts import Accounts
from netwrix_tui.demo.digest_auth import Digest, Nonces
from netwrix_tui.demo.faults import Faults
from netwrix_tui.demo.request_log import RequestLog
from netwrix_tui.demo.server_behaviour import ServerBehaviour
from netwrix_tui.demo.sign_in import Basic, SchemeFactory
from netwrix_tui.errors import Unreachable
from netwrix_tui.records.zone import LOCAL
from netwrix_tui.wire.element_names import BASE_PATH

_HOST = "127.0.0.1"


def run(options: argparse.Namespace) -> int:
    """Serves until SIGINT, SIGTERM or the end of standard input; returns the exit status.

    ``options`` come from :mod:`netwrix_tui.demo.server_options`. Raises Unreachable where the port
    is taken.
    """
    accounts = Accounts(os.environ.get("NETWRIX_TUI_DEMO_PASSWORD", ""))
    certificate = None if options.http else make_certificate()
    now = int(epoch()) if options.anchor is None else options.anchor
    dataset = Dataset(
        options.seed, options.records, now, hostile=options.hostile, zone=LOCAL.tzinfo
    )
    with _schemes(options.auth, accounts) as schemes, RequestLog(options.request_log) as log:
        api = Api(dataset, Arrivals(dataset, options.live), ServerBehaviour.of(options))
        service = Service(api, schemes, log, Faults(options.faults), options.page_delay)
        server = DemoServer(service, accounts, certificate)
        asyncio.run(server.serve(options.port, end_with_stdin=options.end_with_stdin))
    return 0


@contextlib.contextmanager
def _schemes(names: Sequence[str], accounts: Accounts) -> Iterator[list[SchemeFactory]]:
    with contextlib.ExitStack() as stack:
        if {"ntlm", "negotiate"} & set(names):
            # pyspnego takes 150 ms to load.
            from netwrix_tui.demo.ntlm import known_to_ntlm

            stack.enter_context(known_to_ntlm(accounts))
        nonces = Nonces()
        yield [_factory(name, accounts, nonces) for name in names]


def _factory(name: str, accounts: Accounts, nonces: Nonces) -> SchemeFactory:
    match name:
        case "ntlm":
            from netwrix_tui.demo.ntlm import Ntlm

            return lambda: Ntlm(accounts)
        case "negotiate":
            from netwrix_tui.demo.ntlm import Negotiate

            return lambda: Negotiate(accounts)
        case "digest":
            return lambda: Digest(accounts, nonces)
        case _:
            return lambda: Basic(accounts)


class DemoServer:
    """Listens on loopback and says where, as one JSON object on the first line of stdout."""

    def __init__(
        self, service: Service, accounts: Accounts, certificate: Certificate | None
    ) -> None:
        self._service = service
        self._accounts = accounts
        self._certificate = certificate
        self._connections: set[asyncio.Task[None]] = set()

    async def serve(self, port: int, *, end_with_stdin: bool) -> None:
        """Until it is told to end. Raises Unreachable."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):  # Windows: interrupted as any program
                loop.add_signal_handler(number, stop.set)
        if end_with_stdin:
            threading.Thread(target=_wait_for_end, args=(loop, stop), daemon=True).start()
        context = self._certificate.context if self._certificate else None
        try:
            server = await asyncio.start_server(self._connected, _HOST, port, ssl=context)
        except OSError as error:
            raise Unreachable(
                f"The demo server cannot listen on port {port}: {error.strerror}.",
                next_step="Choose another one with --port, or leave it out.",
            ) from error
        port = server.sockets[0].getsockname()[1]
        self._announce(port)
        if not end_with_stdin:
            standard_streams.tell(self._welcome(port))
        await stop.wait()
        server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A task of our own: asyncio complains on stderr when it has to cancel one of its own.
        task = asyncio.get_running_loop().create_task(self._converse(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            await Connection(self._service, reader, writer).serve()
        except asyncio.CancelledError:
            writer.transport.abort()
            raise
        finally:
            writer.close()

    def _announce(self, port: int) -> None:
        certificate = self._certificate
        scheme = "https" if certificate else "http"
        line = {
            "url": f"{scheme}://{_HOST}:{port}{BASE_PATH}",
            "accounts": [
                {"user": a.user, "password": a.password, "role": a.title}
                for a in self._accounts.all
            ],
            "sha1": certificate.sha1 if certificate else None,
            "sha256": certificate.sha256 if certificate else None,
        }
        standard_streams.put(json.dumps(line) + "\n")

    def _welcome(self, port: int) -> str:
        """The same for people: a command to paste, and what lasts."""
        account = self._accounts.all[0]
        scheme, pin = "http", ""
        if self._certificate:
            scheme, pin = "https", f" --thumbprint {self._certificate.sha1}"
        return (
            "An invented company is served until ctrl+c. In another terminal:\n"
            f"  {_with_password(account.password)} netwrix-tui"
            f" --server {scheme}://{_HOST}:{port} --user '{account.user}'{pin}\n"
            f"{account.user} is {account.title}; the line above names the others. Certificate, "
            "passwords and port are\nnew at each start: a profile made of them lasts as long as "
            "this runs.\n"
        )


def _with_password(password: str) -> str:
    """What gives a password to the command behind it: for PowerShell on Windows, else for sh."""
    if sys.platform == "win32":
        quoted = password.replace("'", "''")
        return f"$env:NETWRIX_API_PASSWORD='{quoted}';"
    return f"NETWRIX_API_PASSWORD={shlex.quote(password)}"


def _wait_for_end(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Ends the server when whoever holds the other end of standard input is gone, however."""
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 4096):
            pass
    with contextlib.suppress(RuntimeError):  # the loop has ended by itself
        loop.call_soon_threadsafe(stop.set)
