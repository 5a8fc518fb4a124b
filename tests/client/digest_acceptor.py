"""The server's side of Digest, written from RFC 7616 and not from the client."""

from __future__ import annotations

import hashlib
import itertools
import urllib.request


class DigestAcceptor:
    """Gives out nonces and checks what comes back. ``uses`` ends a nonce after so many requests."""

    def __init__(self, user: str, password: str, algorithm: str = "SHA-256") -> None:
        self.user, self.password, self.algorithm = user, password, algorithm
        self.uses: int | None = None
        self.is_always_stale = False
        self.calls_wrong_stale = False
        """Whether a wrong password is answered, and counted, as a stale nonce."""
        self.gives_next = False
        """Whether each nonce is for one request, whose answer names the next one."""
        self.next_nonce = ""
        self._numbers = itertools.count(1)
        self._counts: dict[str, int] = {}

    def challenge(self, *, stale: bool = False) -> str:
        nonce = self._new_nonce()
        tail = ", stale=TRUE" if stale else ""
        return (
            f'Digest realm="a \\"realm\\", quoted", qop="auth,auth-int", nonce="{nonce}", '
            f'opaque="o", algorithm={self.algorithm}{tail}'
        )

    def _new_nonce(self) -> str:
        nonce = f"nonce-{next(self._numbers)}"
        self._counts[nonce] = 0
        return nonce

    def check(self, credentials: str, method: str, target: str) -> str:
        """``right``, ``wrong`` or ``stale``."""
        pairs = urllib.request.parse_http_list(credentials)
        given = urllib.request.parse_keqv_list(pairs)
        given = {k: v.replace('\\"', '"').replace("\\\\", "\\") for k, v in given.items()}

        def hashed(*parts: str) -> str:
            name = self.algorithm.lower().removesuffix("-sess").replace("-", "")
            return hashlib.new(name, ":".join(parts).encode()).hexdigest()

        first = hashed(self.user, 'a "realm", quoted', self.password)
        nonce, own = given["nonce"], given["cnonce"]
        if self.algorithm.endswith("-sess"):
            first = hashed(first, nonce, own)
        expected = hashed(first, nonce, given["nc"], own, "auth", hashed(method, target))
        is_right = given["response"] == expected and given["uri"] == target
        if not is_right or given["username"] != self.user or given["opaque"] != "o":
            return "wrong"
        self._counts[nonce] += 1
        uses = 1 if self.gives_next else self.uses
        is_used_up = uses is not None and self._counts[nonce] > uses
        if self.gives_next:
            self.next_nonce = self._new_nonce()
        # A count that leaves a gap or comes again is a replay: two connections share a nonce.
        is_in_order = int(given["nc"], 16) == self._counts[nonce]
        return "stale" if self.is_always_stale or is_used_up or not is_in_order else "right"
