"""Sign-in over real connections by every scheme, and servers that do not make it easy."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from collections import Counter

import httpx
import pytest
from httpx_ntlm import HttpNtlmAuth
from spnego.channel_bindings import GssChannelBindings

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import AuthScheme
from netwrix_tui.client.retry import RetryPolicy
from netwrix_tui.errors import AccountRefused, BrokenOff, SignInFailed
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from tests.client.acceptor import BASE, PASSWORD, USER, Acceptor, Answer, Seen
from tests.client.certificates import TestCertificate
from tests.client.conftest import ConnectionTo, scheme_for

SEARCH = SearchParameters((Filter("Who", Operator.CONTAINS, "jane"),))
HANDSHAKES = pytest.mark.parametrize("offer", ["Negotiate", "NTLM"])
QUICK = RetryPolicy(first_pause=0.001)

SCHEMES = pytest.mark.parametrize("offer", ["Negotiate", "NTLM", "Digest", 'Basic realm="nwx"'])


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
            assert server.connections <= 4
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


@SCHEMES
def test_a_wrong_password_is_sent_once_however_many_ask(
    tls: ssl.SSLContext, connection_to: ConnectionTo, offer: str
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.offers = [offer]
            wrong = connection_to(server, auth=scheme_for(offer), password="wrong")
            async with AuditorClient(wrong) as client:
                asked = [client.search(SEARCH) for _ in range(10)]
                outcomes = await asyncio.gather(*asked, return_exceptions=True)
                assert {type(o) for o in outcomes} == {AccountRefused}
                assert server.bad_logons == 1
                seen = len(server.seen)
                with pytest.raises(SignInFailed) as caught:
                    await client.enum()
                assert (server.bad_logons, len(server.seen)) == (1, seen)
                assert "role" in caught.value.cause
                assert ("addressed by its IP" in caught.value.cause) is (
                    offer in ("NTLM", "Negotiate")
                )

    asyncio.run(run())


def test_cancelling_does_not_make_a_wrong_password_go_out_again(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            client = AuditorClient(connection_to(server, password="wrong"))
            search = asyncio.create_task(client.search(SEARCH))
            while not _proofs(server):
                await asyncio.sleep(0)
            # The proof has arrived; the refusal of it has not been read yet.
            search.cancel()
            await asyncio.sleep(0)
            search.cancel()
            with pytest.raises(asyncio.CancelledError):
                await search
            for _ in range(2):
                with pytest.raises(SignInFailed):
                    await client.search(SEARCH)
            await client.aclose()
            assert len(_proofs(server)) == 1
            assert server.bad_logons == 1

    asyncio.run(run())


@pytest.mark.parametrize("twice", [False, True])
def test_cancelling_a_search_leaves_its_lane_usable(
    tls: ssl.SSLContext, connection_to: ConnectionTo, twice: bool
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            arrived = asyncio.Event()

            async def never(_: Seen) -> None:
                arrived.set()
                await asyncio.Event().wait()

            await client.search(SEARCH)
            for _ in range(6):  # more often than there are lanes
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


def _proofs(server: Acceptor) -> list[Seen]:
    return [s for s in server.seen if s.is_proof]


def test_after_a_refusal_no_weaker_scheme_is_tried(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.offers = ["NTLM", 'Basic realm="nwx"']
            async with AuditorClient(connection_to(server, password="wrong")) as client:
                for _ in range(2):
                    with pytest.raises(SignInFailed):
                        await client.search(SEARCH)
            assert not [s for s in server.seen if s.authorization.startswith("Basic")]

    asyncio.run(run())


def test_the_search_itself_never_goes_out_to_be_refused(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            await client.search(SEARCH)
            assert [s.method for s in server.seen] == ["GET", "GET", "GET", "POST"]
            assert [bool(s.body) for s in server.seen] == [False, False, False, True]
            assert server.seen[-1].authorization == ""

    asyncio.run(run())


def test_a_server_without_a_challenge_gets_no_credentials(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.offers = []
            assert len(await client.search(SEARCH)) == 3
            assert not any(s.authorization for s in server.seen)
            server.offers = ["NTLM"]
            assert len(await client.search(SEARCH)) == 3
            assert len(server.sign_ins) == 1

    asyncio.run(run())


@HANDSHAKES
def test_channel_bindings_are_sent_where_the_server_demands_them(
    tls: ssl.SSLContext, connection_to: ConnectionTo, certificate: TestCertificate, offer: str
) -> None:
    async def run(digest: bytes) -> AuditorClient:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.offers = [offer]
            server.bindings = GssChannelBindings(application_data=b"tls-server-end-point:" + digest)
            await client.search(SEARCH)
            return client

    asyncio.run(run(hashlib.sha256(certificate.der).digest()))
    with pytest.raises(SignInFailed):
        asyncio.run(run(hashlib.sha256(b"the certificate of someone in between").digest()))


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
            assert len(_proofs(server)) <= 1

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
                assert len(_proofs(server)) == 1
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
                with pytest.raises(BrokenOff, match="after every sign-in"):
                    await client.search(SEARCH)

    asyncio.run(run())


def test_an_account_that_may_write_but_not_read_is_not_taken_for_a_wrong_password(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.forbidden_endpoint = "enum"
            for _ in range(3):
                assert len(await client.search(SEARCH)) == 3
            assert len(server.sign_ins) == 1

    asyncio.run(run())


def test_a_missing_role_for_one_endpoint_does_not_end_the_session(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.forbidden_endpoint = "search"
            for _ in range(2):
                with pytest.raises(SignInFailed, match="does not let it do this"):
                    await client.search(SEARCH)
            assert len(await client.enum()) == 3
            assert server.bad_logons == 0

    asyncio.run(run())


def test_an_account_without_any_role_is_told_both_causes(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.may_read = False
            with pytest.raises(SignInFailed) as caught:
                await client.search(SEARCH)
            assert "password is wrong, or the account has no role" in caught.value.cause
            assert server.bad_logons == 0

    asyncio.run(run())


async def _write(client: AuditorClient) -> int:
    """Hand in a record at the level of the lanes, where the sign-in is."""
    answer = await client._http.post("?format=json", content=b"[{}]")
    return answer.status_code


@SCHEMES
def test_a_contributor_writes_though_it_cannot_read(
    tls: ssl.SSLContext, connection_to: ConnectionTo, offer: str
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.offers = [offer]
            server.may_only_write = True
            async with AuditorClient(connection_to(server, auth=scheme_for(offer))) as client:
                for _ in range(3):
                    assert await _write(client) == 200
            assert server.bad_logons == 0
            # The records go out once each, and never without the proof that they need.
            assert len([s for s in server.seen if s.body]) == 3
            wrong = connection_to(server, auth=scheme_for(offer), password="wrong")
            async with AuditorClient(wrong) as client:
                for _ in range(2):
                    with pytest.raises(AccountRefused, match="refused") as caught:
                        await _write(client)
                    assert "Contributor to write" in caught.value.cause
            assert server.bad_logons == 1

    asyncio.run(run())


@HANDSHAKES
def test_a_reader_that_may_not_write_lacks_a_role_and_reads_on(
    tls: ssl.SSLContext, connection_to: ConnectionTo, offer: str
) -> None:
    async def run() -> None:
        async with (
            _ReadsOnly(tls) as server,
            AuditorClient(connection_to(server)) as client,
        ):
            server.offers = [offer]
            for _ in range(2):
                with pytest.raises(SignInFailed, match="does not let it do this") as caught:
                    await _write(client)
                assert not isinstance(caught.value, AccountRefused)
            assert len(await client.enum()) == 3
            assert server.bad_logons == 0

    asyncio.run(run())


class _ReadsOnly(Acceptor):
    """A server that refuses every write."""

    async def _answer(self, peer: object, request: Seen) -> Answer:
        answer = await super()._answer(peer, request)  # type: ignore[arg-type]
        is_write = request.method == "POST" and request.target.startswith(f"{BASE}?")
        return self._refused() if answer.status == 200 and is_write else answer


def test_the_stock_ntlm_class_sends_no_channel_bindings(
    tls: ssl.SSLContext, certificate: TestCertificate
) -> None:
    """What the mended class is for: a server that demands them refuses httpx-ntlm as it is."""

    async def status(bindings: GssChannelBindings | None) -> int:
        async with Acceptor(tls) as server:
            server.bindings = bindings
            stock = HttpNtlmAuth(USER, PASSWORD, send_cbt=True)
            async with httpx.AsyncClient(auth=stock, verify=certificate_context()) as client:
                return (await client.get(f"{server.url}{BASE}enum")).status_code

    def certificate_context() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(certificate.chain))

    digest = hashlib.sha256(certificate.der).digest()
    demanded = GssChannelBindings(application_data=b"tls-server-end-point:" + digest)
    assert asyncio.run(status(None)) == 200
    assert asyncio.run(status(demanded)) == 401


def test_a_load_balancers_cookie_comes_back_as_a_cookie(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.sets_cookie = True
            await client.search(SEARCH)
            assert [s.cookie for s in _proofs(server)] == ["node=7"]

    asyncio.run(run())


class _Nonsense(Acceptor):
    """A server whose NTLM challenge is garbage."""

    def _accept_ntlm(self, peer: object, token: bytes, scheme: str = "NTLM") -> Answer | None:
        return self._refused("TlRMTVNTUAACAAAAgarbage=", scheme)


class _TurnsNtlmDown(Acceptor):
    """A server that offers NTLM and then refuses its first message."""

    def _accept_ntlm(self, peer: object, token: bytes, scheme: str = "NTLM") -> Answer | None:
        return self._refused()


@HANDSHAKES
@pytest.mark.parametrize("kind", [_Nonsense, _TurnsNtlmDown])
def test_a_server_that_does_not_go_on_with_ntlm_gets_no_password(
    tls: ssl.SSLContext, connection_to: ConnectionTo, kind: type[Acceptor], offer: str
) -> None:
    async def run() -> None:
        async with kind(tls) as server, AuditorClient(connection_to(server)) as client:
            server.offers = [offer]
            for _ in range(2):
                with pytest.raises(SignInFailed):
                    await client.search(SEARCH)
            assert not _proofs(server)

    asyncio.run(run())


def test_ntlm_can_be_demanded(tls: ssl.SSLContext, connection_to: ConnectionTo) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.offers = ['Basic realm="nwx"']
            connection = connection_to(server, auth=AuthScheme.NTLM)
            async with AuditorClient(connection) as client:
                with pytest.raises(SignInFailed, match="does not take ntlm"):
                    await client.search(SEARCH)
            assert not any(s.authorization for s in server.seen)

    asyncio.run(run())
