"""Cookies of the server, or of a load balancer before it, sent back byte by byte as they came.

A load balancer may mark by one which server holds a half-done sign-in. httpx's own jar reads the
bytes as text and cannot write it again: after ``lb=café`` in Latin-1 each request would fail.
"""

from __future__ import annotations

import urllib.request
from email.message import Message
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

_LONGEST = 8_192
"""Bytes of a Cookie header; servers refuse longer heads, and then every request would be."""


def no_cookies() -> CookieJar:
    """A jar for httpx that stays empty."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


class CookieStore:
    """The cookies of one account at one server; all of its connections share them."""

    def __init__(self) -> None:
        self._jar = CookieJar()

    def take(self, response: httpx.Response) -> None:
        """Keep what an answer sets."""
        message = Message()
        for name, value in response.headers.raw:
            if name.lower() == b"set-cookie":
                message["Set-Cookie"] = value.decode("latin-1")
        if message:
            asked = urllib.request.Request(str(response.request.url))  # noqa: S310  # not opened
            self._jar.extract_cookies(_Answer(message), asked)  # type: ignore[arg-type]

    def give(self, request: httpx.Request) -> None:
        """Add to a request what belongs to its address."""
        if not len(self._jar):
            return
        asked = urllib.request.Request(str(request.url))  # noqa: S310  # not opened
        self._jar.add_cookie_header(asked)
        header = asked.get_header("Cookie") or ""
        if len(header) > _LONGEST:
            self._jar.clear()
        elif header:
            request.headers.encoding = "latin-1"  # the bytes as they came
            request.headers["Cookie"] = header


class _Answer:
    """As much of a response as a jar looks at."""

    def __init__(self, headers: Message) -> None:
        self._headers = headers

    def info(self) -> Message:
        return self._headers
