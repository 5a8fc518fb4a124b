"""A relay on loopback that hands bytes on to a server, and keeps all that came to it."""

from __future__ import annotations

import base64
import re
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_PROOF = b"NTLMSSP\0\3"
_AUTHORIZATION = re.compile(rb"^authorization: *(\S+) +(\S+)", re.IGNORECASE | re.MULTILINE)


class RecordingRelay:
    """Relays while it is entered; ``url`` is its address, and ``came`` what clients sent."""

    def __init__(self, url: str) -> None:
        target = urlsplit(url)
        assert target.hostname is not None
        assert target.port is not None
        self._target = (target.hostname, target.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"{target.scheme}://127.0.0.1:{self._listener.getsockname()[1]}"
        self.came = bytearray()
        self._sockets: list[socket.socket] = [self._listener]

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    @property
    def tokens(self) -> set[bytes]:
        """Every credential that came, as it stood in its header."""
        return {found[2] for found in _AUTHORIZATION.finditer(bytes(self.came))}

    @property
    def proofs(self) -> list[bytes]:
        """The NTLM messages that came in which an account is named and proven."""
        return [raw for token in self.tokens if (raw := base64.b64decode(token)).startswith(_PROOF)]

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._target)
                self._sockets += [client, server]
                for ends in ((client, server, True), (server, client, False)):
                    threading.Thread(target=self._pump, args=ends, daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, keeps: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if keeps:
                    self.came += data
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
