"""A server on plain HTTP, without accounts, that answers every question for a page with one fault.

Questions for a single record, by which clients sign in, are answered well.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.client.listening import Listening, QuietHandler


@dataclass(frozen=True, slots=True)
class Fault:
    """One answer; with ``length`` the connection ends before so many bytes have come."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = field(default=())
    length: int | None = None
    reason: str | None = None


class FaultServer(Listening):
    """Serves while it is entered."""

    def __init__(self, fault: Fault, tls: ssl.SSLContext | None = None) -> None:
        class Handler(QuietHandler):
            def _answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                query = parse_qs(urlsplit(self.path).query)
                wire = WireFormat(query.get("format", ["xml"])[0])
                whole = Fault(200, codec(wire).encode_page([], None), wire.media_type)
                answer = whole if query.get("count") == ["1"] else fault
                self.send_response(answer.status, answer.reason)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(answer.length or len(answer.body)))
                for name, value in answer.headers:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)
                self.close_connection = answer.length is not None

            do_GET = do_POST = _answer  # noqa: N815

        super().__init__(Handler, tls)
