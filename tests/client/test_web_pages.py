"""What HTTP.sys and proxies answer in the API's place."""

from __future__ import annotations

import asyncio
import base64
import ssl

import httpx
import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection
from netwrix_tui.client.http_errors import http_error
from netwrix_tui.client.web_pages import own_page, page_line
from netwrix_tui.errors import ServerRefused
from tests.client.acceptor import Acceptor, Answer, Seen
from tests.client.conftest import ConnectionTo
from tests.client.signing_in import QUICK, SEARCH


def http_sys(title: str, heading: str, error: str) -> bytes:
    """A page as HTTP.sys makes it."""
    return (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">'
        f"\r\n<HTML><HEAD><TITLE>{title}</TITLE>\r\n"
        '<META HTTP-EQUIV="Content-Type" Content="text/html; charset=us-ascii"></HEAD>\r\n'
        f"<BODY><h2>{heading}</h2>\r\n<hr><p>{error}</p>\r\n</BODY></HTML>\r\n"
    ).encode()


TOO_LONG = http_sys(
    "Bad Request", "Bad Request - Request Too Long",
    "HTTP Error 400. The size of the request headers is too long.",
)  # fmt: skip
HOSTNAME = http_sys(
    "Bad Request", "Bad Request - Invalid Hostname",
    "HTTP Error 400. The request hostname is invalid.",
)  # fmt: skip
NOT_FOUND = http_sys(
    "Not Found", "Not Found", "HTTP Error 404. The requested resource is not found."
)
UNAVAILABLE = http_sys(
    "Service Unavailable", "Service Unavailable", "HTTP Error 503. The service is unavailable."
)
BAD_URL = http_sys(
    "Bad Request", "Bad Request - Invalid URL", "HTTP Error 400. The request URL is invalid."
)
PROXY = b"<html><head><title>400 Bad Request</title></head><body><center>nginx</center></body>"


@pytest.mark.parametrize(
    ("status", "body", "says", "cause", "next_step"),
    [
        (400, TOO_LONG, "Request Too Long: The size of the request headers is too long.",
         "hundreds of groups", "MaxRequestBytes"),
        (400, HOSTNAME, "Invalid Hostname: The request hostname is invalid.",
         "alias or an IP address", "own DNS name"),
        (404, NOT_FOUND, "Not Found: The requested resource is not found.",
         "not switched on", "Settings > Integrations"),
        (503, UNAVAILABLE, "The service is unavailable.", "does not run", "services"),
        (400, BAD_URL, "Invalid URL: The request URL is invalid.", "in between", "proxy"),
        (400, PROXY, "400 Bad Request", "a web page", "Check the address"),
        (431, b"", "431", "hundreds of groups", "--auth ntlm"),
        (431, PROXY, "431", "hundreds of groups", "--auth ntlm"),
        (304, b"", "304", "a cache in front of the server", "without a proxy"),
        (204, b"", "204", "never answers so", "Check the address"),
        (206, b"part", "206", "never answers so", "Check the address"),
        (407, b"", "407", "wants its own sign-in", "without a proxy"),
    ],
)  # fmt: skip
def test_each_page_is_told_by_its_sentence_and_cause(
    status: int, body: bytes, says: str, cause: str, next_step: str
) -> None:
    answer = httpx.Response(status, headers={"Content-Type": "text/html"}, content=body)
    told = http_error(answer, body, Connection("nwx01"))
    assert says in told.what
    assert cause in told.cause
    assert next_step in told.next_step
    assert "filter" not in told.sentence()
    assert "points to" not in told.what


@pytest.mark.parametrize("offer", ["Negotiate", "NTLM"])
@pytest.mark.parametrize(("body", "says"), [(TOO_LONG, "Request Too Long"), (PROXY, "a web page")])
@pytest.mark.parametrize("leg", [b"NTLMSSP\0\1", b"NTLMSSP\0\3"])
def test_a_proof_that_is_turned_away_is_no_sign_in(
    tls: ssl.SSLContext, connection_to: ConnectionTo, offer: str, body: bytes, says: str, leg: bytes
) -> None:
    class TurnsAway(Acceptor):
        async def answer(self, peer: object, request: Seen) -> Answer:
            token = base64.b64decode(request.authorization.partition(" ")[2])
            if leg in token:
                return Answer(400, body, "text/html; charset=us-ascii")
            return await super().answer(peer, request)  # type: ignore[arg-type]

    async def run() -> None:
        async with TurnsAway(tls) as server:
            server.offers = [offer]
            async with AuditorClient(connection_to(server), retry=QUICK) as client:
                with pytest.raises(ServerRefused) as caught:
                    await client.search(SEARCH)
                assert says in caught.value.sentence()
                assert "filter" not in caught.value.sentence()
            assert server.pages == []
            assert len([s for s in server.seen if s.is_proof]) == (leg == b"NTLMSSP\0\3")

    asyncio.run(run())


def test_long_reasons_and_places_are_cut() -> None:
    long = {"Location": "https://x/" + "l" * 60_000}
    for status, headers in ((500, {}), (302, long)):
        answer = httpx.Response(
            status, headers=headers, extensions={"reason_phrase": b"r" * 60_000}
        )
        told = http_error(answer, b"", Connection("nwx01"))
        assert len(told.what) < 500
        assert "rrr…" in told.what


@pytest.mark.parametrize(
    ("page", "line"),
    [
        (b"<" * 1_000_000, ""), (b"<title" * 100_000, ""), (b"<script>" * 100_000 + b"x", ""),
        (b"<title>a</title>" * 100_000, "a"), (b"words only", "words only"), (b"", ""),
        (b"<h1>&lt;Gate&gt;</h1><p>x", "<Gate>"), (b"<p>\xff", "\ufffd"),
    ],
)  # fmt: skip
def test_pages_of_any_shape_have_a_line_or_none(page: bytes, line: str) -> None:
    assert page_line(page) == line
    assert own_page(page) is None
