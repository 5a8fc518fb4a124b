"""The account at one server, shared by all lanes: its scheme, and whether it was refused."""

from __future__ import annotations

import asyncio

import httpx

from netwrix_tui.client.auth import authenticator, choose_scheme
from netwrix_tui.client.challenges import challenges
from netwrix_tui.client.connection import AuthScheme, Connection
from netwrix_tui.client.kerberos import KerberosLogon
from netwrix_tui.errors import AccountRefused, SignInFailed


class Account:
    """What is known of an account while a client lives.

    ``gate`` is held through every sign-in, so that a wrong password is sent once and not once by
    each lane: domains lock accounts after a few. ``challenge`` is the 401 by which the server told
    which schemes it takes; Digest uses it up (:meth:`take_challenge`). ``is_proven`` says that the
    server took the account at least once. ``signs_each_request`` says that a signed-in connection
    is not enough: always so with Basic and Digest, and with the others where the server asks anew
    every time.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.gate = asyncio.Lock()
        self.challenge: httpx.Response | None = None
        self.is_proven = False
        self.signs_each_request = False
        self._scheme: AuthScheme | None = None
        self._logon = KerberosLogon(connection)
        self._refusal: AccountRefused | None = None

    @property
    def scheme(self) -> AuthScheme | None:
        """The scheme that was chosen; None before the server was asked, or if it asks for none."""
        return self._scheme

    def learn(self, challenge: httpx.Response) -> None:
        """Choose the scheme from a 401. Raises SignInFailed where none fits.

        The scheme stays: after a refusal no weaker one is tried.
        """
        if self._scheme is None:
            self._scheme = choose_scheme(self.connection, challenges(challenge))
        self.challenge = challenge

    def authenticator(self) -> httpx.Auth:
        """A lane's own flow that proves this account; the scheme has to be known."""
        if self._scheme is None:
            raise RuntimeError("The scheme is learnt from the server's challenge first.")
        return authenticator(self._scheme, self.connection, self._logon)

    def take_challenge(self) -> httpx.Response | None:
        """The challenge to answer without asking; None where a new one is needed.

        A nonce of Digest belongs to one lane: its uses are counted.
        """
        challenge = self.challenge
        if self._scheme is AuthScheme.DIGEST:
            self.challenge = None
        return challenge

    def take_as_proven(self) -> None:
        """The server took the account."""
        self.is_proven = True
        if self._scheme in (AuthScheme.BASIC, AuthScheme.DIGEST):
            self.signs_each_request = True

    def raise_if_refused(self) -> None:
        """Raises the AccountRefused of an earlier refusal: the password is not sent again."""
        if self._refusal is not None:
            raise self._refusal_again(self._refusal)

    def refuse(self) -> AccountRefused:
        """Remember that the server refused the account; the error to raise."""
        causes = [
            "The user name or the password is wrong, or the account has no role that allows this "
            "(Global administrator, Global reviewer or Reviewer on a plan to read, Contributor to "
            "write)"
        ]
        carries_ntlm = self._scheme in (AuthScheme.NTLM, AuthScheme.NEGOTIATE)
        if carries_ntlm and self.connection.is_addressed_by_ip:
            causes.append("NTLM is switched off by policy and the server is addressed by its IP")
        self._refusal = AccountRefused(
            f"{self.connection.server} refused the account {self.connection.user} (401).",
            cause="; or ".join(causes) + ".",
            next_step="Check them and sign in anew; the password was sent once, and is not sent "
            "again until then, so that the account does not get locked.",
        )
        return self._refusal_again(self._refusal)

    def remember(self, refusal: AccountRefused) -> None:
        """A domain controller refused the account before the server was asked."""
        self._refusal = refusal

    def lacks_role(self) -> SignInFailed:
        """The error for an account that was taken, but may not do what was asked."""
        return SignInFailed(
            f"{self.connection.server} knows the account {self.connection.user}, but does not let "
            "it do this (401).",
            cause="The account has no role that allows it.",
            next_step="Global administrator, Global reviewer or Reviewer on a plan may read; "
            "Contributor may write.",
        )

    @staticmethod
    def _refusal_again(refusal: AccountRefused) -> AccountRefused:
        # A new object for each request: one that is raised in many tasks gathers their tracebacks.
        return AccountRefused(refusal.what, cause=refusal.cause, next_step=refusal.next_step)
