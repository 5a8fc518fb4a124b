"""The current logon of Windows as the proof, and what Windows says when it does not sign in."""

from __future__ import annotations

import asyncio
import getpass
import ssl
from types import SimpleNamespace
from typing import Any

import pytest
import spnego

from netwrix_tui.client import current_logon
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import AuthScheme
from netwrix_tui.config.choosing import proves_itself
from netwrix_tui.errors import AccountRefused, SignInFailed
from tests.client.acceptor import PASSWORD, USER, Acceptor
from tests.client.conftest import ConnectionTo

PYSPNEGO = spnego.client
NTLM_ALONE = {
    "ntlm": spnego.NegotiateOptions.use_ntlm,
    "negotiate": spnego.NegotiateOptions.use_negotiate | spnego.NegotiateOptions.use_ntlm,
}


class WindowsFault(Exception):
    """What the package of SSPI raises: a WindowsError with a signed code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"secret of the system: {PASSWORD}")
        self.winerror = code - (1 << 32) if code > 0x7FFFFFFF else code


@pytest.fixture(autouse=True)
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_logon, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(getpass, "getuser", lambda: "jane")
    for name, value in (
        ("USERDOMAIN", "CORP"), ("USERDNSDOMAIN", "CORP.LOCAL"), ("COMPUTERNAME", "WS07"),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("offers", [["Negotiate"], ["NTLM"], ["Negotiate", "NTLM"]])
@pytest.mark.parametrize("user", ["", "jane", r"CORP\Jane", "jane@corp.local"])
def test_the_current_logon_signs_in_without_a_password_by_an_address_too(
    tls: ssl.SSLContext, connection_to: ConnectionTo, monkeypatch: pytest.MonkeyPatch,
    offers: list[str], user: str,
) -> None:  # fmt: skip
    given: list[tuple[object, object]] = []

    def logon(user: object = None, password: object = None, **more: Any) -> spnego.ContextProxy:
        given.append((user, password))
        more["options"] = NTLM_ALONE[more["protocol"]]
        return PYSPNEGO(USER, PASSWORD, **more)

    monkeypatch.setattr(spnego, "client", logon)

    async def run() -> None:
        async with Acceptor(tls) as server:
            server.offers = offers
            connection = connection_to(server, user=user, password="")
            assert proves_itself(connection)
            async with AuditorClient(connection) as client:
                assert len(await client.enum()) == 3
            assert server.bad_logons == 0

    asyncio.run(run())
    assert given[0] == (None, None)


@pytest.mark.parametrize("auth", [AuthScheme.BASIC, AuthScheme.DIGEST])
def test_schemes_that_send_or_digest_a_password_need_one(
    connection_to: ConnectionTo, auth: AuthScheme
) -> None:
    server = SimpleNamespace(url="https://127.0.0.1:1", tls=None)
    assert not proves_itself(connection_to(server, user="", password="", auth=auth))  # type: ignore[arg-type]


def test_a_user_of_the_same_name_elsewhere_is_somebody_else() -> None:
    here = {"USERDOMAIN": "CORP", "USERDNSDOMAIN": "corp.local", "COMPUTERNAME": "WS07"}
    own = ("", "jane", "JANE", r"corp\jane", r"CORP.LOCAL\jane", "jane@corp.local")
    others = ("omar", r"DMZ\jane", "jane@dmz.local", r".\jane", r"WS07\jane", r"CORP\omar", "@x")
    assert [user for user in own if not current_logon.is_own(user, here)] == []
    assert [user for user in others if current_logon.is_own(user, here)] == []
    workgroup = {"USERDOMAIN": "WS07", "COMPUTERNAME": "WS07"}
    assert current_logon.is_own(r".\jane", workgroup)
    assert current_logon.is_own(r"ws07\jane", workgroup)
    assert not current_logon.is_own(r"CORP\jane", workgroup)


@pytest.mark.parametrize("offer", ["Negotiate", "NTLM"])
@pytest.mark.parametrize(
    ("code", "password", "what", "rest"),
    [
        (0x80090305, PASSWORD, "can be prepared; nothing was sent", "no security package for"),
        (0x80090305, "", "can be prepared; nothing was sent", "--auth ntlm, digest or basic"),
        (0x8009030E, "", "The current logon proves no account", "by a key"),
        (1312, "", "The current logon proves no account", "--user"),
        (0x8009030C, PASSWORD, "Windows refused the account", "the password is wrong"),
        (1909, PASSWORD, "Windows refused the account", "the account is locked"),
        (1330, PASSWORD, "Windows refused the account", "the password has expired"),
        (0x8009030C, "", "does not prove the current logon", "Sign in to Windows anew"),
        (1937, PASSWORD, "a policy here forbids NTLM", "own DNS name"),
        (0x80090303, "", "no service HTTP/127.0.0.1", "its IP address"),
        (0x80090311, "", "No domain controller", "nltest"),
        (0x80090322, "", "cannot read the ticket", "setspn"),
        (0x80090324, "", "the clocks differ", "w32tm /resync"),
        (0x80099999, PASSWORD, "sign-in to", "--auth"),
    ],
)
def test_what_windows_says_is_a_sentence(
    tls: ssl.SSLContext, connection_to: ConnectionTo, monkeypatch: pytest.MonkeyPatch,
    offer: str, code: int, password: str, what: str, rest: str,
) -> None:  # fmt: skip
    asked: list[object] = []

    def fail(*_: object, **__: object) -> None:
        asked.append(1)
        raise spnego.exceptions.SpnegoError(base_error=WindowsFault(code))

    monkeypatch.setattr(spnego, "client", fail)

    async def run() -> SignInFailed:
        async with Acceptor(tls) as server:
            server.offers = [offer]
            async with AuditorClient(connection_to(server, password=password)) as client:
                for _ in range(2):
                    with pytest.raises(SignInFailed) as caught:
                        await client.enum()
            assert not any(seen.authorization for seen in server.seen)
            return caught.value

    told = asyncio.run(run())
    assert what in told.what
    assert rest in told.sentence()
    assert "kinit" not in told.sentence()
    assert PASSWORD not in told.sentence()
    assert told.__cause__ is None
    assert told.__context__ is None
    if isinstance(told, AccountRefused):
        assert len(asked) == 1  # never tried twice


@pytest.mark.parametrize("offer", ["Negotiate", "NTLM"])
def test_a_refused_logon_is_told_as_that(
    tls: ssl.SSLContext, connection_to: ConnectionTo, monkeypatch: pytest.MonkeyPatch, offer: str
) -> None:
    monkeypatch.setattr(
        spnego,
        "client",
        lambda *_, **more: PYSPNEGO(
            USER, "wrong", **more | {"options": NTLM_ALONE[more["protocol"]]}
        ),
    )

    async def run() -> SignInFailed:
        async with Acceptor(tls) as server:
            server.offers = [offer]
            async with AuditorClient(connection_to(server, user="", password="")) as client:
                with pytest.raises(SignInFailed) as caught:
                    await client.enum()
            return caught.value

    told = asyncio.run(run())
    assert "did not take the current logon of the account of the logon (401)" in told.what
    assert not isinstance(told, AccountRefused)
