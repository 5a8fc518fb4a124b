"""Negotiate where no sign-in can be prepared, and where the server's own proof is false."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress

import pytest
import spnego

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.errors import AccountRefused, SignInFailed
from tests.client.acceptor import PASSWORD, Acceptor, Answer, Seen
from tests.client.conftest import ConnectionTo


@pytest.mark.parametrize(
    ("password", "attempts", "kind"), [(PASSWORD, 1, AccountRefused), ("", 0, SignInFailed)]
)
def test_a_password_that_kerberos_refuses_is_not_tried_again(
    tls: ssl.SSLContext,
    connection_to: ConnectionTo,
    monkeypatch: pytest.MonkeyPatch,
    password: str,
    attempts: int,
    kind: type[SignInFailed],
) -> None:
    tried: list[object] = []

    def refuse(*account: object, **_: object) -> None:
        tried.append(account)
        raise RuntimeError(f"Preauthentication failed: {PASSWORD}")

    monkeypatch.setattr(spnego, "client", refuse)

    async def run() -> None:
        async with Acceptor(tls) as server:
            server.offers = ["Negotiate"]
            async with AuditorClient(connection_to(server, password=password)) as client:
                for _ in range(2):
                    with pytest.raises(SignInFailed) as caught:
                        await client.enum()
                    assert type(caught.value) is kind
                    assert PASSWORD not in caught.value.sentence()
                    assert caught.value.__cause__ is None
            assert len(tried) == attempts
            assert not any(s.authorization for s in server.seen)

    asyncio.run(run())


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_a_password_for_ntlm_does_not_go_to_a_domain_controller_too(
    tls: ssl.SSLContext,
    connection_to: ConnectionTo,
    monkeypatch: pytest.MonkeyPatch,
    password: str,
) -> None:
    krb5 = pytest.importorskip("krb5")
    asked: list[object] = []
    monkeypatch.setattr(krb5, "get_init_creds_password", lambda *given, **_: asked.append(given))

    async def run() -> None:
        async with Acceptor(tls) as server:
            server.offers = ["Negotiate"]
            async with AuditorClient(connection_to(server, password=password)) as client:
                with suppress(AccountRefused):
                    assert len(await client.enum()) == 3
            assert server.bad_logons == (password != PASSWORD)
        assert asked == []

    asyncio.run(run())


class _FalseProof(Acceptor):
    """A server that lets anyone in, and cannot prove that it knows the account."""

    async def answer(self, peer: object, request: Seen) -> Answer:
        answer = await super().answer(peer, request)  # type: ignore[arg-type]
        if answer.status == 200 and request.is_proof:
            answer.headers.append(
                ("WWW-Authenticate", "Negotiate oRQwEqADCgEAowsECWZhbHNlIG1pYw==")
            )
        return answer


def test_a_server_with_a_false_proof_is_not_believed(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with _FalseProof(tls) as server, AuditorClient(connection_to(server)) as client:
            server.offers = ["Negotiate"]
            with pytest.raises(SignInFailed, match="cannot be understood"):
                await client.enum()
            assert not server.pages

    asyncio.run(run())
