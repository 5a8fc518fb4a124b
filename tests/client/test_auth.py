"""Sign-in over real connections by every scheme, and servers that do not make it easy."""

from __future__ import annotations

import asyncio
import hashlib
import ssl

import httpx
import pytest
from httpx_ntlm import HttpNtlmAuth
from spnego.channel_bindings import GssChannelBindings

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import AuthScheme
from netwrix_tui.errors import AccountRefused, SignInFailed
from tests.client.acceptor import BASE, PASSWORD, USER, Acceptor, Answer, page
from tests.client.certificates import TestCertificate
from tests.client.conftest import ConnectionTo, scheme_for
from tests.client.signing_in import HANDSHAKES, SCHEMES, SEARCH, proofs


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
            while not proofs(server):
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
            assert len(proofs(server)) == 1
            assert server.bad_logons == 1

    asyncio.run(run())


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


@pytest.mark.parametrize("offer", ["NTLM", "Negotiate"])
@pytest.mark.parametrize("cookie", [b"node=7", "lb=café".encode("latin-1"), "lb=café".encode()])
def test_a_load_balancers_cookie_comes_back_byte_by_byte(
    tls: ssl.SSLContext, connection_to: ConnectionTo, cookie: bytes, offer: str
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.offers, server.sets_cookie = [offer], cookie
            for _ in range(3):
                assert len(await client.search(SEARCH)) == 3
            sent = {s.cookie.encode("latin-1") for s in [*proofs(server), *server.pages]}
            assert sent == {cookie}

    asyncio.run(run())


@pytest.mark.parametrize("cookie", ["lb=café".encode("latin-1"), b"lb=" + b"\xff" * 9_000])
def test_a_cookie_that_comes_with_a_page_spoils_no_request_after_it(
    tls: ssl.SSLContext, connection_to: ConnectionTo, cookie: bytes
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.answers = [page(3)]
            server.answers[0].headers.append(("Set-Cookie", cookie))
            for _ in range(3):
                assert len(await client.search(SEARCH)) == 3
            kept = cookie if len(cookie) < 100 else b""
            assert [s.cookie.encode("latin-1") for s in server.pages] == [b"", kept, kept]

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
            assert not proofs(server)

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
