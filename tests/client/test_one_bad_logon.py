"""A password that is wrong by now is sent once: whoever asks, however many, however often."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from netwrix_tui.client import authenticated_connection
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.client.connection_transport import MOST_CONNECTIONS
from netwrix_tui.errors import AccountRefused, SignInFailed
from netwrix_tui.wire.page import Page
from tests.client.acceptor import PASSWORD, Acceptor, Answer, Seen
from tests.client.conftest import ConnectionTo, scheme_for
from tests.client.signing_in import HANDSHAKES, QUICK, SCHEMES, SEARCH, proofs
from tests.waiting import PATIENCE

NEW_PASSWORD = "Correct Horse 8!"


class _Holding(Acceptor):
    """A server that can hold requests for pages before it looks who sends them."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(context)
        self.lets_go = asyncio.Event()
        self.lets_go.set()
        self.held = 0

    async def answer(self, peer: object, request: Seen) -> Answer:
        if request in self.pages:
            self.held += not self.lets_go.is_set()
            await self.lets_go.wait()
        return await super().answer(peer, request)  # type: ignore[arg-type]


def _forget(server: Acceptor) -> None:
    server.forgets_after = 0


def _replace(server: Acceptor) -> None:
    old = {s.connection for s in server.seen}
    server.closes_behind = lambda seen: seen.connection in old


def _break(server: Acceptor) -> None:
    old = {s.connection for s in server.seen}
    server.drops = lambda seen: seen.connection in old and not seen.is_proof


@SCHEMES
@pytest.mark.parametrize("happens", [_forget, _replace, _break])
@pytest.mark.parametrize("asks_every_time", [False, True])
def test_ten_in_flight_while_the_password_changes_are_one_bad_logon(
    tls: ssl.SSLContext,
    connection_to: ConnectionTo,
    offer: str,
    happens: Callable[[Acceptor], None],
    asks_every_time: bool,
) -> None:
    async def run() -> None:
        async with _Holding(tls) as server:
            server.offers, server.asks_every_time = [offer], asks_every_time
            connection = connection_to(server, auth=scheme_for(offer))
            async with AuditorClient(connection, retry=QUICK) as client:
                await asyncio.gather(*(client.search(SEARCH) for _ in range(10)))
                server.lets_go.clear()
                ten = [asyncio.ensure_future(client.search(SEARCH)) for _ in range(10)]
                signed = offer in ("NTLM", "Negotiate") and not asks_every_time
                # Where each request is a proof, there is one of them under way.
                await until_true(lambda: server.held == (MOST_CONNECTIONS if signed else 1))
                server.change_password(NEW_PASSWORD)
                happens(server)
                server.lets_go.set()
                outcomes = await asyncio.gather(*ten, return_exceptions=True)
                assert {type(o) for o in outcomes} <= {AccountRefused, Page}
                refused = [o for o in outcomes if isinstance(o, AccountRefused)]
                assert len(refused) >= 10 - MOST_CONNECTIONS
                assert server.bad_logons == 1
                await _nothing_goes_out(server, client, connection)
            assert server.bad_logons == 1
            right = replace(connection, password=Secret(NEW_PASSWORD))
            server.forgets_after = None
            async with AuditorClient(right) as client:
                assert len(await client.search(SEARCH)) == 3
            assert server.bad_logons == 1

    asyncio.run(run())


async def _nothing_goes_out(server: Acceptor, client: AuditorClient, of: Connection) -> None:
    """Neither from a client that was refused nor from another with the same password."""
    seen = len(server.seen)
    with pytest.raises(AccountRefused, match="refused"):
        await client.enum()
    same = replace(of, password=Secret(of.password.reveal()), user=of.user.lower())
    async with AuditorClient(same) as other:
        with pytest.raises(AccountRefused, match="refused"):
            await other.enum()
        with pytest.raises(AccountRefused, match="refused"):
            await other.write([b"{}"])
    assert len(server.seen) == seen


async def until_true(is_so: Callable[[], bool]) -> None:
    """Let the loop run until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.001)


@SCHEMES
def test_clients_on_threads_of_their_own_send_a_wrong_password_once(
    tls: ssl.SSLContext, connection_to: ConnectionTo, offer: str
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.offers = [offer]
            wrong = connection_to(server, auth=scheme_for(offer), password="wrong")
            outcomes: list[object] = []

            async def ask() -> None:
                same = replace(wrong, password=Secret("wrong"))
                async with AuditorClient(same) as client:
                    asked = (client.search(SEARCH) for _ in range(3))
                    outcomes.extend(await asyncio.gather(*asked, return_exceptions=True))

            threads = [threading.Thread(target=lambda: asyncio.run(ask())) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                await asyncio.to_thread(thread.join)
            assert [type(o) for o in outcomes] == [AccountRefused] * 12
            assert server.bad_logons == 1

    asyncio.run(run())


@SCHEMES
def test_a_password_typed_anew_goes_out_once_more(
    tls: ssl.SSLContext, connection_to: ConnectionTo, offer: str
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.offers = [offer]
            kept = connection_to(server, auth=scheme_for(offer))
            server.change_password(NEW_PASSWORD)
            typed = [replace(kept, password=Secret(PASSWORD, is_typed=True)) for _ in range(3)]
            for connection, bad in ((kept, 1), (typed[0], 2), (typed[0], 2), (kept, 2)):
                async with AuditorClient(connection) as client:
                    with pytest.raises(AccountRefused):
                        await client.enum()
                assert server.bad_logons == bad
            server.change_password(PASSWORD)  # or a role was given, or the account unlocked
            for connection in (typed[1], kept, typed[2], typed[0]):
                async with AuditorClient(connection) as client:
                    assert len(await client.enum()) == 3
            assert server.bad_logons == 2

    asyncio.run(run())


@SCHEMES
def test_a_refusal_counts_though_the_connection_breaks_behind_it(
    tls: ssl.SSLContext, connection_to: ConnectionTo, offer: str
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.offers = [offer]
            wrong = connection_to(server, auth=scheme_for(offer), password="wrong")
            # Whatever is asked behind the refusal gets no answer.
            server.drops = lambda seen: server.bad_logons > 0
            async with AuditorClient(wrong, retry=QUICK) as client:
                for _ in range(3):
                    with pytest.raises(AccountRefused):
                        await client.search(SEARCH)
            assert server.bad_logons == 1
            assert len(proofs(server)) == 1

    asyncio.run(run())


@SCHEMES
def test_a_proof_without_an_answer_is_not_sent_by_those_who_waited(
    tls: ssl.SSLContext, connection_to: ConnectionTo, offer: str
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.offers = [offer]
            server.drops = lambda request: request.is_proof
            connection = connection_to(server, auth=scheme_for(offer))
            async with AuditorClient(connection, retry=QUICK) as client:
                asked = [client.search(SEARCH) for _ in range(10)]
                outcomes = await asyncio.gather(*asked, return_exceptions=True)
                assert {type(o) for o in outcomes} == {SignInFailed}
                assert len(proofs(server)) == 1
                server.drops = lambda _: False
                assert len(await client.search(SEARCH)) == 3

    asyncio.run(run())


@pytest.mark.parametrize("offer", ["Digest", 'Basic realm="nwx"'])
def test_a_cancelled_request_still_learns_that_the_password_is_wrong(
    tls: ssl.SSLContext, connection_to: ConnectionTo, offer: str
) -> None:
    async def run() -> None:
        async with _Holding(tls) as server:
            server.offers = [offer]
            connection = connection_to(server, auth=scheme_for(offer))
            async with AuditorClient(connection) as client:
                await client.search(SEARCH)
                server.lets_go.clear()
                given_up = asyncio.ensure_future(client.search(SEARCH))
                await until_true(lambda: server.held == 1)
                server.change_password(NEW_PASSWORD)
                for _ in range(3):
                    given_up.cancel()
                    await asyncio.sleep(0)
                others = [asyncio.ensure_future(client.enum()) for _ in range(5)]
                await asyncio.sleep(0)
                server.lets_go.set()
                with pytest.raises(asyncio.CancelledError):
                    await given_up
                outcomes = await asyncio.gather(*others, return_exceptions=True)
                assert {type(o) for o in outcomes} == {AccountRefused}
            assert server.bad_logons == 1

    asyncio.run(run())


@pytest.mark.parametrize("offer", ["Digest", 'Basic realm="nwx"'])
def test_a_long_search_holds_up_nobody_and_ends_when_it_is_cancelled(
    tls: ssl.SSLContext,
    connection_to: ConnectionTo,
    monkeypatch: pytest.MonkeyPatch,
    offer: str,
) -> None:
    monkeypatch.setattr(authenticated_connection, "VERDICT_SECONDS", 0.01)

    async def run() -> None:
        async with _Holding(tls) as server:
            server.offers = [offer]
            connection = connection_to(server, auth=scheme_for(offer))
            async with AuditorClient(connection) as client:
                server.lets_go.clear()
                slow = [asyncio.ensure_future(client.search(SEARCH)) for _ in range(4)]
                await until_true(lambda: server.held == 4)
                slow[0].cancel()
                with pytest.raises(asyncio.CancelledError):
                    await slow[0]
                server.lets_go.set()
                assert [len(await search) for search in slow[1:]] == [3] * 3
                assert len(await client.search(SEARCH)) == 3

    asyncio.run(run())


@HANDSHAKES
def test_a_sign_in_begun_by_a_client_that_was_closed_is_not_repeated_by_the_next(
    tls: ssl.SSLContext, connection_to: ConnectionTo, offer: str
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.offers = [offer]
            wrong = connection_to(server, password="wrong")
            trial = AuditorClient(wrong)
            search = asyncio.ensure_future(trial.enum())
            await until_true(lambda: bool(proofs(server)))
            search.cancel()
            async with AuditorClient(wrong) as explorer:
                with pytest.raises(AccountRefused):
                    await explorer.enum()
            await asyncio.wait([search])
            await trial.aclose()
            assert server.bad_logons == 1

    asyncio.run(run())
