"""Shipping to syslog over TLS: frames of RFC 5425 with lines of CEF, and doubts that are told."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import cefp
import pytest

from netwrix_tui.client.trust import Thumbprint
from tests.client.certificates import TestCertificate, self_signed
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import run
from tests.shipping.shipping_command import ship, told_doubts
from tests.waiting import wait_until


@dataclass
class _Log:
    """A receiver of syslog: all bytes, by connection. ``cut_at`` ends the first one there."""

    context: ssl.SSLContext
    cut_at: int | None = None
    connections: list[bytearray] = field(default_factory=list)
    port: int = 0

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._take, args=(plain,), daemon=True).start()

    def _take(self, plain: socket.socket) -> None:
        try:
            with self.context.wrap_socket(plain, server_side=True) as connection:
                data = bytearray()
                self.connections.append(data)
                is_first = len(self.connections) == 1
                while piece := connection.recv(65_536):
                    data += piece
                    if is_first and self.cut_at is not None and len(data) >= self.cut_at:
                        return
        except OSError:
            return

    def messages(self) -> list[bytes]:
        """All whole messages of all connections."""
        return [message for data in self.connections for message in _frames(bytes(data))]


def _frames(data: bytes) -> Iterator[bytes]:
    while data:
        length, space, rest = data.partition(b" ")
        if not space or len(rest) < int(length):
            return
        yield rest[: int(length)]
        data = rest[int(length) :]


@contextmanager
def _listening(made: TestCertificate, cut_at: int | None = None) -> Iterator[_Log]:
    log = _Log(made.server_context(), cut_at)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        log.port = listener.getsockname()[1]
        threading.Thread(target=log.serve, args=(listener,), daemon=True).start()
        yield log
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=1_200)


def _rid(message: bytes) -> str:
    _, bom, line = message.partition(b"\xef\xbb\xbf")
    assert bom
    return str(cefp.parse(line.decode())["extension"]["externalId"])


def test_each_record_is_a_message_with_a_line_of_cef(small: Demo, tmp_path: Path) -> None:
    made = self_signed(tmp_path, "log")
    with _listening(made) as log:
        url = f"tls://127.0.0.1:{log.port}"
        words = ("--limit", "450", "--fingerprint", str(Thumbprint.sha256(made.der)))
        done = ship(small, "syslog", url, *words)
        assert done.status == 0, done.err
        wait_until(lambda: len(log.messages()) == 450)
        messages = log.messages()
        assert [_rid(message) for message in messages] == run(small, "enum").rids[:450]
        head = messages[0].partition(b"\xef\xbb\xbf")[0].decode("ascii").split(" ")
        assert head[0] == "<110>1"
        assert head[1].endswith("Z")
        assert head[3:] == ["netwrix-tui", "-", "activity", "-", ""]
        assert "confirms nothing" in " ".join(done.err.split())


def test_what_is_under_way_when_the_line_breaks_is_in_doubt(small: Demo, tmp_path: Path) -> None:
    made = self_signed(tmp_path, "log")
    with _listening(made, cut_at=150_000) as log:
        url = f"tls://127.0.0.1:{log.port}"
        place = tmp_path / "place"
        words = ("--ca-file", str(made.chain), "--resume", str(place))
        done = ship(small, "syslog", url, *words)
        assert done.status == 0, done.err
        rids = set(run(small, "enum").rids)
        wait_until(lambda: {_rid(message) for message in log.messages()} == rids)
        told = [_rid(message) for message in log.messages()]
        twice = {rid for rid in told if told.count(rid) > 1}
        assert twice <= told_doubts(tmp_path / "place.doubts.ndjson")
        assert len(log.connections) == 2


def test_a_certificate_that_is_not_known_gets_no_record(small: Demo, tmp_path: Path) -> None:
    with _listening(self_signed(tmp_path, "log")) as log:
        done = ship(small, "syslog", f"tls://127.0.0.1:{log.port}", "--limit", "5")
        assert done.status == 3
        assert "nothing was sent" in " ".join(done.err.split())
        assert not log.messages()
