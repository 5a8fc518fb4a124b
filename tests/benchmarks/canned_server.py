"""A server of pages that were rendered before the clock starts, over plain HTTP, in a process.

It asks for no sign-in: what is measured against it is the way from the socket into the table.
"""

from __future__ import annotations

import json
import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from netwrix_tui.wire import json_format

PAGE = 1_000


def rendered(records: int) -> list[bytes]:
    """The bodies of all pages, of the demo's records."""
    from netwrix_tui.demo.dataset import Dataset

    dataset = Dataset(1, records, 1_790_000_000)
    pages = []
    for first in range(0, records, PAGE):
        last = min(first + PAGE, records)
        raws = [json_format.encode_record(dataset.record(index)) for index in range(first, last)]
        pages.append(json_format.encode_page(raws, None if last == records else str(last // PAGE)))
    return pages


@contextmanager
def canned(pages: list[bytes]) -> Iterator[str]:
    """Serve these pages; gives the server's address."""
    listener = socket.create_server(("127.0.0.1", 0))
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_serve, args=(listener, pages), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        process.kill()
        process.join()
        listener.close()


def _serve(listener: socket.socket, pages: list[bytes]) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    answers = [head % len(page) + page for page in pages]
    while True:
        connection, _ = listener.accept()
        Thread(target=_answered, args=(connection, answers), daemon=True).start()


def _answered(connection: socket.socket, answers: list[bytes]) -> None:
    with suppress(ConnectionError):  # who asked has ended
        _answer(connection, answers)


def _answer(connection: socket.socket, answers: list[bytes]) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    file = connection.makefile("rb")
    while file.readline():
        length = 0
        while line := file.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        body = file.read(length)
        # ``search`` has the mark within its body, ``enum`` as its body.
        asked = json.loads(body) if body.strip() else None
        mark = asked.get("ContinuationMark") if isinstance(asked, dict) else asked
        connection.sendall(answers[int(mark or 0)])


def pages_of(url: str, count: int) -> Iterator[bytes]:
    """The bodies as a bare socket reads them, one after the other over one connection."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as connection:
        file = connection.makefile("rb", buffering=1 << 20)
        for number in range(count):
            body = json.dumps({"ContinuationMark": str(number)}).encode()
            request = b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body)
            connection.sendall(request + body)
            length = 0
            while line := file.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            yield file.read(length)
