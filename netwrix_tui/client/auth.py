"""Proof of the account: NTLM by httpx-ntlm, mended where it has to be, and Basic.

What is chosen here is a scheme; which connection gets signed in, and when, is the lanes' business
(:mod:`netwrix_tui.client.lanes`).
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Generator

import httpx
import spnego
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from httpx_ntlm import HttpNtlmAuth
from spnego.channel_bindings import GssChannelBindings

from netwrix_tui.client.challenges import Challenge, token_of
from netwrix_tui.client.connection import AuthScheme, Connection, Secret
from netwrix_tui.errors import SignInFailed

_NTLM_TYPE_1 = b"NTLMSSP\x00\x01"

# Both write whole tokens at DEBUG, from which a password can be guessed offline.
for _name in ("spnego", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class MendedNtlmAuth(HttpNtlmAuth):  # type: ignore[misc]  # the package has no types
    """httpx-ntlm with channel bindings, the server's name in the proof, and clean refusals.

    The class that it mends has an option for channel bindings that does nothing, raises
    StopIteration where the server refuses to go on, and sends a Set-Cookie header back raw.
    """

    def __init__(self, user: str, password: Secret) -> None:
        super().__init__(user, password)

    def _retry_using_ntlm(
        self, request: httpx.Request, response: httpx.Response
    ) -> Generator[httpx.Request, httpx.Response, None]:
        context = spnego.client(
            self.username,
            self.password.reveal(),
            hostname=request.url.host,
            service="HTTP",
            protocol="ntlm",
        )
        request.headers["Authorization"] = _ntlm_header(context.step() or b"")
        answer = yield request
        token = token_of(answer, "ntlm")
        if answer.status_code != httpx.codes.UNAUTHORIZED or token is None:
            # The server does not go on: its answer is the last word, and no password was sent.
            return
        _keep_cookies(answer, request)
        request.headers["Authorization"] = _ntlm_header(_proof(context, token, answer))
        yield request


def _proof(context: spnego.ContextProxy, token: bytes, answer: httpx.Response) -> bytes:
    try:
        return context.step(token, channel_bindings=channel_bindings(answer)) or b""
    except Exception:  # noqa: BLE001  # garbage ends in struct, codec and lookup errors alike
        # Not chained: such an error may quote the token.
        raise SignInFailed(
            "The server's side of the NTLM sign-in makes no sense; no password was sent.",
            next_step="Check the address: is this the Integration API itself, or a proxy?",
        ) from None


def _ntlm_header(token: bytes) -> str:
    return f"NTLM {base64.b64encode(token).decode('ascii')}"


def _keep_cookies(answer: httpx.Response, request: httpx.Request) -> None:
    # A load balancer may mark by a cookie which server holds the half-done sign-in.
    cookies = httpx.Cookies()
    cookies.extract_cookies(answer)
    if cookies:
        request.headers.pop("Cookie", None)
        cookies.set_cookie_header(request)


def channel_bindings(response: httpx.Response) -> GssChannelBindings | None:
    """The bindings that tie a sign-in to the TLS connection it runs over; None without TLS.

    RFC 5929, 4.1 (``tls-server-end-point``): the certificate's digest by the hash of its own
    signature, but SHA-256 in place of MD5 and SHA-1.
    """
    stream = response.extensions.get("network_stream")
    ssl_object = stream.get_extra_info("ssl_object") if stream is not None else None
    certificate = ssl_object.getpeercert(True) if ssl_object is not None else None
    if not certificate:
        return None
    try:
        algorithm = x509.load_der_x509_certificate(certificate).signature_hash_algorithm
    except (UnsupportedAlgorithm, ValueError):
        algorithm = None
    if algorithm is None:
        return None  # RFC 5929 leaves it undefined for signatures without a hash
    if isinstance(algorithm, hashes.MD5 | hashes.SHA1):
        algorithm = hashes.SHA256()
    digest = hashes.Hash(algorithm)
    digest.update(certificate)
    return GssChannelBindings(application_data=b"tls-server-end-point:" + digest.finalize())


def authenticator(scheme: AuthScheme, connection: Connection) -> httpx.Auth:
    """The flow that proves the account by a scheme; one for each sign-in."""
    if scheme is AuthScheme.NTLM:
        ntlm: httpx.Auth = MendedNtlmAuth(connection.user, connection.password)
        return ntlm
    return httpx.BasicAuth(connection.user, connection.password.reveal())


def choose_scheme(connection: Connection, offered: tuple[Challenge, ...]) -> AuthScheme:
    """The scheme to sign in with, out of what the server offers. Raises SignInFailed."""
    names = [challenge.scheme for challenge in offered]
    if not connection.user:
        raise SignInFailed(
            f"{connection.server} wants an account.", next_step="Give one with --user."
        )
    wanted = connection.auth
    if wanted is AuthScheme.AUTO:
        if AuthScheme.NTLM in names:
            return AuthScheme.NTLM
        if AuthScheme.BASIC in names:
            if connection.may_send_password:
                return AuthScheme.BASIC
            raise SignInFailed(
                f"{connection.server} takes nothing but Basic, over a connection without TLS.",
                cause="The password would travel in the clear; nothing was sent.",
                next_step="Use https://, or allow it with --allow-plain-http.",
            )
    elif wanted in names:
        return wanted
    raise SignInFailed(
        f"{connection.server} does not take "
        f"{'NTLM or Basic' if wanted is AuthScheme.AUTO else wanted.value}.",
        cause=f"It offers {', '.join(dict.fromkeys(names)) or 'no scheme at all'}.",
        next_step="Check the address: is this the Integration API itself, or a proxy before it?",
    )


def is_ntlm_negotiation(request: httpx.Request) -> bool:
    """True for the first message of NTLM, whose body the server would throw away."""
    return _ntlm_token(request).startswith(_NTLM_TYPE_1)


def proves_account(request: httpx.Request) -> bool:
    """True where the request carries something made of the password."""
    return "Authorization" in request.headers and not is_ntlm_negotiation(request)


def _ntlm_token(request: httpx.Request) -> bytes:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return base64.b64decode(token) if scheme == "NTLM" else b""
