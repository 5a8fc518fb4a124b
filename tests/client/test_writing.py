"""Writes are sent once: what is answered, what is refused, and what stays in doubt."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import AuthScheme, Connection, Secret
from netwrix_tui.errors import (
    AccountRefused,
    NetwrixTuiError,
    ServerRefused,
    SignInFailed,
    Unreachable,
    WriteInDoubt,
)
from netwrix_tui.wire.wire_format import WireFormat
from tests.client.test_demo_server import connection
from tests.demo_process import Demo, DemoServers
from tests.written import new_record, stored, times_stored

SCHEMES = pytest.mark.parametrize("scheme", [s for s in AuthScheme if s is not AuthScheme.AUTO])
XML = (
    b"<ActivityRecord><Who>a</Who><Action>Read</Action><What>x</What><When>2026-11-19T17:37:11Z"
    b"</When><Where>erp01</Where><ObjectType>Order</ObjectType></ActivityRecord>"
)


def encoded(*numbers: int) -> list[bytes]:
    return [json.dumps(new_record(number)).encode() for number in numbers]


def write(to: Connection, *batches: list[bytes]) -> list[NetwrixTuiError | None]:
    """What became of each batch, written one after the other by one client."""

    async def run() -> list[NetwrixTuiError | None]:
        outcomes: list[NetwrixTuiError | None] = []
        async with AuditorClient(to) as client:
            for batch in batches:
                try:
                    await client.write(batch)
                    outcomes.append(None)
                except NetwrixTuiError as error:
                    outcomes.append(error)
        return outcomes

    return asyncio.run(run())


def served(servers: DemoServers, *faults: str) -> Demo:
    arguments = [word for fault in faults for word in ("--fault", fault)]
    return servers.fresh(records=50, auth="ntlm,negotiate,digest,basic", arguments=arguments)


@SCHEMES
@pytest.mark.parametrize("role", ["Contributor", "Global admin"])
def test_who_may_write_signs_in_for_the_write(
    demo_servers: DemoServers, scheme: AuthScheme, role: str
) -> None:
    server = served(demo_servers)
    to = connection(server, scheme=scheme, role=role)
    assert write(to, encoded(1, 2), encoded(3)) == [None, None]
    assert set(times_stored(server).values()) == {1}
    assert len(stored(server)) == 3


def test_xml_is_written_too(demo_servers: DemoServers) -> None:
    server = served(demo_servers)
    assert write(connection(server, WireFormat.XML, role="Contributor"), [XML]) == [None]
    assert [record["Who"] for record in stored(server)] == ["a"]


@SCHEMES
def test_a_wrong_password_is_sent_once(demo_servers: DemoServers, scheme: AuthScheme) -> None:
    server = served(demo_servers)
    to = replace(connection(server, scheme=scheme, role="Contributor"), password=Secret("wrong"))
    outcomes = write(to, encoded(1), encoded(2))
    assert all(isinstance(outcome, AccountRefused) for outcome in outcomes)
    assert not stored(server)


@pytest.mark.parametrize("reads_first", [True, False])
@pytest.mark.parametrize("scheme", [AuthScheme.NTLM, AuthScheme.NEGOTIATE])
def test_who_may_not_write_is_told_of_the_role(
    demo_servers: DemoServers, scheme: AuthScheme, reads_first: bool
) -> None:
    server = served(demo_servers)

    async def run() -> None:
        async with AuditorClient(connection(server, scheme=scheme)) as client:
            if reads_first:
                await client.enum(count=2)
            with pytest.raises(SignInFailed) as caught:
                await client.write(encoded(1))
            assert not isinstance(caught.value, AccountRefused)
            assert "Contributor may write" in caught.value.next_step
            assert len(await client.enum(count=2)) == 2

    asyncio.run(run())
    assert not stored(server)


@SCHEMES
@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize(("fault", "times"), [("write-lost", 0), ("write-cut", 1)])
def test_a_connection_that_ends_leaves_the_write_in_doubt(
    demo_servers: DemoServers, scheme: AuthScheme, fault: str, times: int, number: int
) -> None:
    server = served(demo_servers, f"{fault}:{number}")
    to = connection(server, scheme=scheme, role="Contributor")
    outcomes = write(to, encoded(1), encoded(2), encoded(3))
    in_doubt = outcomes.pop(number - 1)
    assert isinstance(in_doubt, WriteInDoubt)
    assert "no answer says whether they were stored" in in_doubt.what
    assert outcomes == [None, None]
    there = times_stored(server)
    assert there.pop(f"\\orders\\{number:06}", 0) == times
    assert sorted(there.values()) == [1, 1]


@pytest.mark.parametrize(
    ("status", "says"),
    [(503, "Archive Service"), (413, "1,000 records and 50 MB")],
)
def test_what_the_server_refuses_is_not_in_doubt(
    demo_servers: DemoServers, status: int, says: str
) -> None:
    server = served(demo_servers, f"write-status:1:{status}")
    refused, done = write(connection(server, role="Contributor"), encoded(1), encoded(2))
    assert isinstance(refused, ServerRefused)
    assert refused.status == status
    assert says in refused.sentence()
    assert done is None
    assert list(times_stored(server)) == ["\\orders\\000002"]


@pytest.mark.parametrize("status", [500, 502, 504])
def test_who_fails_or_gives_up_without_a_reason_leaves_it_in_doubt(
    demo_servers: DemoServers, status: int
) -> None:
    server = served(demo_servers, f"write-status:1:{status}")
    (outcome,) = write(connection(server, role="Contributor"), encoded(1))
    assert isinstance(outcome, WriteInDoubt)
    assert str(status) in outcome.what


def test_a_record_that_does_not_fit_is_named(demo_servers: DemoServers) -> None:
    server = served(demo_servers)
    bad = [*encoded(1), json.dumps(new_record(2, Who="")).encode()]
    (refused,) = write(connection(server, role="Contributor"), bad)
    assert isinstance(refused, ServerRefused)
    assert "ActivityRecord[2]/Who" in refused.what
    assert refused.location == "/ActivityRecordList/ActivityRecord[2]/Who"
    assert not stored(server)


def test_what_was_never_sent_is_not_in_doubt() -> None:
    (outcome,) = write(Connection("127.0.0.1:9", "a", Secret("b")), encoded(1))
    assert isinstance(outcome, Unreachable)


def test_an_end_in_the_middle_of_the_records_leaves_them_in_doubt() -> None:
    async def run() -> None:
        connections = 0

        async def end_early(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal connections
            connections += 1
            if (await reader.readline()).startswith(b"GET"):  # the question which schemes there are
                await reader.readuntil(b"\r\n\r\n")
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                await reader.readexactly(100_000)
            else:
                await reader.readexactly(100_000)
            writer.transport.abort()

        server = await asyncio.start_server(end_early, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        to = Connection(f"http://127.0.0.1:{port}", "a", Secret("b"))
        async with AuditorClient(to) as client:
            with pytest.raises(WriteInDoubt):
                await client.write([b'"' + b"x" * 20_000_000 + b'"'])
        assert connections == 1
        server.close()

    asyncio.run(run())
