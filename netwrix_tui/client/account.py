"""Account at one server, shared by all connections: its scheme, and whether it was refused."""

from __future__ import annotations

import httpx

from netwrix_tui.client.auth import authenticator, choose_scheme
from netwrix_tui.client.challenges import challenges
from netwrix_tui.client.clock_difference import ahead_of, difference_words, is_too_far
from netwrix_tui.client.connection import AuthScheme, Connection
from netwrix_tui.client.cookies import CookieStore
from netwrix_tui.client.current_logon import is_proof, proof_words
from netwrix_tui.client.gate import Hold
from netwrix_tui.client.kerberos import KerberosLogon
from netwrix_tui.client.kerberos_faults import clocks_differ
from netwrix_tui.client.latch import latch_of
from netwrix_tui.errors import AccountRefused, RoleMissing, SignInFailed


class Account:
    """What is known of an account while a client lives.

    Whatever sends a proof is inside :meth:`gate` until the verdict, so that a wrong password is
    sent once and not once by each connection: domains lock accounts after a few. The gate and what
    was refused are shared by all clients that have the password (:mod:`netwrix_tui.client.latch`).

    ``challenge`` is the 401 that names the schemes that the server takes; Digest uses it up
    (:meth:`take_challenge`). ``is_proven`` says that the server took the account at least once.
    ``signs_each_request`` says that a signed-in connection is not enough: always so with Basic and
    Digest, and with the others where the server asks anew every time. ``broken_sign_ins`` counts
    the proofs that got no answer.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._latch = latch_of(connection)
        self.cookies = CookieStore()
        self.challenge: httpx.Response | None = None
        self.is_proven = False
        self.signs_each_request = False
        self._scheme: AuthScheme | None = None
        self._logon = KerberosLogon(connection)
        self.broken_sign_ins = 0
        self._broken: SignInFailed | None = None

    @property
    def scheme(self) -> AuthScheme | None:
        """The scheme that was chosen; None before the server was asked, or if it asks for none."""
        return self._scheme

    @property
    def signs_connections(self) -> bool:
        """True where a sign-in is for its connection alone: by NTLM, bare or in Negotiate."""
        return self._scheme in (AuthScheme.NTLM, AuthScheme.NEGOTIATE)

    def gate(self) -> Hold:
        """For ``async with``: nobody else sends a proof of this account meanwhile."""
        return self._latch.gate.hold()

    def learn(self, challenge: httpx.Response) -> None:
        """Choose the scheme from a 401. Raises SignInFailed where none fits.

        The scheme stays: after a refusal no weaker one is tried.
        """
        if self._scheme is None:
            self._scheme = choose_scheme(self.connection, challenges(challenge))
        self.challenge = challenge

    def authenticator(self) -> httpx.Auth:
        """A connection's own flow that proves this account; the scheme has to be known."""
        if self._scheme is None:
            raise RuntimeError("The scheme is learnt from the server's challenge first.")
        return authenticator(self._scheme, self.connection, self._logon)

    def take_challenge(self) -> httpx.Response | None:
        """The challenge to answer without asking; None where a new one is needed.

        A nonce of Digest belongs to one connection: its uses are counted.
        """
        challenge = self.challenge
        if self._scheme is AuthScheme.DIGEST:
            self.challenge = None
        return challenge

    def mark_proven(self) -> None:
        """The server took the account."""
        self.is_proven = True
        self._broken = None  # what got no answer before it was right, too
        self._latch.accept(self.connection.password)
        if self._scheme is not None and not self.signs_connections:
            self.signs_each_request = True

    def raise_if_refused(self) -> None:
        """Raises the AccountRefused of an earlier refusal: the password is not sent again."""
        self._latch.raise_if_refused(self.connection.password)

    def raise_if_broken(self, since: int) -> None:
        """Raises the SignInFailed of a proof without an answer that went out meanwhile.

        ``since`` is what ``broken_sign_ins`` was when the request came. The password may have been
        counted as wrong: whoever waited is not to send it again, only who asks afterwards.
        """
        if self._broken is not None and self.broken_sign_ins > since:
            broken = self._broken
            raise SignInFailed(broken.what, cause=broken.cause, next_step=broken.next_step)

    def break_off(self, broken: SignInFailed) -> SignInFailed:
        """Remember that a proof got no answer; the error to raise."""
        self.broken_sign_ins += 1
        self._broken = broken
        return broken

    @property
    def is_proven_by_ticket(self) -> bool:
        """True where no password went to the server: nothing of it can be wrong there."""
        if self._scheme is AuthScheme.NTLM:
            return is_proof(self.connection)
        by_ticket = not self.connection.password or self._logon.is_logged_on
        return self._scheme is AuthScheme.NEGOTIATE and by_ticket

    def refuse(self, answer: httpx.Response) -> SignInFailed:
        """Remember that the server refused the account by this answer; the error to raise.

        That is an AccountRefused unless a ticket was refused.
        """
        if self.is_proven_by_ticket:
            return self._ticket_refused(answer)
        causes = [
            "The user name or the password is wrong, or the account has no role that allows this "
            "(Global administrator, Global reviewer or Reviewer on a plan to read, Contributor to "
            "write)"
        ]
        if self.signs_connections and self.connection.is_addressed_by_ip:
            causes.append("NTLM is switched off by policy and the server is addressed by its IP")
        ahead = ahead_of(answer)
        if self.signs_connections and is_too_far(ahead):
            causes.append(f"the clocks are why: {difference_words(ahead)}")
        refusal = AccountRefused(
            f"{self.connection.server} refused the account {self.connection.user} (401).",
            cause="; or ".join(causes) + ".",
            next_step="Check them and sign in anew; the password was sent once, and is not sent "
            "again until it is typed anew, so that the account does not get locked.",
        )
        self.remember(refusal)
        return refusal

    def _ticket_refused(self, answer: httpx.Response) -> SignInFailed:
        connection, ahead = self.connection, ahead_of(answer)
        if is_too_far(ahead):
            return clocks_differ(connection, ahead)
        proof = "Kerberos ticket" if connection.password else proof_words()
        who = connection.user or f"the account of the {proof.rpartition(' ')[2]}"
        return SignInFailed(
            f"{connection.server} did not take the {proof} of {who} (401).",
            cause=f"HTTP/{connection.host} is registered for another account than the one the "
            "server runs under, or the account has no role in Netwrix Auditor; no password is "
            "wrong.",
            next_step=f"Look with setspn -Q HTTP/{connection.host}, use the host's own DNS name, "
            "and have a role given to the account (Reviewer to read, Contributor to write).",
        )

    def remember(self, refusal: AccountRefused) -> None:
        """A domain controller refused the account, or the server did, and not by a plain 401."""
        self._latch.refuse(self.connection.password, refusal)

    def lacks_role(self) -> RoleMissing:
        """The error for an account that was taken, but may not do what was asked."""
        return RoleMissing(
            f"{self.connection.server} knows the account {self.connection.user}, but does not let "
            "it do this (401).",
            cause="The account has no role that allows it.",
            next_step="Global administrator, Global reviewer or Reviewer on a plan may read; "
            "Contributor may write.",
        )
