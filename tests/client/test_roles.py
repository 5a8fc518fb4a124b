"""Accounts that may do some things and not others are not taken for wrong passwords."""

from __future__ import annotations

import asyncio
import ssl

import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.errors import AccountRefused, SignInFailed
from tests.client.acceptor import BASE, Acceptor, Answer, Seen
from tests.client.conftest import ConnectionTo, scheme_for
from tests.client.signing_in import HANDSHAKES, SCHEMES, SEARCH


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
    """Hand in a record over one connection, where the sign-in is."""
    answer = await client.http.post("?format=json", content=b"[{}]")
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

    async def answer(self, peer: object, request: Seen) -> Answer:
        answer = await super().answer(peer, request)  # type: ignore[arg-type]
        is_write = request.method == "POST" and request.target.startswith(f"{BASE}?")
        return self._refused() if answer.status == 200 and is_write else answer
