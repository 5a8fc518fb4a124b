"""Signing in: each connection goes through one of the schemes that the server offers.

Negotiate and Digest would be two more classes with the methods of :class:`Scheme`.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from netwrix_tui.demo.accounts import Account, Accounts


@dataclass(frozen=True, slots=True)
class Challenge:
    """Not signed in: what stands in the WWW-Authenticate headers of the answer."""

    headers: tuple[str, ...]


class Scheme(Protocol):
    """One way to sign in. An object lives as long as its connection and keeps its state."""

    name: str
    challenge: str
    """What a first answer offers in WWW-Authenticate."""
    signs_connection: bool
    """True where a success holds for all later requests on the connection."""

    def take(self, credentials: str) -> Account | str | None:
        """What follows the scheme's name in Authorization.

        An account is signed in; a text is the next challenge; None refuses.
        """


SchemeFactory = Callable[[], Scheme]


class Basic:
    """Name and password in every request."""

    name = "Basic"
    challenge = 'Basic realm="Netwrix Auditor"'
    signs_connection = False

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def take(self, credentials: str) -> Account | str | None:
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

    def admit(self, authorization: str | None) -> Account | Challenge:
        """Who sends this request, or the challenge to answer it with."""
        if authorization is None:
            return self._account or self.challenge()
        name, _, credentials = authorization.strip().partition(" ")
        scheme = next((s for s in self._schemes if s.name.casefold() == name.casefold()), None)
        if scheme is None:
            return self.challenge()
        self._account = None
        verdict = scheme.take(credentials.strip())
        if isinstance(verdict, Account):
            if scheme.signs_connection:
                self._account = verdict
            return verdict
        if isinstance(verdict, str):
            return Challenge((f"{scheme.name} {verdict}",))
        return self.challenge()

    def challenge(self) -> Challenge:
        """All schemes, as the first answer on a connection offers them."""
        return Challenge(tuple(scheme.challenge for scheme in self._schemes))
