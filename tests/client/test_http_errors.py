"""Bodies of errors: whatever their length, little of them is kept, and in time that is linear."""

from __future__ import annotations

import json
import time

import httpx
import pytest

from netwrix_tui.client.connection import Connection
from netwrix_tui.client.http_errors import http_error

SERVER = Connection("https://nwx01")
_MOST = 1_500
"""Characters of any part of an error."""

BODIES = {
    "tags": ("text/html", lambda n: b"<html>" + b"<p>a</p>" * (n // 8)),
    "one line": ("text/html", lambda n: b"<title>" + b"x y" * (n // 3)),
    "references": ("text/html", lambda n: b"<title>" + b"&amp;" * (n // 5)),
    "brackets": ("text/html", lambda n: b"<" * n),
    "blanks": ("text/html", lambda n: b" " * n),
    "lines": ("text/plain", lambda n: b"\n" * n + b"word"),
    "marks": ("text/plain", lambda n: b"e" + "\u0301".encode() * (n // 2)),
    "escapes": ("text/plain", lambda n: b"\x1b[2J" * (n // 4)),
    "not UTF-8": ("text/plain", lambda n: b"\xff" * n),
    "a list": (
        "application/json",
        lambda n: json.dumps(
            {
                "ErrorList": [
                    dict.fromkeys(("Category", "Description", "Location"), "x y " * (n // 12))
                ]
            }
        ).encode(),
    ),
    "many entries": ("application/json", lambda n: b'{"ErrorList":[' + b"{}," * (n // 3) + b"{}]}"),
}


def _error(name: str, size: int) -> float:
    kind, body = BODIES[name]
    data = body(size)
    began = time.process_time()
    response = httpx.Response(
        500, headers={"Content-Type": kind, "Location": "x" * size}, extensions={}
    )
    error = http_error(response, data, SERVER)
    spent = time.process_time() - began
    parts = (error.what, error.cause, error.next_step, error.category, error.description)
    assert all(len(part) < _MOST for part in (*parts, error.location))
    return spent


@pytest.mark.parametrize("name", BODIES)
def test_little_is_kept_and_it_takes_no_longer_than_it_is_long(name: str) -> None:
    small = min(_error(name, 30_000) for _ in range(3))
    large = min(_error(name, 240_000) for _ in range(3))
    assert large < 24 * small + 0.05  # eight times as long: 64 times the work if it were quadratic
