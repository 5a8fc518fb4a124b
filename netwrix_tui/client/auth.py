"""Authentication: the choice of a scheme, and NTLM by httpx-ntlm with fixes.

What is chosen here is a scheme; which connection gets signed in, and when, is decided in
:mod:`netwrix_tui.client.authenticated_connection`.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Generator

import httpx
import spnego
from cryptography.exceptions import UnsupportedAlgorithm
from httpx_ntlm import HttpNtlmAuth

from netwrix_tui.client.challenges import Challenge, scheme_names, token_of
from netwrix_tui.client.channel_bindings import channel_bindings
from netwrix_tui.client.clock_difference import ahead_of
from netwrix_tui.client.connection import AuthScheme, Connection
from netwrix_tui.client.current_logon import is_proof, proving_schemes, way_to_proof
from netwrix_tui.client.digest import DigestAuth, digest_challenge
from netwrix_tui.client.hash_policy import forbidden_by_policy, forbids_ntlm
from netwrix_tui.client.kerberos import KerberosLogon, has_ticket, no_ticket_words
from netwrix_tui.client.negotiate import NegotiateAuth, negotiate_goes_first
from netwrix_tui.client.ntlm_level import unprepared_ntlm
from netwrix_tui.client.ntlm_names import use_windows_names
from netwrix_tui.client.windows_faults import windows_code, windows_failure
from netwrix_tui.errors import SignInFailed

_NTLM_TYPE_1 = b"NTLMSSP\x00\x01\x00\x00\x00"

# Both write whole tokens at DEBUG, from which a password can be guessed offline.
for _name in ("spnego", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

use_windows_names()


class ChannelBoundNtlmAuth(HttpNtlmAuth):  # type: ignore[misc]  # the package has no types
    """httpx-ntlm with channel bindings, the server's name in the proof, and clean refusals.

    The class that it mends has an option for channel bindings that does nothing, raises
    StopIteration where the server refuses to go on, and sends a Set-Cookie header back raw (the
    connection keeps cookies: :mod:`netwrix_tui.client.cookies`). Checked on httpx-ntlm 1.4.0, whose
    ``auth_flow`` goes on by ``_retry_using_ntlm`` where a server asks for NTLM.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection.user, connection.password)
        self._connection = connection
        self._server = connection.server

    def _retry_using_ntlm(
        self, request: httpx.Request, response: httpx.Response
    ) -> Generator[httpx.Request, httpx.Response, None]:
        context, first = self._begun(request.url.host, response)
        request.headers["Authorization"] = _ntlm_header(first)
        answer = yield request
        token = token_of(answer, "ntlm")
        if answer.status_code != httpx.codes.UNAUTHORIZED or token is None:
            # The server does not go on: its answer is the last word, and no password was sent.
            return
        request.headers["Authorization"] = _ntlm_header(self._proof(context, token, answer))
        yield request

    def _begun(self, host: str, answer: httpx.Response) -> tuple[spnego.ContextProxy, bytes]:
        """A new sign-in and its first message. Raises SignInFailed; nothing was sent then."""
        if forbids_ntlm():
            raise forbidden_by_policy(self._server, "NTLM", "MD4, MD5 and RC4")
        by_logon = is_proof(self._connection)
        try:
            context = spnego.client(
                None if by_logon else self.username,
                None if by_logon else self.password.reveal(),
                hostname=host,
                service="HTTP",
                protocol="ntlm",
            )
            return context, context.step() or b""
        except Exception as error:  # noqa: BLE001  # settings, codecs and libraries, each its own
            told = windows_failure(windows_code(error), self._connection, ahead_of(answer), "NTLM")
        raise told or unprepared_ntlm(self._server)

    def _proof(self, context: spnego.ContextProxy, token: bytes, answer: httpx.Response) -> bytes:
        try:
            return context.step(token, channel_bindings=channel_bindings(answer)) or b""
        except UnsupportedAlgorithm:  # RC4, where MD5 is still allowed
            raise forbidden_by_policy(self._server, "NTLM", "MD4, MD5 and RC4") from None
        except Exception as error:  # noqa: BLE001  # garbage ends in struct, codec, lookup errors
            # Not chained: such an error may quote the token.
            told = windows_failure(windows_code(error), self._connection, ahead_of(answer), "NTLM")
        raise told or SignInFailed(
            "The server's side of the NTLM sign-in cannot be understood; no password was sent.",
            next_step="Check the address: is this the Integration API itself, or a proxy?",
        )


def _ntlm_header(token: bytes) -> str:
    return f"NTLM {base64.b64encode(token).decode('ascii')}"


def authenticator(scheme: AuthScheme, connection: Connection, logon: KerberosLogon) -> httpx.Auth:
    """The flow that proves the account by a scheme; one for each connection, the logon for all."""
    match scheme:
        case AuthScheme.NTLM:
            ntlm: httpx.Auth = ChannelBoundNtlmAuth(connection)
            return ntlm
        case AuthScheme.NEGOTIATE:
            return NegotiateAuth(connection, logon)
        case AuthScheme.DIGEST:
            return DigestAuth(connection.user, connection.password, connection.server)
        case _:
            return httpx.BasicAuth(connection.user, connection.password.reveal())


def choose_scheme(connection: Connection, offered: tuple[Challenge, ...]) -> AuthScheme:
    """The scheme to sign in with, out of what the server offers. Raises SignInFailed."""
    takes = _answerable(offered)
    by_ticket = not proving_schemes().isdisjoint(takes)
    if not connection.user and not (by_ticket and has_ticket()):
        raise SignInFailed(
            f"{connection.server} wants an account.",
            cause=no_ticket_words() if by_ticket else "",
            next_step=f"Give one with --user, or {way_to_proof()}."
            if by_ticket
            else "Give one with --user.",
        )
    wanted = connection.auth
    if wanted is not AuthScheme.AUTO:
        if wanted in takes:
            return wanted
        raise _not_taken(connection, wanted.value, offered)
    best = next((s for s in _by_strength(connection) if s in takes), None)
    if best is not None:
        return best
    if AuthScheme.BASIC not in takes:
        raise _not_taken(connection, "Negotiate, NTLM, Digest or Basic", offered)
    way = (
        "over TLS"
        if connection.is_encrypted
        else "unencrypted, so that anyone on the network can read it"
    )
    also = "" if connection.may_send_password else ", with --allow-plain-http"
    raise SignInFailed(
        f"{connection.server} takes nothing but Basic.",
        cause=f"Basic hands the password itself to the server, {way}; nothing was sent.",
        next_step=f"If you trust it with that, choose it: --auth basic{also}.",
    )


def _answerable(offered: tuple[Challenge, ...]) -> set[str]:
    names = {challenge.scheme for challenge in offered}
    return names if digest_challenge(offered) else names - {AuthScheme.DIGEST.value}


def _by_strength(connection: Connection) -> tuple[AuthScheme, ...]:
    first = (AuthScheme.NEGOTIATE, AuthScheme.NTLM)
    # Without Kerberos, Negotiate is NTLM in a wrapping that not every proxy understands.
    if not negotiate_goes_first(connection):
        first = (AuthScheme.NTLM, AuthScheme.NEGOTIATE)
    return (*first, AuthScheme.DIGEST)


def _not_taken(connection: Connection, wanted: str, offered: tuple[Challenge, ...]) -> SignInFailed:
    names = scheme_names(challenge.scheme for challenge in offered)
    return SignInFailed(
        f"{connection.server} does not take {wanted}.",
        cause=f"It offers {names or 'no scheme at all'}.",
        next_step="Check the address: is this the Integration API itself, or a proxy before it?",
    )


def is_ntlm_negotiation(request: httpx.Request) -> bool:
    """True for the first message of NTLM, bare or in Negotiate: the server ignores its body.

    Not so for Kerberos, whose first message is the only one: the request is acted on.
    """
    return _NTLM_TYPE_1 in _connection_token(request)


def proves_account(request: httpx.Request) -> bool:
    """True where the request carries something made of the password."""
    return "Authorization" in request.headers and not is_ntlm_negotiation(request)


def _connection_token(request: httpx.Request) -> bytes:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return base64.b64decode(token) if scheme in ("NTLM", "Negotiate") else b""
