"""Connections that stay signed in, and servers that forget, close or break them off."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter

import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.retry import RetryPolicy
from netwrix_tui.errors import ConnectionLost, SignInFailed
from tests.client.acceptor import Acceptor, Seen
from tests.client.conftest import ConnectionTo, scheme_for
from tests.client.signing_in import HANDSHAKES, QUICK, SCHEMES, SEARCH, proofs


@SCHEMES
def test_a_hundred_searches_ten_at_a_time_sign_each_connection_in_once(
    tls: ssl.SSLContext, connection_to: ConnectionTo, offer: str
) -> None:
    async def run() -> None:
        async with (
            Acceptor(tls) as server,
            AuditorClient(connection_to(server, auth=scheme_for(offer))) as client,
        ):
            server.offers = [offer]
            ten = asyncio.Semaphore(10)

            async def search() -> int:
                async with ten:
                    return len(await client.search(SEARCH))

            assert await asyncio.gather(*(search() for _ in range(100))) == [3] * 100
            assert server.bad_logons == 0
            assert len(server.pages) == 100
            assert server.connections <= 8
            signed = Counter(server.sign_ins)
            if offer in ("NTLM", "Negotiate"):
                assert max(signed.values()) == 1
            else:
                # These prove each request; a connection costs its sign-in and no leg more.
                assert len(server.seen) <= 100 + 2 * server.connections

    asyncio.run(run())


@SCHEMES
@pytest.mark.parametrize("encrypted", [True, False])
def test_a_page_is_one_round_trip_once_signed_in(
    tls: ssl.SSLContext, connection_to: ConnectionTo, offer: str, encrypted: bool
) -> None:
    async def run() -> None:
        async with Acceptor(tls if encrypted else None) as server:
            server.offers = [offer]
            connection = connection_to(server, auth=scheme_for(offer), allow_plain_http=True)
            async with AuditorClient(connection) as client:
                await client.search(SEARCH)
                before = len(server.seen)
                for _ in range(5):
                    await client.search(SEARCH)
                assert len(server.seen) == before + 5
                assert server.connections == 1

    asyncio.run(run())


@pytest.mark.parametrize("twice", [False, True])
def test_cancelling_a_search_leaves_its_connection_usable(
    tls: ssl.SSLContext, connection_to: ConnectionTo, twice: bool
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            arrived = asyncio.Event()

            async def never(_: Seen) -> None:
                arrived.set()
                await asyncio.Event().wait()

            await client.search(SEARCH)
            for _ in range(10):  # more often than there are connections
                arrived.clear()
                server.pause = never
                search = asyncio.create_task(client.search(SEARCH))
                await arrived.wait()
                search.cancel()
                if twice:
                    await asyncio.sleep(0)
                    search.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await search
                server.pause = None
                assert len(await client.search(SEARCH)) == 3

    asyncio.run(run())


@HANDSHAKES
def test_a_server_that_asks_every_time_is_noticed_once(
    tls: ssl.SSLContext, connection_to: ConnectionTo, offer: str
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.offers = [offer]
            server.asks_every_time = True
            assert len(await client.search(SEARCH)) == 3
            before = len(server.seen)
            for _ in range(3):
                assert len(await client.search(SEARCH)) == 3
            later = server.seen[before:]
            assert len(later) == 3 * 2
            assert [bool(s.body) for s in later] == [False, True] * 3
            assert server.bad_logons == 0

    asyncio.run(run())


@pytest.mark.parametrize("knob", ["forgets_after", "closes_after"])
def test_a_connection_that_is_forgotten_or_closed_is_signed_in_again(
    tls: ssl.SSLContext, connection_to: ConnectionTo, knob: str
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            setattr(server, knob, 5)
            async with AuditorClient(connection_to(server), retry=QUICK) as client:
                for _ in range(12):
                    assert len(await client.search(SEARCH)) == 3
            assert server.bad_logons == 0
            assert 3 <= len(server.sign_ins) < 12

    asyncio.run(run())


def test_a_connection_that_never_stays_is_told_and_no_password_goes_out_twice(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.closes_after = 1
            async with AuditorClient(connection_to(server), retry=QUICK) as client:
                with pytest.raises(SignInFailed, match="broke the sign-in off"):
                    await client.search(SEARCH)
            assert len(proofs(server)) <= 1

    asyncio.run(run())


def test_a_proof_that_gets_no_answer_is_not_sent_again_by_itself(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.drops = lambda request: request.is_proof
            async with AuditorClient(connection_to(server), retry=QUICK) as client:
                with pytest.raises(SignInFailed, match="broke the sign-in off"):
                    await client.search(SEARCH)
                assert len(proofs(server)) == 1
                server.drops = lambda _: False
                assert len(await client.search(SEARCH)) == 3  # asked by the user, it is

    asyncio.run(run())


def test_a_server_that_closes_behind_every_sign_in_is_told(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.closes_behind = lambda request: request.is_proof
            async with AuditorClient(connection_to(server), retry=RetryPolicy(tries=1)) as client:
                with pytest.raises(ConnectionLost, match="after every sign-in"):
                    await client.search(SEARCH)

    asyncio.run(run())


def test_a_connection_is_signed_in_ahead_once_the_account_has_signed_in(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            await client.prepare()
            assert server.seen == []  # nobody knows yet whether the password is right
            await client.search(SEARCH)
            before = len(server.seen)
            await client.prepare()
            assert len(server.seen) == before  # it is ready
            for each in client._transport._connections:
                each.mark_lost()
            await client.prepare()
            ready = len(server.seen)
            assert ready > before
            await client.search(SEARCH)
            assert len(server.seen) == ready + 1
            assert server.bad_logons == 0

    asyncio.run(run())


def test_nothing_is_sent_ahead_with_a_password_that_was_refused(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with (
            Acceptor(tls) as server,
            AuditorClient(connection_to(server, password="wrong")) as client,
        ):
            with pytest.raises(SignInFailed):
                await client.search(SEARCH)
            before = len(server.seen)
            for _ in range(3):
                await client.prepare()
            assert len(server.seen) == before
            assert server.bad_logons == 1

    asyncio.run(run())
