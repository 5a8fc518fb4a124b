"""Signing in: each connection goes through one of the schemes that the server offers."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from netwrix_tui.demo.api import Request
from netwrix_tui.demo.demo_accounts import Account, Accounts


@dataclass(frozen=True, slots=True)
class Challenge:
    """Not signed in: what stands in the WWW-Authenticate headers of the answer."""

    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Admission:
    """Signed in. ``headers`` is the server's own proof in WWW-Authenticate, if there is any."""

    account: Account
    headers: tuple[str, ...] = ()


Credentials = Account | Admission | Challenge | None
"""What is thought of credentials: signed in, to be gone on with, or (None) refused."""


class Scheme(Protocol):
    """One way to sign in. An object lives as long as its connection and keeps its state."""

    name: str
    signs_connection: bool
    """True where a success holds for all later requests on the connection."""

    def challenges(self) -> tuple[str, ...]:
        """What a first answer offers, each in a WWW-Authenticate of its own."""

    def take(self, credentials: str, request: Request) -> Credentials:
        """The verdict on what follows the scheme's name in Authorization."""


SchemeFactory = Callable[[], Scheme]


class Basic(Scheme):
    """Name and password in every request."""

    name = "Basic"
    signs_connection = False

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def challenges(self) -> tuple[str, ...]:
        """One, with the realm."""
        return ('Basic realm="Netwrix Auditor"',)

    def take(self, credentials: str, request: Request) -> Credentials:
        """Checks ``user:password`` in base64."""
        try:
            text = base64.b64decode(credentials, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None
        name, _, password = text.partition(":")
        return self._accounts.checked(name, password)


class SignIn:
    """The state of one connection: signed in as somebody, or not yet."""

    def __init__(self, factories: Sequence[SchemeFactory]) -> None:
        self._schemes = [make() for make in factories]
        self._account: Account | None = None

    def admit(self, authorization: str | None, request: Request) -> Admission | Challenge:
        """Who sends this request, or the challenge to answer it with."""
        if authorization is None:
            return Admission(self._account) if self._account else self.challenge()
        name, _, credentials = authorization.strip().partition(" ")
        scheme = next((s for s in self._schemes if s.name.casefold() == name.casefold()), None)
        if scheme is None:
            return self.challenge()
        self._account = None
        verdict = scheme.take(credentials.strip(), request)
        if verdict is None:
            return self.challenge()
        if isinstance(verdict, Account):
            verdict = Admission(verdict)
        if isinstance(verdict, Admission) and scheme.signs_connection:
            self._account = verdict.account
        return verdict

    def challenge(self) -> Challenge:
        """All schemes, as the first answer on a connection offers them."""
        return Challenge(tuple(c for scheme in self._schemes for c in scheme.challenges()))
