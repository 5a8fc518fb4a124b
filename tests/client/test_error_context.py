"""Everything that a server, or what stands before it, may answer instead of a page."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
from dataclasses import replace

import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection, Secret, Timeouts
from netwrix_tui.client.error_context import quoted_from_body
from netwrix_tui.client.http_errors import first_line
from netwrix_tui.client.retry import RetryPolicy, read_with_retries
from netwrix_tui.errors import (
    BrokenPage,
    ConnectionLost,
    ServerRefused,
    TimedOut,
    Unreachable,
    WireError,
)
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.error_list import encode_error_list
from netwrix_tui.wire.wire_format import WireFormat
from tests.client.acceptor import Acceptor, Answer, Seen, page
from tests.client.conftest import ConnectionTo

SEARCH = SearchParameters((Filter("Who", Operator.CONTAINS, "jane"),))
QUICK = RetryPolicy(first_pause=0.001)
JSON, XML = WireFormat.JSON, WireFormat.XML


@pytest.mark.parametrize("wire", [JSON, XML])
def test_what_is_sent_and_what_comes_back(
    tls: ssl.SSLContext, connection_to: ConnectionTo, wire: WireFormat
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            connection = connection_to(server, wire=wire)
            async with AuditorClient(connection) as client:
                first = await client.search(SEARCH)
                assert (first.format, len(first), first.mark) == (wire, 3, "bWFyaw==")
                await client.search(SEARCH, first.mark, count=7)
                await client.search(SearchParameters(), first.mark)
                await client.enum()
                other = JSON if wire is XML else XML
                assert (await client.enum(wire=other)).format is other
                await client.record("R1", other)
            asked = [(s.method, s.target.rpartition("/")[2]) for s in server.seen[-6:]]
            own = "&format=json" if wire is JSON else ""
            others = "&format=json" if other is JSON else ""
            assert asked == [
                ("POST", f"search?count=1000{own}"),
                ("POST", f"search?count=7{own}"),
                ("POST", f"enum?count=1000{own}"),
                ("GET", f"enum?count=1000{own}"),
                ("GET", f"enum?count=1000{others}"),
                ("POST", f"search?count=1{others}"),
            ]
            assert b"bWFyaw==" in server.seen[-5].body
            assert b"bWFyaw==" in server.seen[-4].body

    asyncio.run(run())


def test_the_exact_bytes_come_through_compression(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.answers = [page(200), page(200, zipped=True)]
            assert (await client.enum()).raws == (await client.enum()).raws

    asyncio.run(run())


def test_a_page_that_breaks_off_is_read_again(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            async with AuditorClient(connection_to(server), retry=QUICK) as client:
                cut = page(50)
                cut.cut = 400
                server.answers = [cut, Answer(503), page(50)]
                assert len(await client.search(SEARCH)) == 50
            assert len(server.pages) == 3

    asyncio.run(run())


@pytest.mark.parametrize("zipped", [False, True])
def test_a_page_that_keeps_breaking_off_is_told_with_what_arrived(
    tls: ssl.SSLContext, connection_to: ConnectionTo, zipped: bool
) -> None:
    async def run() -> None:
        async with (
            Acceptor(tls) as server,
            AuditorClient(connection_to(server), retry=QUICK) as client,
        ):
            answers = [page(50, zipped=zipped) for _ in range(3)]
            for answer in answers:
                answer.cut = 100
            server.answers = answers
            with pytest.raises(ConnectionLost) as caught:
                await client.search(SEARCH)
            assert ("100 bytes" in caught.value.what) is not zipped
            assert caught.value.next_step
            assert len(server.pages) == 3
            assert len(await client.search(SEARCH)) == 3

    asyncio.run(run())


@pytest.mark.parametrize("wire", [JSON, XML])
def test_a_page_that_is_not_whole_though_its_answer_is_names_the_bytes(
    tls: ssl.SSLContext, connection_to: ConnectionTo, wire: WireFormat
) -> None:
    async def run() -> None:
        async with (
            Acceptor(tls) as server,
            AuditorClient(connection_to(server, wire=wire)) as client,
        ):
            whole = page(50, wire)
            server.answers = [Answer(200, whole.body[:3000], wire.media_type)]
            with pytest.raises(BrokenPage, match="3,000 bytes of it arrived"):
                await client.search(SEARCH)

    asyncio.run(run())


def test_a_damaged_compression_is_told(tls: ssl.SSLContext, connection_to: ConnectionTo) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.answers = [Answer(200, b"no gzip", headers=[("Content-Encoding", "gzip")])]
            with pytest.raises(BrokenPage, match="decompressed"):
                await client.search(SEARCH)

    asyncio.run(run())


def test_an_answer_beyond_all_bounds_is_given_up(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            client = AuditorClient(connection_to(server), longest_answer=1_000_000)
            async with client:
                bomb = gzip.compress(b" " * 50_000_000)
                server.answers = [Answer(200, bomb, headers=[("Content-Encoding", "gzip")])]
                with pytest.raises(ServerRefused, match="1,000,000 bytes"):
                    await client.search(SEARCH)
                assert len(await client.search(SEARCH)) == 3
            assert len(server.pages) == 2

    asyncio.run(run())


@pytest.mark.parametrize("wire", [JSON, XML])
def test_a_refusal_carries_all_that_the_server_says(
    tls: ssl.SSLContext, connection_to: ConnectionTo, wire: WireFormat
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            async with AuditorClient(connection_to(server, wire=wire)) as client:
                body = encode_error_list(
                    wire,
                    "InputError",
                    "Unknown \x1boperator" if wire is JSON else "Unknown",
                    "/a/b",
                )
                server.answers = [Answer(400, body, wire.media_type)]
                with pytest.raises(ServerRefused) as caught:
                    await client.search(SEARCH)
                error = caught.value
                assert (error.status, error.category, error.location) == (400, "InputError", "/a/b")
                assert error.description.startswith("Unknown")
                assert "400 Bad Request: InputError: “Unknown" in error.what
                assert error.what.endswith("”, at /a/b.")
                assert "\x1b" not in error.sentence()
                assert error.cause
                assert error.next_step
            assert len(server.pages) == 1  # not tried again

    asyncio.run(run())


@pytest.mark.parametrize(
    ("description", "named"),
    [
        ("0x80040C0A Cannot open database", "SQL Server"),
        ("The license has expired", "licence"),
        ("The Archive Service is unreachable", "Archive Service"),
    ],
)
def test_what_the_server_suffers_from_is_named(
    tls: ssl.SSLContext, connection_to: ConnectionTo, description: str, named: str
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.answers = [Answer(500, encode_error_list(JSON, "ServerError", description))]
            with pytest.raises(ServerRefused) as caught:
                await client.search(SEARCH)
            assert named in caught.value.cause

    asyncio.run(run())


@pytest.mark.parametrize("status", [301, 400, 403, 404, 405, 413, 418, 500, 502, 503, 504])
@pytest.mark.parametrize(
    "body", [b"", b"<html><title>Gate\x1b[31m</title></html>", b"plain\nwords"]
)
def test_any_status_has_a_cause_and_a_next_step(
    tls: ssl.SSLContext, connection_to: ConnectionTo, status: int, body: bytes
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            async with AuditorClient(connection_to(server), retry=QUICK) as client:
                kind = "text/html" if body.startswith(b"<") else "text/plain"
                headers = [("Location", "https://elsewhere/")] if status == 301 else []
                server.answers = [Answer(status, body, kind, headers) for _ in range(3)]
                with pytest.raises(ServerRefused) as caught:
                    await client.search(SEARCH)
                error = caught.value
                assert error.status == status
                assert str(status) in error.what
                assert error.cause
                assert error.next_step
                assert error.sentence().isprintable()
                if status == 301:
                    assert "https://elsewhere/" in error.what
                elif body:
                    assert ("Gate␛[31m" in error.what) or ("plain" in error.what)
            assert len(server.pages) == (3 if status in (502, 503) else 1)

    asyncio.run(run())


def test_a_web_page_with_200_is_not_taken_for_records(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.answers = [Answer(200, b"<h1>Please sign in</h1>", "text/html")]
            with pytest.raises(ServerRefused, match="Please sign in"):
                await client.search(SEARCH)
            server.answers = [Answer(200, b"nonsense")]
            with pytest.raises(WireError):
                await client.search(SEARCH)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("body", "kind", "line"),
    [
        (b"", "", ""),
        (b"\r\n  one \r\ntwo", "text/plain", "“one”"),
        (b"<style>p {}</style><p>&lt;b&gt; &amp; more<br>rest", "text/html", "“<b> & more”"),
        (b"<script>var x", "text/html", ""),
        (b"\xff\xfe", "text/plain", "“��”"),
        (b"x" * 500, "text/plain", "“" + "x" * 131 + "…" + "x" * 66 + "”"),
        ("\u202eevil".encode(), "text/plain", "“‹U+202E›evil”"),
    ],
)
def test_the_first_line_of_any_body_is_short_and_visible(body: bytes, kind: str, line: str) -> None:
    assert first_line(body, kind) == line


def test_a_closed_port_and_an_unknown_name_are_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

    async def run(url: str) -> None:
        async with AuditorClient(Connection(url, "jane", Secret("x"))) as client:
            await client.enum()

    for scheme in ("http", "https"):
        with pytest.raises(Unreachable, match="refuses the connection") as caught:
            asyncio.run(run(f"{scheme}://127.0.0.1:{port}"))
        assert "Settings > Integrations" in caught.value.next_step
    with pytest.raises(Unreachable, match=r"nwx01\.invalid is not known"):
        asyncio.run(run("nwx01.invalid"))


def test_a_silent_server_is_told_and_not_asked_again(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:

            async def never(_: Seen) -> None:
                await asyncio.Event().wait()

            connection = connection_to(server, timeouts=Timeouts(read=0.05))
            async with AuditorClient(connection) as client:
                await client.search(SEARCH)
                server.pause = never
                with pytest.raises(TimedOut) as caught:
                    await client.search(SEARCH)
                assert "When" in caught.value.next_step
                server.pause = None
                assert len(await client.search(SEARCH)) == 3
            assert len(server.pages) == 3

    asyncio.run(run())


def test_a_server_that_hangs_before_it_fails_is_not_waited_for_thrice() -> None:
    tries = 0

    async def read() -> bytes:
        nonlocal tries
        tries += 1
        raise ConnectionLost("reset after minutes of silence")

    with pytest.raises(ConnectionLost):
        asyncio.run(read_with_retries(read, replace(QUICK, longest_in_all=0.0)))
    assert tries == 1


def test_plain_http_to_a_server_of_https_is_told(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            plain = Connection(server.url.replace("https", "http"), "jane", Secret("x"))
            async with AuditorClient(plain, retry=QUICK) as client:
                with pytest.raises(ConnectionLost, match="broke off") as caught:
                    await client.enum()
            assert "TLS" in caught.value.cause
        assert "https://" in caught.value.next_step

    asyncio.run(run())


def test_a_pause_between_tries_can_be_cancelled(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            forever = RetryPolicy(first_pause=3600, longest_pause=3600)
            async with AuditorClient(connection_to(server), retry=forever) as client:
                server.answers = [Answer(503)]
                search = asyncio.create_task(client.search(SEARCH))
                while server.answers:
                    await asyncio.sleep(0)
                search.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await search
                assert len(await client.search(SEARCH)) == 3

    asyncio.run(run())


def test_pauses_grow_to_a_bound_and_differ() -> None:
    policy = RetryPolicy(first_pause=1, longest_pause=4)
    for failures, longest in ((1, 1), (2, 2), (3, 4), (9, 4)):
        pauses = {policy.pause(failures) for _ in range(50)}
        assert all(longest / 2 <= p <= longest for p in pauses)
        assert len(pauses) > 1


@pytest.mark.parametrize(
    ("wire", "body", "description", "location", "quotes"),
    [
        (JSON, '{"FilterList": {\n "Who": "a",\n "Shoe": "x"}}', "Unexpected element 'Shoe'.",
         "/ActivityRecordSearch/FilterList", 'there in line 3: “"Shoe": "x"”.'),
        (XML, "<A>\n<FilterList>\n<Shoe>x</Shoe></FilterList></A>", "Unexpected element 'Shoe'.",
         "", "there in line 3: “<Shoe>x</Shoe>”."),
        (XML, "<A><Who>a</Who></A>", "Who has no operator 'Near'.", "/A/Who[1]",
         "there: “<Who>a</Who>”."),
        (JSON, "{}", "Unexpected element 'Shoe'.", "/A/B", ""),
    ],
)  # fmt: skip
def test_the_line_of_the_body_that_an_error_names_is_quoted(
    wire: WireFormat, body: str, description: str, location: str, quotes: str
) -> None:
    error = ServerRefused("No.", status=400, description=description, location=location)
    said = quoted_from_body(error, body.encode(), wire).what
    assert said == (f"No. The body says {quotes}" if quotes else "No.")
