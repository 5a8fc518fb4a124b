"""Servers that hold up whoever asks them, each at another step, for as long as the test lasts."""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_EMPTY = b'{"ActivityRecordList":[]}'
_DRIP = 0.02
"""Seconds between two bytes of what drips: never a silence that any bound of one read would end."""

_BROKEN = b'{"RID":"1","Who":"' + b"x" * 2_000 + b'","Bad":oops}'


def _whole(body: bytes, head: bytes = _OK) -> bytes:
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def _unauthorised(scheme: bytes) -> bytes:
    head = b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: " + scheme + b"\r\n"
    return _whole(b"", head)


def ntlm_challenge() -> bytes:
    """A challenge (message 2) with names of a domain; nothing in it is ever checked."""
    names = b"\x02\x00\x08\x00C\x00O\x00R\x00P\x00\x00\x00\x00\x00"
    flags = b"\x15\x82\x8a\xe2"
    head = b"NTLMSSP\0\x02\0\0\0" + b"\0\0\0\0\x38\0\0\0" + flags + b"12345678" + b"\0" * 8
    fields = len(names).to_bytes(2, "little") * 2 + (56).to_bytes(4, "little")
    return base64.b64encode(head + fields + b"\x0a\0\x61\x4a\0\0\0\x0f" + names)


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent, as far as servers here look at it."""

    line: bytes
    authorization: bytes

    @property
    def is_cheap(self) -> bool:
        """True for the question by which clients sign in."""
        return b"count=1 " in self.line

    @property
    def is_type_1(self) -> bool:
        return b"TlRMTVNTUAAB" in self.authorization


Answer = bytes | Iterator[bytes]
"""At once, or byte by byte, for ever."""


def _dripping(beginning: bytes, then: bytes = b"a") -> Iterator[bytes]:
    for at in range(len(beginning)):
        yield beginning[at : at + 1]
    while True:
        yield then


def _silence() -> Iterator[bytes]:
    while True:
        yield b""


def _behind_sign_in(answer: Callable[[], Answer]) -> Callable[[Request], Answer]:
    return lambda request: _whole(_EMPTY) if request.is_cheap else answer()


def _proof(scheme: bytes, answer: Callable[[], Answer]) -> Callable[[Request], Answer]:
    def answered(request: Request) -> Answer:
        if not request.authorization:
            return _unauthorised(scheme)
        if request.is_type_1:
            return _unauthorised(b"NTLM " + ntlm_challenge())
        return answer()

    return answered


def _chunked() -> Iterator[bytes]:
    return _dripping(_OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n")


def _huge(count: int) -> bytes:
    return _whole(b'{"ActivityRecordList":[' + b",".join([_BROKEN] * count) + b"]}")


SERVERS: dict[str, Callable[[Request], Answer]] = {
    "silent": lambda _: _silence(),
    "dripping from the first byte": lambda _: _dripping(_OK + b"X: "),
    "an answer to nobody drips": lambda _: _chunked(),
    "the challenge drips": lambda request: _dripping(
        _OK.replace(b"200 OK", b"401 No") + b"WWW-Authenticate: NTLM\r\nX: "
    ),
    "the second leg drips": lambda request: (
        _dripping(_OK.replace(b"200 OK", b"401 No") + b"WWW-Authenticate: NTLM ")
        if request.is_type_1
        else _unauthorised(b"NTLM")
    ),
    "the answer to the proof drips": _proof(b"NTLM", lambda: _dripping(_OK + b"X: ")),
    "its body drips": _proof(b"NTLM", _chunked),
    "silent after the proof": _proof(b"NTLM", _silence),
    "the answer to Digest drips": _proof(
        b'Digest realm="r", nonce="n", qop="auth"', lambda: _dripping(_OK + b"X: ")
    ),
    "silent behind the sign-in": _behind_sign_in(_silence),
    "the page's head drips": _behind_sign_in(lambda: _dripping(_OK + b"X: ")),
    "the page drips": _behind_sign_in(_chunked),
    "a huge broken page": _behind_sign_in(lambda: _huge(6_000)),
}


class HoldingServer:
    """Serves while it is entered; ``is_holding`` is set once somebody is held up."""

    def __init__(self, name: str) -> None:
        self._answer = SERVERS[name]
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self.is_holding = threading.Event()
        self.held = 0
        """How often somebody was."""
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while not self._over.is_set():
                client, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            rest = b""
            while not self._over.is_set():
                head, rest = self._head(client, rest)
                if not head:
                    return
                fields = head.split(b"\r\n")
                proofs = [f for f in fields if f.lower().startswith(b"authorization:")]
                answer = self._answer(Request(fields[0], proofs[0] if proofs else b""))
                if isinstance(answer, bytes):
                    if len(answer) > 100_000:
                        self._hold()
                    client.sendall(answer)
                    continue
                self._hold()
                for piece in answer:
                    if self._over.wait(_DRIP):
                        return
                    if piece:
                        client.sendall(piece)

    def _hold(self) -> None:
        self.held += 1
        self.is_holding.set()

    @staticmethod
    def _head(client: socket.socket, rest: bytes) -> tuple[bytes, bytes]:
        """The head of a request; what was sent behind it is left out, bar the next one's."""
        while b"\r\n\r\n" not in rest:
            received = client.recv(65_536)
            if not received:
                return b"", b""
            rest += received
        head, _, rest = rest.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        # A small body comes with its head, or soon; a large one is what a stalled write waits for.
        while len(rest) < min(length, 60_000):
            received = client.recv(65_536)
            if not received:
                return b"", b""
            rest += received
        return head, rest[length:]
