"""Kerberos that does not sign in: clocks, expired tickets, names; servers that take only it."""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib.util
import ssl
from email.utils import format_datetime

import pytest
import spnego
from spnego.exceptions import BadMechanismError, SpnegoError

from netwrix_tui.client import kerberos, kerberos_faults, negotiate
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.clock_difference import (
    ahead_of,
    difference_words,
    is_too_far,
    machine_time,
)
from netwrix_tui.client.kerberos_faults import kerberos_code
from netwrix_tui.errors import AccountRefused, SignInFailed
from tests.client.acceptor import USER, Acceptor
from tests.client.conftest import ConnectionTo

HOUR = dt.timedelta(hours=1)
MIT = -1765328384


class GssError(Exception):
    """GSS-API's error with its two codes, as python-gssapi raises it: the minor one is unsigned."""

    def __init__(self, minor: int = 0, major: int = 13 << 16) -> None:
        super().__init__(f"minor {minor}")
        self.maj_code, self.min_code = major, minor & 0xFFFFFFFF


class FailingContext:
    """A sign-in in which GSS-API fails, wrapped twice as pyspnego does it."""

    complete = False

    def __init__(self, error: GssError) -> None:
        self._error = error

    def step(self, *_: object, **__: object) -> bytes:
        try:
            try:
                raise self._error
            except GssError as error:
                raise SpnegoError(base_error=error, context_msg="Processing") from error
        except SpnegoError as error:
            raise BadMechanismError(base_error=error, context_msg="Unable") from None


def _answer(
    tls: ssl.SSLContext, connection_to: ConnectionTo, *, password: str = "",
    ahead: dt.timedelta = dt.timedelta(), kerberos_only: bool = False, offers: str = "Negotiate",
) -> tuple[SignInFailed, Acceptor]:  # fmt: skip
    """What a client says at the end, which is some time ahead of the server's clock."""

    async def run() -> tuple[SignInFailed, Acceptor]:
        async with Acceptor(tls) as server:
            server.offers, server.takes_kerberos_only = [offers], kerberos_only
            server.date = format_datetime(machine_time() - ahead, usegmt=True)
            async with AuditorClient(connection_to(server, password=password)) as client:
                with pytest.raises(SignInFailed) as caught:
                    await client.enum()
            return caught.value, server

    return asyncio.run(run())


@pytest.fixture
def has_ticket(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a good ticket, by the name of this machine's user."""
    monkeypatch.setattr(negotiate, "has_ticket", lambda _="": True)


@pytest.mark.parametrize(
    ("error", "what", "cause", "next_step"),
    [
        (GssError(MIT + 37), "clocks differ", "more than the 5 min", "Set the clock"),
        (GssError(MIT + 33), "clocks differ", "more than the 5 min", "Set the clock"),
        (GssError(MIT + 32), "ticket has expired", "some ten hours", "kinit"),
        (GssError(100001, 11 << 16), "ticket has expired", "some ten hours", "kinit"),
        (GssError(MIT + 7), "no service HTTP/127.0.0.1", "its IP address", "own DNS name"),
        (GssError(MIT + 156), "No domain controller", "port 88", "kinit"),
        (GssError(MIT + 154), "No domain controller", "port 88", "kinit"),
        (GssError(MIT + 141, 7 << 16), "no Kerberos ticket", "kinit", "kinit"),
        (GssError(MIT + 195), "no Kerberos ticket", "kinit", "kinit"),
        (GssError(MIT + 6), "does not know the account", "mistyped", "jane@CORP.LOCAL"),
        (GssError(MIT + 14), "no encryption", "FIPS", "AES"),
        (GssError(MIT + 41), "cannot read the ticket", "another account", "setspn"),
    ],
)
def test_what_kerberos_says_is_told(
    tls: ssl.SSLContext, connection_to: ConnectionTo, monkeypatch: pytest.MonkeyPatch,
    has_ticket: None, error: GssError, what: str, cause: str, next_step: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(spnego, "client", lambda *_, **__: FailingContext(error))
    told, server = _answer(tls, connection_to)
    assert what in told.what
    assert cause in told.cause
    assert next_step in told.next_step
    _is_no_password(told)
    assert not any(seen.authorization for seen in server.seen)


@pytest.mark.parametrize(
    ("ahead", "words"), [(2 * HOUR, "2 h ahead of"), (-26 * HOUR, "1 d 2 h behind")]
)
@pytest.mark.parametrize("minor", [MIT + 37, MIT + 33, MIT + 32])
def test_the_difference_of_the_clocks_is_named(
    tls: ssl.SSLContext, connection_to: ConnectionTo, monkeypatch: pytest.MonkeyPatch,
    has_ticket: None, ahead: dt.timedelta, words: str, minor: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(spnego, "client", lambda *_, **__: FailingContext(GssError(minor)))
    told, _ = _answer(tls, connection_to, ahead=ahead)
    assert f"his machine's clock is {words} the server's" in told.cause
    assert "Set the clock" in told.next_step
    _is_no_password(told)


class TicketContext:
    """A sign-in with a ticket, which the server is going to refuse."""

    complete = False

    def step(self, *_: object, **__: object) -> bytes:
        return b"a ticket"


@pytest.mark.parametrize(
    ("ahead", "says"), [(3 * HOUR, "3 h ahead of the server's"), (0 * HOUR, "setspn -Q HTTP/")]
)
def test_a_ticket_that_the_server_refuses_is_no_wrong_password(
    tls: ssl.SSLContext, connection_to: ConnectionTo, monkeypatch: pytest.MonkeyPatch,
    has_ticket: None, ahead: dt.timedelta, says: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(spnego, "client", lambda *_, **__: TicketContext())
    told, server = _answer(tls, connection_to, ahead=ahead, kerberos_only=True)
    assert says in told.sentence()
    _is_no_password(told)
    assert len([seen for seen in server.seen if seen.authorization]) == 1


@pytest.mark.parametrize("installed", [True, False])
def test_a_server_that_takes_kerberos_only_is_told_by_its_name(
    tls: ssl.SSLContext, connection_to: ConnectionTo, monkeypatch: pytest.MonkeyPatch, *,
    installed: bool,
) -> None:  # fmt: skip
    for module in (kerberos_faults, negotiate):
        monkeypatch.setattr(module, "has_kerberos_libraries", lambda: installed)
    told, server = _answer(tls, connection_to, password="right", kerberos_only=True)
    assert "takes Kerberos only" in told.what
    assert ("the extra for Kerberos is not installed" in told.cause) is not installed
    assert "by its IP" in told.cause
    for step in ("netwrix-tui[kerberos]", "kinit", "DNS name"):
        assert step in told.next_step
    assert server.bad_logons == 0
    assert not any(seen.is_proof for seen in server.seen)


def test_without_the_extra_and_without_a_password(
    tls: ssl.SSLContext, connection_to: ConnectionTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(negotiate, "has_ticket", lambda _="": False)
    monkeypatch.setattr(negotiate, "has_kerberos_libraries", lambda: False)
    told, _ = _answer(tls, connection_to, offers="Negotiate")
    assert "takes Kerberos only" in told.what
    assert "netwrix-tui[kerberos]" in told.next_step


def test_an_expired_ticket_is_told_with_its_time(
    tls: ssl.SSLContext, connection_to: ConnectionTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = dt.datetime(2026, 11, 29, 18, 4, tzinfo=dt.UTC)
    monkeypatch.setattr(negotiate, "has_ticket", lambda _="": False)
    for module in (kerberos, kerberos_faults, negotiate):
        monkeypatch.setattr(module, "expired_ticket", lambda: then)
    monkeypatch.setattr(negotiate, "has_kerberos_libraries", lambda: True)

    async def run() -> SignInFailed:
        async with Acceptor(tls) as server:
            server.offers = ["Negotiate"]
            there = connection_to(server, password="")
            object.__setattr__(there, "url", there.url.replace("127.0.0.1", "localhost"))
            async with AuditorClient(there) as client:
                with pytest.raises(SignInFailed) as caught:
                    await client.enum()
            return caught.value

    told = asyncio.run(run())
    assert f"has expired since {then.astimezone():%Y-%m-%d %H:%M}" in told.what
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())  # whether it is installed
    assert f"since {then.astimezone():%Y-%m-%d %H:%M}" in kerberos.no_ticket_words()
    _is_no_password(told)


@pytest.mark.parametrize(
    ("date", "minutes"),
    [
        ("Mon, 30 Nov 2026 12:00:00 GMT", 10), ("Mon, 30 Nov 2026 12:20:00 GMT", -10),
        ("Mon, 30 Nov 2026 13:00:00 +0100", 10), ("nonsense", 0), ("", 0),
        ("Mon, 99 Nov 2026 12:00:00 GMT", 0),
    ],
)  # fmt: skip
def test_the_date_of_an_answer(date: str, minutes: int) -> None:
    import httpx

    now = dt.datetime(2026, 11, 30, 12, 10, tzinfo=dt.UTC)
    ahead = ahead_of(httpx.Response(401, headers={"Date": date}), now)
    assert ahead == dt.timedelta(minutes=minutes)
    assert is_too_far(ahead) is (minutes != 0)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(301, "5 min ahead of"), (-7260, "2 h 1 min behind"), (86_400 * 400, "400 d ahead of")],
)
def test_a_difference_in_words(seconds: int, words: str) -> None:
    shown = difference_words(dt.timedelta(seconds=seconds))
    assert shown == f"this machine's clock is {words} the server's"


def test_errors_without_a_code_of_kerberos() -> None:
    assert kerberos_code(RuntimeError("no code")) is None
    assert kerberos_code(GssError(0)) is None


def test_a_refused_ntlm_proof_names_clocks_that_differ(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    told, _ = _answer(tls, connection_to, password="wrong", ahead=-9 * HOUR, offers="NTLM")
    assert isinstance(told, AccountRefused)
    assert "this machine's clock is 9 h behind the server's" in told.cause


def _is_no_password(told: SignInFailed) -> None:
    """A clock, or a ticket, is never called a wrong password, and latches nothing."""
    assert not isinstance(told, AccountRefused)
    assert "password is wrong" not in told.sentence().replace("no password is wrong", "")
    assert "cannot be understood" not in told.sentence()
    assert USER not in told.next_step
