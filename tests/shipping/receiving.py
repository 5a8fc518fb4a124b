"""A receiver of the tests' own: ``_bulk``, Splunk's event collector, with whatever goes wrong.

It speaks HTTP/1.1 on loopback, plain or over TLS, on threads of the test's process. What it stores
survives its restarts, as a disk's content does.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Phase(Enum):
    """A moment within a request for records."""

    CAME = auto()
    STORED = auto()
    ANSWERED = auto()


class Fault(Enum):
    """What happens to a whole request for records."""

    NONE = auto()
    CUT_BEFORE = auto()  # the connection ends, and nothing is stored
    CUT_AFTER = auto()  # everything is stored, and the connection ends
    BUSY = auto()  # 503
    TOO_MANY = auto()  # 429 that asks for a pause of nothing
    TOO_LARGE = auto()  # 413 for more than one record
    WEB_PAGE = auto()  # 200, and a page of a proxy
    FAILS = auto()  # 500
    RESTART = auto()  # stored, not answered, and the port is closed for a moment


Tell = Callable[[int, Phase], None]
Decide = Callable[[int], Fault]
ItemStatus = Callable[[int, str], int]


def _no_fault(_: int) -> Fault:
    return Fault.NONE


def _stored(_: int, __: str) -> int:
    return 201


@dataclass
class Receiving:
    """What a receiver holds, and how it behaves.

    ``stored`` counts how often each id (Elasticsearch) or RID (Splunk) was stored. ``decide`` says
    what happens to a request by its number, ``item`` which status an item gets; ``tell`` hears of
    each phase of a request. Items whose id or RID is in ``bad`` are refused for good.
    """

    decide: Decide = _no_fault
    item: ItemStatus = _stored
    tell: Tell | None = None
    bad: frozenset[str] = frozenset()
    token: str = "Splunk t0ken"
    acknowledges: bool = False
    stored: Counter[str] = field(default_factory=Counter)
    documents: dict[str, Any] = field(default_factory=dict)
    requests: int = 0
    sizes: list[int] = field(default_factory=list)
    bytes_seen: int = 0
    templates: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    authorizations: set[str] = field(default_factory=set)
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    _server: ThreadingHTTPServer | None = None
    _context: ssl.SSLContext | None = None

    @property
    def url(self) -> str:
        return f"http{'s' if self._context else ''}://127.0.0.1:{self.port}"

    def start(self, context: ssl.SSLContext | None = None) -> None:
        """Listen, on the port that it had before if any."""
        self._context = context or self._context
        server = _Server(("127.0.0.1", self.port), _handler_of(self))
        if self._context is not None:
            server.socket = self._context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._server, self.port = server, server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Stop listening; what was stored stays."""
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()

    def restart(self, pause: float = 0.2) -> None:
        """Away for a moment, on a thread of its own."""

        def again() -> None:
            self.stop()
            threading.Event().wait(pause)
            self.start()

        threading.Thread(target=again, daemon=True).start()


@contextmanager
def receiving(context: ssl.SSLContext | None = None, **behaviour: Any) -> Iterator[Receiving]:
    """A receiver that listens as long as the context lasts."""
    receiver = Receiving(**behaviour)
    receiver.start(context)
    try:
        yield receiver
    finally:
        receiver.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that ended is no news."""


def _handler_of(receiver: Receiving) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            """Nothing is logged."""

        def _answer(self, status: int, told: Any, headers: dict[str, str] | None = None) -> None:
            body = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        def _cut(self) -> None:
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

        def _body(self) -> bytes:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            receiver.bytes_seen += len(body)
            receiver.authorizations.add(self.headers.get("Authorization") or "")
            return body

        def do_GET(self) -> None:
            self._body()
            receiver.asked.append(f"GET {self.path}")
            if self.path == "/":
                self._answer(200, {"cluster_name": "c", "version": {"number": "8.17.0"}})
            elif self.path.startswith("/services/collector/health"):
                self._answer(200, {"text": "HEC is healthy", "code": 17})
            elif self.path.removeprefix("/_index_template/") in receiver.templates:
                self._answer(200, {})
            else:
                self._answer(404, {"error": "no such index"})

        def do_PUT(self) -> None:
            body = self._body()
            receiver.templates[self.path.removeprefix("/_index_template/")] = json.loads(body)
            self._answer(200, {"acknowledged": True})

        def do_POST(self) -> None:
            body = self._body()
            if self.path.startswith("/services/collector/ack"):
                self._ack(body)
                return
            is_bulk = self.path.endswith("/_bulk")
            if not is_bulk:
                if self.headers.get("Authorization") != receiver.token:
                    self._answer(403, {"text": "Invalid token", "code": 4})
                    return
                if not body:
                    self._answer(400, {"text": "No data", "code": 5})
                    return
            with receiver.lock:
                receiver.requests += 1
                number = receiver.requests
                self._records(number, body, is_bulk=is_bulk)

        def _ack(self, body: bytes) -> None:
            if not receiver.acknowledges:
                self._answer(400, {"text": "ACK is disabled", "code": 14})
                return
            self._answer(200, {"acks": {str(n): True for n in json.loads(body)["acks"]}})

        def _records(self, number: int, body: bytes, *, is_bulk: bool) -> None:
            lines = body.splitlines()
            count = len(lines) // 2 if is_bulk else len(lines)
            receiver.sizes.append(count)
            self._tell(number, Phase.CAME)
            fault = receiver.decide(number)
            match fault:
                case Fault.CUT_BEFORE:
                    return self._cut()
                case Fault.BUSY:
                    return self._answer(503, {"text": "Server is busy", "code": 9})
                case Fault.TOO_MANY:
                    return self._answer(429, {}, {"Retry-After": "0"})
                case Fault.TOO_LARGE if count > 1:
                    return self._answer(413, {})
                case Fault.WEB_PAGE:
                    return self._answer(200, b"<html>welcome</html>")
                case Fault.FAILS:
                    return self._answer(500, {})
                case _:
                    status, told = self._bulk(number, lines) if is_bulk else self._events(lines)
            self._tell(number, Phase.STORED)
            if fault is Fault.RESTART:
                receiver.restart()
            if fault in (Fault.CUT_AFTER, Fault.RESTART):
                return self._cut()
            self._answer(status, told)
            return self._tell(number, Phase.ANSWERED)

        def _tell(self, number: int, phase: Phase) -> None:
            if receiver.tell is not None:
                receiver.tell(number, phase)

        def _bulk(self, number: int, lines: list[bytes]) -> tuple[int, Any]:
            items = []
            for head, line in zip(lines[::2], lines[1::2], strict=True):
                create = json.loads(head)["create"]
                identifier, document = create["_id"], json.loads(line)
                status = receiver.item(number, identifier)
                error = None
                if identifier in receiver.bad:
                    status = 400
                elif status == 201 and identifier in receiver.stored:
                    status = 409
                if status == 201:
                    receiver.stored[identifier] += 1
                    receiver.documents[identifier] = document
                else:
                    cause = {"type": "illegal_argument", "reason": "cannot be parsed"}
                    error = {"type": "parsing", "reason": f"status {status}", "caused_by": cause}
                item = {"_index": create["_index"], "_id": identifier, "status": status}
                items.append({"create": item | ({"error": error} if error else {})})
            return 200, {"took": 1, "errors": True, "items": items}

        def _events(self, lines: list[bytes]) -> tuple[int, Any]:
            for place, line in enumerate(lines):
                rid = json.loads(line)["event"]["RID"]
                if rid in receiver.bad:
                    told = {"text": "Invalid data format", "code": 6}
                    return 400, told | {"invalid-event-number": place}
                receiver.stored[rid] += 1
            told = {"text": "Success", "code": 0}
            return 200, told | ({"ackId": receiver.requests} if receiver.acknowledges else {})

    return Handler
