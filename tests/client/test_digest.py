"""Digest: the RFC's own examples, every algorithm, names that need escaping, stale nonces."""

from __future__ import annotations

import asyncio
import ssl
from unittest.mock import patch

import httpx
import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.challenges import challenges
from netwrix_tui.client.connection import Secret
from netwrix_tui.client.digest import DigestAuth, digest_challenge
from netwrix_tui.errors import AccountRefused, SignInFailed
from tests.client.acceptor import PASSWORD, Acceptor
from tests.client.conftest import ConnectionTo
from tests.client.digest_acceptor import DigestAcceptor
from tests.client.signing_in import proofs


def _refused(*headers: str) -> httpx.Response:
    return httpx.Response(401, headers=[("WWW-Authenticate", h) for h in headers])


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_examples_of_rfc_7616(algorithm: str, response: str) -> None:
    flow = DigestAuth("Mufasa", Secret("Circle of Life")).auth_flow(
        httpx.Request("GET", "http://www.example.org/dir/index.html")
    )
    next(flow)
    cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    with patch("netwrix_tui.client.digest.secrets.token_hex", return_value=cnonce):
        signed = flow.send(
            _refused(
                'Digest realm="http-auth@example.org", qop="auth, auth-int", '
                f"algorithm={algorithm}, "
                'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
                'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
            )
        )
    assert f'response="{response}"' in signed.headers["Authorization"]


def test_the_strongest_known_algorithm_is_taken_out_of_one_header() -> None:
    offered = challenges(
        _refused(
            'Negotiate, Digest realm="x", nonce="1", algorithm=SHA-512-256, qop="auth", '
            'Digest realm="x", nonce="2", algorithm=MD5, qop="auth", '
            'Digest realm="x", nonce="3", algorithm=SHA-256, qop="auth", Basic realm="y"'
        )
    )
    chosen = digest_challenge(offered)
    assert chosen is not None
    assert (chosen.nonce, chosen.algorithm) == ("3", "SHA-256")


@pytest.mark.parametrize(
    "parameters",
    ['nonce="1", algorithm=SHA-9, qop="auth"', 'nonce="1", qop="auth-int"', 'qop="auth"', ""],
)
def test_what_cannot_be_answered_counts_as_not_offered(parameters: str) -> None:
    assert digest_challenge(challenges(_refused(f'Digest realm="x", {parameters}'))) is None


@pytest.mark.parametrize("algorithm", ["MD5", "MD5-sess", "SHA-256", "SHA-256-sess"])
@pytest.mark.parametrize("user", ["CORP\\jane", 'j"a\\ne', "jane@corp.local"])
def test_every_algorithm_and_names_with_quotes(
    tls: ssl.SSLContext, connection_to: ConnectionTo, algorithm: str, user: str
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.digest = DigestAcceptor(user, PASSWORD, algorithm)
            server.offers = ["Digest"]
            async with AuditorClient(connection_to(server, user=user)) as client:
                for _ in range(3):
                    assert len(await client.enum()) == 3
            assert server.bad_logons == 0

    asyncio.run(run())


def test_a_stale_nonce_is_replaced_without_counting_as_a_refusal(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.offers = ["Digest"]
            server.digest.uses = 3
            for _ in range(10):
                assert len(await client.enum()) == 3
            assert server.bad_logons == 0
            assert 12 <= len(server.seen) <= 16
            server.digest.is_always_stale = True
            with pytest.raises(SignInFailed, match="none of its own nonces"):
                await client.enum()

    asyncio.run(run())


def test_a_server_that_calls_every_nonce_stale_is_asked_once(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.offers = ["Digest"]
            server.digest.is_always_stale = True
            async with AuditorClient(connection_to(server)) as client:
                asked = [client.enum() for _ in range(10)]
                outcomes = await asyncio.gather(*asked, return_exceptions=True)
                assert {type(o) for o in outcomes} == {AccountRefused}
                assert "several servers answer under one name" in str(vars(outcomes[0]))
            assert len(proofs(server)) == 1

    asyncio.run(run())


@pytest.mark.parametrize(("has_read", "proofs_sent"), [(False, 1), (True, 2)])
def test_a_wrong_password_that_is_called_stale_goes_out_no_more(
    tls: ssl.SSLContext, connection_to: ConnectionTo, *, has_read: bool, proofs_sent: int
) -> None:
    """Behind a nonce that was good before, one answer to a new one has to show what is wrong."""

    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.offers = ["Digest"]
            server.digest.calls_wrong_stale = True
            if has_read:
                await asyncio.gather(*(client.enum() for _ in range(10)))
            server.change_password("Correct Horse 8!")
            for _ in range(3):
                asked = [client.enum() for _ in range(10)]
                outcomes = await asyncio.gather(*asked, return_exceptions=True)
                assert {type(o) for o in outcomes} == {AccountRefused}
            assert server.bad_logons == proofs_sent

    asyncio.run(run())


def test_the_nonce_that_an_answer_names_is_the_next_one(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            server.offers = ["Digest"]
            server.digest.gives_next = True
            await client.enum()
            before = len(server.seen)
            for _ in range(5):
                assert len(await client.enum()) == 3
            assert len(server.seen) == before + 5
            # One that lay idle until its time was over is replaced, not taken for a refusal.
            server.digest.next_nonce, server.digest.gives_next = "", False
            answers = iter(["stale"])
            check = server.digest.check
            with patch.object(server.digest, "check", lambda *a: next(answers, None) or check(*a)):
                assert len(await client.enum()) == 3
            assert server.bad_logons == 0

    asyncio.run(run())


@pytest.mark.parametrize("charset", ["UTF-8", ""])
@pytest.mark.parametrize(
    ("user", "realm", "password"),
    [
        ("CORP\\jürgen", b"netwrix", PASSWORD),
        ("CORP\\jane", "Prüfung".encode(), PASSWORD),
        ("CORP\\jane", "Prüfung".encode("latin-1"), PASSWORD),
        ("CORP\\ışık", "Prüfung".encode("latin-1"), "pässwörd €"),
        ("CORP\\jürgen", b'a \\"realm\\" \xff', "pässwörd"),
    ],
)
def test_names_and_realms_beyond_ascii_are_signed_in(
    tls: ssl.SSLContext, connection_to: ConnectionTo,
    charset: str, user: str, realm: bytes, password: str,
) -> None:  # fmt: skip
    async def run() -> None:
        async with Acceptor(tls) as server:
            server.digest = DigestAcceptor(user, password)
            server.digest.realm, server.digest.charset = realm, charset
            server.offers = ["Digest"]
            async with AuditorClient(connection_to(server, user=user, password=password)) as client:
                for _ in range(3):
                    assert len(await client.enum()) == 3
            assert server.bad_logons == 0

    asyncio.run(run())
