"""Requests and answers of a sign-in: copied for another leg, and what they tell. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import httpx

from netwrix_tui.wire.element_names import BASE_PATH

SIGN_IN_QUESTION = "netwrix_tui.sign_in"
"""Extension of the requests that are asked only to sign in, which no search makes long."""


_SENT = "netwrix_tui.sent"
"""Extension that says when a request went out last, in seconds of :func:`time.monotonic`."""


def note_sent(request: httpx.Request) -> httpx.Request:
    """The request, which goes out now, over a connection that is ready for it."""
    request.extensions[_SENT] = monotonic()
    return request


def seconds_since_sent(request: httpx.Request) -> float | None:
    """How long ago it went out; None where nobody noted it."""
    sent = request.extensions.get(_SENT)
    return monotonic() - sent if isinstance(sent, float) else None


class SignInTimeout(httpx.ReadTimeout):
    """A question of the sign-in, the cheapest there is, was not answered in time."""


@contextmanager
def sign_in_told_apart(request: httpx.Request) -> Iterator[None]:
    """Waits for an answer to ``request``. Raises SignInTimeout where it was of the sign-in."""
    try:
        yield
    except httpx.ReadTimeout as error:
        if SIGN_IN_QUESTION not in request.extensions:
            raise
        raise SignInTimeout(str(error)) from error


def copy_of(request: httpx.Request, *, with_body: bool = True) -> httpx.Request:
    """The same request, free to be given other headers; without its body where that is thrown away.

    The server answers NTLM's first message without acting on the request.
    """
    copy = httpx.Request(
        request.method,
        request.url,
        headers=request.headers,
        stream=request.stream if with_body else httpx.ByteStream(b""),
        extensions=request.extensions,
    )
    if not with_body and "Content-Length" in copy.headers:
        copy.headers["Content-Length"] = "0"
    return copy


def with_body(response: httpx.Response, body: bytes) -> httpx.Response:
    """The same answer with a body that was read already, and decompressed."""
    headers = httpx.Headers(response.headers)
    for name in ("Content-Encoding", "Content-Length", "Transfer-Encoding"):
        headers.pop(name, None)
    return httpx.Response(response.status_code, headers=headers, stream=httpx.ByteStream(body))


def is_write(request: httpx.Request) -> bool:
    """True for records that are handed in: they go to the API's base itself."""
    return request.method == "POST" and request.url.path.endswith(BASE_PATH)


def is_refused(response: httpx.Response) -> bool:
    return response.status_code == httpx.codes.UNAUTHORIZED


def connection_of(response: httpx.Response) -> object | None:
    """What stands for the connection that an answer came over; the same for all of its answers."""
    stream: object | None = response.extensions.get("network_stream")
    return stream
