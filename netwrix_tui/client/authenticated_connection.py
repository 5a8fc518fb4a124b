"""Authenticated connection to the server: one request at a time, signed in while it lives.

NTLM signs in a connection, not a request: the three messages of a sign-in and everything after
them have to run over the same one. A pool that hands requests to any connection breaks that.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from time import monotonic

import httpx

from netwrix_tui.client.account import Account
from netwrix_tui.client.auth import is_ntlm_negotiation, proves_account
from netwrix_tui.client.body import beginning_of_body, whole_within
from netwrix_tui.client.channel_bindings import keep_certificate
from netwrix_tui.client.connection import AuthScheme
from netwrix_tui.client.exchange import (
    SignInTimeout,
    connection_of,
    copy_of,
    is_refused,
    is_write,
    note_sent,
    sign_in_told_apart,
    with_body,
)
from netwrix_tui.client.http_errors import (
    LONGEST_PAGE,
    http_error,
    may_be_turned_away,
    was_turned_away,
)
from netwrix_tui.client.sign_in_failures import (
    broken_sign_in,
    given_up_sign_in,
    silent_sign_in,
)
from netwrix_tui.client.verdict import until_judged
from netwrix_tui.errors import AccountRefused, ConnectionLost, SignInFailed

_MOST_IGNORED = 64 * 1024 * 1024
"""Bytes of an answer nobody wants that are read to keep the connection; beyond, it is closed."""

VERDICT_SECONDS = 5.0
"""Seconds within which a server refuses a proof, if it does. A request that proves the account and
is not answered by then is taken for a long search, which holds up nobody else."""


class AuthenticatedConnection:
    """Sends requests over one connection and keeps it signed in.

    ``probe`` is the cheapest request that needs an account. ``open_inner`` makes a transport that
    never holds more than one connection. Whoever calls :meth:`send` reads and closes the answer
    before calling it again.
    """

    def __init__(
        self,
        open_inner: Callable[[], httpx.AsyncBaseTransport],
        account: Account,
        probe: httpx.Request,
    ) -> None:
        self._open_inner = open_inner
        self._inner = open_inner()
        self._is_lost = False
        self._account = account
        self._probe = probe
        self._authenticator: httpx.Auth | None = None
        self._connection: object | None = None
        """The connection that is signed in, or that needed no sign-in."""
        self._is_signed_in = False
        self._answered = 0
        """Requests answered on it since its last sign-in."""
        self._broken_before = 0
        self.used_at = float("-inf")  # when it was answered last, by time.monotonic

    async def send(self, request: httpx.Request, broken_before: int) -> httpx.Response:
        """The answer to one request, its body still to be read.

        ``broken_before`` is the account's count of broken sign-ins when the request came. Raises
        SignInFailed, and httpx.TransportError where no answer came.
        """
        self._broken_before = broken_before
        if self._is_lost:
            await self._reopen()
        for _ in range(2):  # twice, as the connection may have ended since it was signed in
            self._account.raise_if_refused()
            if self._account.signs_each_request:
                return await self._send_with_proof(request)
            if self._connection is None:
                early = await self._sign_in(request)
                if early is not None:
                    return early
                if self._account.signs_each_request:
                    return await self._send_with_proof(request)
            response = await self._exchange(note_sent(request))
            if response.status_code != httpx.codes.UNAUTHORIZED:
                self._answered, self.used_at = self._answered + 1, monotonic()
                return response
            await self._discard(response)
            if connection_of(response) is self._connection:
                return await self._sign_in_again(request, response)
            self._connection = None
        raise ConnectionLost(
            f"{self._account.connection.server} ends the connection after every sign-in.",
            cause="NTLM needs a connection that stays; a proxy in between may close it.",
            next_step="Connect to the server itself.",
        )

    def mark_lost(self) -> None:
        """The connection ended, or will, with an answer that was not read to its end."""
        self._connection, self.used_at = None, float("-inf")
        self._is_lost = True

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()

    async def _reopen(self) -> None:
        # A request that is cancelled twice can leave httpcore's pool waiting for ever for the
        # one connection it may have.
        old, self._inner = self._inner, self._open_inner()
        self._is_lost = False
        await old.aclose()

    async def _sign_in(self, request: httpx.Request) -> httpx.Response | None:
        """Sign the connection in with the cheapest request there is, alone among all connections.

        Gives the answer to ``request`` where that had to be asked on the way, else None.
        """
        account = self._account
        async with account.gate():
            self._raise_if_in_vain()
            if account.challenge is None:
                response = await self._exchange(self._probe)
                await self._discard(response)
                if response.status_code != httpx.codes.UNAUTHORIZED:
                    # No account is wanted, so none is sent.
                    self._mark_ready(response, signed_in=False)
                    return None
                account.learn(response)
            prove = self._prove_by_writing if is_write(request) else self._prove_once
            return await until_judged(prove(request), self._throw_away, given_up=self._give_up)

    async def _prove_by_writing(self, request: httpx.Request) -> httpx.Response:
        """Sign in with the write itself, and give its answer. Raises SignInFailed.

        Who may write may be forbidden to read: a sign-in with the cheapest request would be
        refused as a wrong password is, and with Basic or Digest nothing would tell the two apart.
        """
        account = self._account
        response = await self._prove(request)
        if response.status_code != httpx.codes.UNAUTHORIZED:
            account.mark_proven()
            self._mark_ready(response, signed_in=True)
            return response
        # Without proof: a connection that may read after all is signed in, and lacks a role.
        cheap = await self._asked_after_refusal(response, self._probe)
        await self._discard(cheap)
        account.mark_proven()
        self._mark_ready(cheap, signed_in=True)
        raise account.lacks_role()

    async def _prove_once(self, request: httpx.Request) -> httpx.Response | None:
        """Send the proof, and see whether the server took it. Raises SignInFailed.

        Where the server refuses even the cheapest request, ``request`` itself is asked without
        any proof: an account may write and not read. Its answer is then returned.
        """
        account = self._account
        response = await self._prove(self._probe)
        if response.status_code != httpx.codes.UNAUTHORIZED:
            account.mark_proven()
            await self._discard(response)
            self._mark_ready(response, signed_in=True)
            return None
        response = await self._asked_after_refusal(response, request)
        account.mark_proven()
        self._mark_ready(response, signed_in=True)
        return response

    async def _asked_after_refusal(
        self, refused: httpx.Response, request: httpx.Request
    ) -> httpx.Response:
        """The answer to a request without proof, which shows whether the sign-in itself was taken.

        Raises AccountRefused where it was not. Where that cannot be found out, it counts as
        refused: asking anew would send the proof anew.
        """
        account = self._account
        try:
            await self._discard(refused)
            response = await self._exchange(request)
        except httpx.TransportError:
            raise account.refuse(refused) from None
        except BaseException:
            account.refuse(refused)
            raise
        if response.status_code == httpx.codes.UNAUTHORIZED:
            raise await self._refused_by(response)
        return response

    async def _sign_in_again(
        self, request: httpx.Request, challenge: httpx.Response
    ) -> httpx.Response:
        """The answer to a request that a connection refused which had been taken for ready."""
        account = self._account
        if self._is_signed_in:
            # Without proof: where this is answered, the account is not what is wrong.
            cheap = await self._exchange(self._probe)
            await self._discard(cheap)
            if cheap.status_code != httpx.codes.UNAUTHORIZED:
                raise account.lacks_role()
        account.learn(challenge)
        if account.scheme is AuthScheme.DIGEST:
            account.take_challenge()  # its nonce may be old when this connection's turn comes
        asks_every_time = self._is_signed_in and self._answered == 0
        response = await self._send_with_proof(request)
        account.signs_each_request = account.signs_each_request or asks_every_time
        self._mark_ready(response, signed_in=True)
        return response

    async def _send_with_proof(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request that proves the account itself, after those before it.

        Ten of them at once would be ten bad logons where the password has just been changed.
        """
        async with self._account.gate() as hold:
            self._raise_if_in_vain()
            return await until_judged(
                self._proven(request),
                self._throw_away,
                within=VERDICT_SECONDS,
                is_late=hold.release,
                given_up=self._give_up,
            )

    async def _proven(self, request: httpx.Request) -> httpx.Response:
        response = await self._prove(request)
        if response.status_code == httpx.codes.UNAUTHORIZED:
            raise await self._refused_by(response)
        self._account.mark_proven()
        return response

    async def _refused_by(self, response: httpx.Response) -> SignInFailed:
        """The error for a refusal, which is remembered before anything else can fail."""
        error = self._account.refuse(response)
        with suppress(httpx.TransportError):
            await self._discard(response)
        return error

    def _raise_if_in_vain(self) -> None:
        """Raises SignInFailed where others have found out, while this one waited for the gate."""
        self._account.raise_if_refused()
        self._account.raise_if_broken(self._broken_before)

    async def _prove(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request that goes out with proof of the account.

        Raises SignInFailed where the server breaks the sign-in off before or during the proof.
        """
        for _ in range(2):  # twice, as a connection may be at its end when it is to be signed in
            response = await self._prove_at_once(request)
            if response is not None:
                return response
        raise broken_sign_in(self._account.connection)

    async def _prove_at_once(self, request: httpx.Request) -> httpx.Response | None:
        """The answer to a proof; None where its connection ended before it, and it was kept."""
        account = self._account
        if self._authenticator is None:
            self._authenticator = account.authenticator()
        flow = self._authenticator.async_auth_flow(copy_of(request))
        connection: object | None = None
        proof_sent = is_ending = False
        try:
            outgoing = await anext(flow)
            # A flow that starts by asking what the server wants gets the answer known already.
            known = account.take_challenge() if "Authorization" not in outgoing.headers else None
            response = known
            while True:
                if response is None:
                    proof_sent = proves_account(outgoing)
                    if proof_sent and is_ending and account.signs_connections:
                        return None  # over another connection it would be a bad logon
                    response = await self._exchange(outgoing)
                    has_moved = connection not in (None, connection_of(response))
                    # What a write was answered with says what became of its records, over
                    # whatever connection it came; a 401 says that nothing did.
                    says_more = is_write(request) and not is_refused(response)
                    if proof_sent and has_moved and account.signs_connections and not says_more:
                        error = account.break_off(broken_sign_in(self._account.connection))
                        await self._discard(response)
                        raise error
                    connection = connection_of(response)
                    is_ending = response.headers.get("Connection", "").lower() == "close"
                try:
                    outgoing = await flow.asend(response)
                except StopAsyncIteration:
                    break
                except SignInFailed as unsigned:
                    if isinstance(unsigned, AccountRefused):
                        account.remember(unsigned)
                    if response is not known:
                        await self._discard(response)
                    raise
                if response is not known:
                    await self._discard(response)
                response = None
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise
        except httpx.TransportError as lost:
            if proof_sent and not account.is_proven:
                # Tried again only by the user: the password may have been counted as wrong.
                is_silent = isinstance(lost, SignInTimeout)
                error = (silent_sign_in if is_silent else broken_sign_in)(account.connection)
                error = account.break_off(error)
                # What became of a write is for its caller to say, who never tries it again.
                if not is_write(request):
                    raise error from None
            raise
        finally:
            await flow.aclose()
        if may_be_turned_away(response):
            return await self._turned_away(request, response)
        if response.status_code == httpx.codes.UNAUTHORIZED and not proof_sent:
            await self._discard(response)
            raise broken_sign_in(self._account.connection)
        return response

    async def _turned_away(
        self, request: httpx.Request, response: httpx.Response
    ) -> httpx.Response:
        """Raises ServerRefused; gives the answer to a write where it may have been stored."""
        try:
            async with self._within_a_step():
                connection = self._account.connection
                body = await beginning_of_body(response, connection, LONGEST_PAGE)
        finally:
            await self._throw_away(response)
        if is_write(request) and not was_turned_away(response, body):
            return with_body(response, body)
        raise http_error(response, body, self._account.connection)

    async def _exchange(self, request: httpx.Request) -> httpx.Response:
        outgoing = copy_of(request, with_body=not is_ntlm_negotiation(request))
        self._account.cookies.give(outgoing)
        step = self._within_a_step() if request.url == self._probe.url else nullcontext()
        try:
            with sign_in_told_apart(outgoing):
                async with step:
                    response = await self._inner.handle_async_request(outgoing)
        except BaseException:
            self.mark_lost()
            raise
        response.request = outgoing
        self._account.cookies.take(response)
        if response.status_code == httpx.codes.UNAUTHORIZED:
            keep_certificate(response)  # it may be answered when this connection has ended
        return response

    async def _discard(self, response: httpx.Response) -> None:
        """Read an answer that nobody wants, so that its connection can go on."""
        size = 0
        try:
            try:
                with sign_in_told_apart(response.request):
                    async with self._within_a_step():
                        async for chunk in response.aiter_raw():
                            size += len(chunk)
                            if size > _MOST_IGNORED:
                                break
            finally:
                await response.aclose()
        except BaseException:
            self.mark_lost()
            raise

    async def _throw_away(self, response: httpx.Response | None) -> None:
        """Close an answer that nobody waits for any more."""
        if response is not None:
            # Closing may be cancelled too, and leave the connection taken for ever.
            self.mark_lost()
            await response.aclose()

    def _within_a_step(self) -> AbstractAsyncContextManager[None]:
        return whole_within(self._account.connection.timeouts.sign_in)

    def _mark_ready(self, response: httpx.Response, *, signed_in: bool) -> None:
        self._connection = connection_of(response)
        self._is_signed_in = signed_in
        self._answered = 0

    def _give_up(self) -> None:
        """Who waits already does not send the proof again; who asks from now on does."""
        if not self._account.is_proven:
            self._account.break_off(given_up_sign_in(self._account.connection))
