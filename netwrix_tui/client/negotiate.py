"""Negotiate (RFC 4559): Kerberos where it can be had, else NTLM, by pyspnego.

Kerberos on Linux and macOS needs the extra ``netwrix-tui[kerberos]``; on Windows the system does
it. Where it is missing, Negotiate carries NTLM.

Three places decide: ``auth.choose_scheme``, whether it is Negotiate; ``NegotiateAuth``, whether it
carries a ticket, a logon by password or NTLM; ``kerberos.py``, whether there is a ticket.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Generator

import httpx
import spnego
from cryptography.exceptions import UnsupportedAlgorithm

from netwrix_tui.client.challenges import token_of
from netwrix_tui.client.channel_bindings import channel_bindings
from netwrix_tui.client.clock_difference import ahead_of
from netwrix_tui.client.connection import Connection
from netwrix_tui.client.current_logon import proof_words, way_to_proof
from netwrix_tui.client.hash_policy import forbidden_by_policy, forbids_ntlm
from netwrix_tui.client.kerberos import (
    KerberosLogon,
    expired_ticket,
    has_kerberos_libraries,
    has_ticket,
)
from netwrix_tui.client.kerberos_faults import (
    kerberos_code,
    kerberos_failure,
    takes_kerberos_only,
    ticket_has_expired,
)
from netwrix_tui.client.ntlm_level import is_no_level, unprepared_ntlm
from netwrix_tui.client.windows_faults import windows_code, windows_failure
from netwrix_tui.errors import AccountRefused, SignInFailed

_NTLM_TYPE_1 = b"NTLMSSP\x00\x01\x00\x00\x00"
_NTLM_TYPE_2 = b"NTLMSSP\x00\x02\x00\x00\x00"
_NTLM_TYPE_3 = b"NTLMSSP\x00\x03\x00\x00\x00"
_NTLM_ALONE = (
    spnego.NegotiateOptions.none
    if sys.platform == "win32"
    else spnego.NegotiateOptions.use_negotiate | spnego.NegotiateOptions.use_ntlm
)
"""What a password is left for: :class:`KerberosLogon` has tried it at the domain controller, once.

Else pyspnego logs on there by itself, for each connection, and goes on to NTLM where that fails: a
wrong password is two bad logons. Windows does the same as one logon.
"""
_MOST_LEGS = 6
"""Tokens of one sign-in; Kerberos takes one, NTLM two."""


def negotiate_goes_first(connection: Connection) -> bool:
    """Whether Negotiate goes before NTLM: the system knows Kerberos, and the server has a name.

    On Windows the system falls back to NTLM by itself. Elsewhere a password is proven by NTLM
    unless Negotiate is asked for: without a domain controller in reach, Kerberos would only fail.
    """
    if connection.is_addressed_by_ip:
        return False
    if sys.platform == "win32":
        return True
    return not connection.password and has_ticket(connection.user)


class NegotiateAuth(httpx.Auth):
    """Signs one connection in. Each run of the flow is a sign-in of its own."""

    def __init__(self, connection: Connection, logon: KerberosLogon) -> None:
        self._connection = connection
        self._logon = logon

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Answers the challenge; checks the server's own proof where it sends one."""
        answer = yield request
        if answer.status_code != httpx.codes.UNAUTHORIZED:
            return
        context = self._context(answer)
        token: bytes | None = None
        has_proven = False
        for _ in range(_MOST_LEGS):
            try:
                own = self._next_token(context, token, answer)
            except _Nonsense:
                if has_proven:
                    return  # the token was the server's refusal: its answer is the last word
                raise
            if not own:
                return
            request.headers["Authorization"] = f"Negotiate {base64.b64encode(own).decode('ascii')}"
            has_proven = has_proven or _NTLM_TYPE_1 not in own
            answer = yield request
            is_refused = answer.status_code == httpx.codes.UNAUTHORIZED
            if is_refused and _NTLM_TYPE_3 in own:
                return  # a proof goes out once, whatever the server would like to see next
            token = token_of(answer, "negotiate")
            if is_refused and _NTLM_TYPE_1 in own and _NTLM_TYPE_2 not in (token or b""):
                raise takes_kerberos_only(self._connection, ahead_of(answer), self._logon.code)
            if not is_refused:
                if token is not None and not context.complete:
                    self._next_token(context, token, answer)
                return
            if token is None:
                return  # the server does not go on: its answer is the last word

    def _context(self, answer: httpx.Response) -> spnego.ContextProxy:
        """Decides what proves the account: a ticket, a logon by password, or NTLM."""
        connection = self._connection
        # With a ticket, pyspnego has nothing that NTLM could be done with: no second guess.
        ticket = self._logon.credential()
        if not connection.password and not has_ticket(connection.user):
            raise self._without_ticket(answer)
        by_password = ticket is None and bool(connection.password)
        if by_password and forbids_ntlm():
            raise forbidden_by_policy(connection.server, "NTLM", "MD4, MD5 and RC4")
        if by_password and is_no_level():
            raise unprepared_ntlm(connection.server)
        try:
            return spnego.client(
                connection.user if by_password else ticket,
                connection.password.reveal() if by_password else None,
                hostname=connection.host,
                service="HTTP",
                protocol="negotiate",
                options=_NTLM_ALONE if by_password else spnego.NegotiateOptions.none,
            )
        except Exception as error:  # noqa: BLE001  # krb5's errors share no root with pyspnego's
            told = self._told(error, answer)
        raise told or self._unprepared()

    def _next_token(
        self, context: spnego.ContextProxy, token: bytes | None, answer: httpx.Response
    ) -> bytes | None:
        try:
            return context.step(token, channel_bindings=channel_bindings(answer))
        except UnsupportedAlgorithm:  # RC4, where MD5 is still allowed
            told: SignInFailed | None = forbidden_by_policy(
                self._connection.server, "NTLM", "MD4, MD5 and RC4"
            )
        except Exception as error:  # noqa: BLE001  # garbage ends in errors of all kinds
            # Not chained: such an error may quote the token.
            told = self._told(error, answer)
        if told is not None:
            raise told
        if token is None:
            raise self._unprepared()
        raise _Nonsense(
            "The server's side of the Negotiate sign-in cannot be understood.",
            next_step="Check the address: is this the Integration API itself, or a proxy?",
        )

    def _told(self, error: Exception, answer: httpx.Response) -> SignInFailed | None:
        """What Kerberos or Windows says in an exception; None where that is nothing to act on."""
        connection, ahead = self._connection, ahead_of(answer)
        return kerberos_failure(kerberos_code(error), connection, ahead) or windows_failure(
            windows_code(error), connection, ahead, "Negotiate"
        )

    def _without_ticket(self, answer: httpx.Response) -> SignInFailed:
        connection, ahead = self._connection, ahead_of(answer)
        if not has_kerberos_libraries() or connection.is_addressed_by_ip:
            return takes_kerberos_only(connection, ahead)
        if expired_ticket() is not None:
            return ticket_has_expired(connection, ahead)
        return self._unprepared()

    def _unprepared(self) -> SignInFailed:
        what = f"No Negotiate sign-in to {self._connection.server} can be prepared."
        next_step = "Check the server's name, or choose NTLM with --auth ntlm."
        if not self._connection.password:
            way = way_to_proof()
            return SignInFailed(
                what,
                cause=f"There is no {proof_words()} for it.",
                next_step=f"{way[:1].upper()}{way[1:]}. {next_step}",
            )
        # The domain controller may have counted a wrong password: it is not to go there again.
        return AccountRefused(
            what,
            cause="The domain controller cannot be reached, or the password is wrong.",
            next_step=next_step,
        )


class _Nonsense(SignInFailed):
    """What the server sent as its side of the sign-in is no such thing."""
