"""A machine on which a policy (FIPS) forbids MD4 and MD5."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from collections.abc import Callable
from typing import Any

import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.errors import AccountRefused, SignInFailed
from tests.client.acceptor import PASSWORD, USER, Acceptor
from tests.client.conftest import ConnectionTo
from tests.client.digest_acceptor import DigestAcceptor


@pytest.fixture
def fips(monkeypatch: pytest.MonkeyPatch) -> None:
    """hashlib as OpenSSL makes it in FIPS mode."""
    new = hashlib.new

    def forbidden(*_: object, **__: object) -> Any:
        raise ValueError("[digital envelope routines] unsupported")

    def checked(name: str, *given: Any, **options: Any) -> Any:
        return forbidden() if name.lower() in ("md4", "md5") else new(name, *given, **options)

    monkeypatch.setattr(hashlib, "md5", forbidden)
    monkeypatch.setattr(hashlib, "new", checked)


def _outcome(
    tls: ssl.SSLContext, connection_to: ConnectionTo, prepare: Callable[[Acceptor], None]
) -> tuple[BaseException | int, Acceptor]:
    async def run() -> tuple[BaseException | int, Acceptor]:
        async with Acceptor(tls) as server:
            prepare(server)
            async with AuditorClient(connection_to(server)) as client:
                try:
                    return len(await client.enum()), server
                except Exception as error:  # noqa: BLE001  # what it is, is looked at
                    return error, server

    return asyncio.run(run())


@pytest.mark.parametrize("offer", ["NTLM", "Negotiate", "Digest"])
def test_the_policy_is_named_and_no_password_is_sent(
    tls: ssl.SSLContext, connection_to: ConnectionTo, fips: None, offer: str
) -> None:
    def prepare(server: Acceptor) -> None:
        server.offers = [offer]
        server.digest = DigestAcceptor(USER, PASSWORD, "MD5")

    error, server = _outcome(tls, connection_to, prepare)
    assert type(error) is SignInFailed
    assert "policy of this machine (FIPS)" in error.cause
    assert "MD5" in error.cause
    assert "kinit" in error.next_step
    assert "proxy" not in error.sentence()
    assert not any(seen.authorization for seen in server.seen)
    assert server.bad_logons == 0


def test_digest_with_sha_256_signs_in_all_the_same(
    tls: ssl.SSLContext, connection_to: ConnectionTo, fips: None
) -> None:
    def prepare(server: Acceptor) -> None:
        server.offers = ["Digest"]

    assert _outcome(tls, connection_to, prepare)[0] == 3


@pytest.mark.parametrize("offer", ["NTLM", "Negotiate"])
@pytest.mark.parametrize("level", ["abc", "9", ""])
def test_what_fails_before_the_first_message_is_told(
    tls: ssl.SSLContext, connection_to: ConnectionTo, monkeypatch: pytest.MonkeyPatch,
    level: str, offer: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("LM_COMPAT_LEVEL", level)

    def prepare(server: Acceptor) -> None:
        server.offers = [offer]

    error, server = _outcome(tls, connection_to, prepare)
    assert isinstance(error, SignInFailed)
    assert not isinstance(error, AccountRefused)
    assert "LM_COMPAT_LEVEL" in error.cause
    assert not any(seen.authorization for seen in server.seen)
