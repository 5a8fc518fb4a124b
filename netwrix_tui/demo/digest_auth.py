"""Digest (RFC 7616) for the demo: MD5 and SHA-256, nonces that end."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable

from netwrix_tui.demo.api import Request
from netwrix_tui.demo.demo_accounts import Account, Accounts
from netwrix_tui.demo.sign_in import Challenge, Credentials, Scheme

_REALM = "Netwrix Auditor"
_ALGORITHMS = {"SHA-256": "sha256", "MD5": "md5"}
_PARAMETER = re.compile(
    r'(?<![a-z])([a-z]++)\s*+=\s*+(?:"((?:[^"\\]++|\\.)*+)"|([^\s",]++))', re.IGNORECASE
)


class Nonces:
    """The nonces of one run of the server. Each holds for ``lifetime`` seconds by ``clock``."""

    def __init__(
        self, lifetime: float = 300.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._lifetime = lifetime
        self._clock = clock
        self._counts: dict[str, tuple[float, int]] = {}

    def new(self) -> str:
        """A nonce that is good from now on; those that have ended are forgotten."""
        now = self._clock()
        self._counts = {n: c for n, c in self._counts.items() if c[0] > now}
        nonce = secrets.token_urlsafe(18)
        self._counts[nonce] = (now + self._lifetime, 0)
        return nonce

    def take(self, nonce: str, count: int) -> bool:
        """True where the nonce still holds and was not used with this count before."""
        end, last = self._counts.get(nonce, (0.0, 0))
        if end <= self._clock() or count <= last:
            return False
        self._counts[nonce] = (end, count)
        return True


class Digest(Scheme):
    """A hash of the password in every request."""

    name = "Digest"
    signs_connection = False

    def __init__(self, accounts: Accounts, nonces: Nonces) -> None:
        self._accounts = accounts
        self._nonces = nonces

    def challenges(self) -> tuple[str, ...]:
        """One for each algorithm, with a nonce of their own."""
        return self._challenges(is_stale=False)

    def take(self, credentials: str, request: Request) -> Credentials:
        """Checks the response first: only who knows the password is told that a nonce is stale."""
        given = {
            name.lower(): token or re.sub(r"\\(.)", r"\1", quoted)
            for name, quoted, token in _PARAMETER.findall(credentials)
        }
        account = self._accounts.named(given.get("username", ""))
        if account is None or not _is_right(given, account, request):
            return None
        if self._nonces.take(given["nonce"], int(given["nc"], 16)):
            return account
        return Challenge(self._challenges(is_stale=True))

    def _challenges(self, *, is_stale: bool) -> tuple[str, ...]:
        nonce = self._nonces.new()
        tail = ", stale=true" if is_stale else ""
        return tuple(
            f'Digest realm="{_REALM}", qop="auth", algorithm={algorithm}, nonce="{nonce}"{tail}'
            for algorithm in _ALGORITHMS
        )


def _is_right(given: dict[str, str], account: Account, request: Request) -> bool:
    algorithm = _ALGORITHMS.get(given.get("algorithm", "MD5").upper())
    names = {"username", "nonce", "uri", "response", "cnonce", "nc"}
    if algorithm is None or not names <= given.keys():
        return False
    is_whole = given.get("realm") == _REALM and given.get("qop") == "auth"
    is_counted = re.fullmatch("[0-9a-fA-F]{8}", given["nc"]) is not None
    if not is_whole or not is_counted or given["uri"] != request.target:
        return False

    def hashed(*parts: str) -> str:
        return hashlib.new(algorithm, ":".join(parts).encode(), usedforsecurity=False).hexdigest()

    secret = hashed(given["username"], _REALM, account.password)
    asked = hashed(request.method, request.target)
    expected = hashed(secret, given["nonce"], given["nc"], given["cnonce"], "auth", asked)
    return hmac.compare_digest(expected.encode(), given["response"].lower().encode())
