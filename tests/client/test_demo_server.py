"""The client against the demo server: a real process, real HTTPS, real NTLM."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import AuthScheme, Connection, Secret
from netwrix_tui.client.retry import RetryPolicy
from netwrix_tui.client.trust import PinnedCertificate, Thumbprint
from netwrix_tui.errors import AccountRefused, ConnectionLost, SignInFailed
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import Demo, DemoServers

WIRES = pytest.mark.parametrize("wire", list(WireFormat))
SEARCH = SearchParameters((Filter("Action", Operator.EQUALS, "Modified"),))


def connection(
    demo: Demo,
    wire: WireFormat = WireFormat.JSON,
    scheme: AuthScheme = AuthScheme.AUTO,
    role: str = "Global reviewer",
) -> Connection:
    account = demo.account(role)
    assert demo.sha1 is not None
    trust = PinnedCertificate(Thumbprint.parse(demo.sha1))
    return Connection(demo.url, account.user, Secret(account.password), scheme, trust, wire)


async def all_pages(client: AuditorClient, parameters: SearchParameters) -> list[Page]:
    pages = [await client.search(parameters)]
    while len(pages[-1]) and pages[-1].mark:
        pages.append(await client.search(parameters, pages[-1].mark))
    return pages


@pytest.mark.parametrize(
    ("wire", "scheme"),
    [
        (WireFormat.JSON, AuthScheme.NTLM),
        (WireFormat.XML, AuthScheme.NTLM),
        (WireFormat.JSON, AuthScheme.BASIC),
    ],
)
def test_paging_to_the_end_yields_each_record_once_and_in_order(
    demo: Demo, wire: WireFormat, scheme: AuthScheme
) -> None:
    async def run() -> list[Page]:
        async with AuditorClient(connection(demo, wire, scheme)) as client:
            return await all_pages(client, SearchParameters())

    pages = asyncio.run(run())
    rows = [row for page in pages for row in page.rows]
    assert len({row.rid for row in rows}) == len(rows) == 20_000
    assert [row.when for row in rows] == sorted((row.when for row in rows), reverse=True)
    assert {len(page) for page in pages} <= {0, 1000}


def test_both_formats_and_both_schemes_give_the_same_records(demo: Demo) -> None:
    async def run(wire: WireFormat, scheme: AuthScheme) -> list[object]:
        async with AuditorClient(connection(demo, wire, scheme)) as client:
            return [row for page in await all_pages(client, SEARCH) for row in page.rows]

    json_rows = asyncio.run(run(WireFormat.JSON, AuthScheme.NTLM))
    assert len(json_rows) > 1000
    assert json_rows == asyncio.run(run(WireFormat.XML, AuthScheme.BASIC))


@pytest.mark.parametrize("scheme", [s for s in AuthScheme if s is not AuthScheme.AUTO])
def test_every_scheme_signs_in_where_all_are_offered(
    demo_servers: DemoServers, scheme: AuthScheme
) -> None:
    demo = demo_servers.shared(records=50, auth="ntlm,negotiate,digest,basic")

    async def run() -> None:
        async with AuditorClient(connection(demo, scheme=scheme)) as client:
            assert [len(await client.enum()) for _ in range(3)] == [50] * 3
        refused = replace(connection(demo, scheme=scheme), password=Secret("wrong"))
        async with AuditorClient(refused) as client:
            with pytest.raises(AccountRefused):
                await client.enum()

    asyncio.run(run())


@WIRES
def test_a_record_is_found_by_its_rid(demo: Demo, wire: WireFormat) -> None:
    async def run() -> None:
        async with AuditorClient(connection(demo, wire)) as client:
            wanted = (await client.enum(count=5)).rows[3]
            for asked in WireFormat:
                found = await client.record(wanted.rid, asked)
                assert (found.format, found.rows) == (asked, [wanted])
            assert len(await client.record("no such record", wire)) == 0

    asyncio.run(run())


def test_a_contributor_is_refused_with_the_role_named(demo: Demo) -> None:
    async def run() -> None:
        async with AuditorClient(connection(demo, role="Contributor")) as client:
            await client.search(SEARCH)

    with pytest.raises(SignInFailed, match="refused") as caught:
        asyncio.run(run())
    assert "no role" in caught.value.cause


@WIRES
def test_a_server_that_ends_in_mid_page_can_be_asked_again(
    demo_servers: DemoServers, wire: WireFormat
) -> None:
    cut = demo_servers.fresh(records=5_000, arguments=["--fault", "cut:2-4"])

    async def run() -> None:
        quick = RetryPolicy(first_pause=0.001)
        async with AuditorClient(connection(cut, wire), retry=quick) as client:
            first = await client.enum()
            with pytest.raises(ConnectionLost, match="bytes of the answer"):
                await client.enum(first.mark)
            second = await client.enum(first.mark)
            assert len(second) == 1000
            assert not {r.rid for r in first.rows} & {r.rid for r in second.rows}

    asyncio.run(run())
