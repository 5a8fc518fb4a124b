"""The server's side of Digest, written from RFC 7616 and not from the client."""

from __future__ import annotations

import hashlib
import itertools
import urllib.parse
import urllib.request


class DigestAcceptor:
    """Gives out nonces and checks what comes back. ``uses`` ends a nonce after so many requests."""

    def __init__(self, user: str, password: str, algorithm: str = "SHA-256") -> None:
        self.user, self.password, self.algorithm = user, password, algorithm
        self.realm = b'a \\"realm\\", quoted'
        """As it stands between the quotes."""
        self.charset = ""
        self.uses: int | None = None
        self.is_always_stale = False
        self.calls_wrong_stale = False
        """Whether a wrong password is answered, and counted, as a stale nonce."""
        self.gives_next = False
        """Whether each nonce is for one request, whose answer names the next one."""
        self.next_nonce = ""
        self._numbers = itertools.count(1)
        self._counts: dict[str, int] = {}

    def challenge(self, *, stale: bool = False) -> bytes:
        nonce = self._new_nonce()
        tail = ", stale=TRUE" if stale else ""
        tail += f", charset={self.charset}" if self.charset else ""
        rest = f'qop="auth,auth-int", nonce="{nonce}", opaque="o", algorithm={self.algorithm}{tail}'
        return b'Digest realm="' + self.realm + b'", ' + rest.encode()

    def _is_latin_1(self) -> bool:
        """A server whose realm is Latin-1 takes what can be for Latin-1."""
        try:
            self.realm.decode()
        except UnicodeDecodeError:
            return not self.charset
        return False

    def _encoded(self, text: str) -> bytes:
        if self._is_latin_1() and all(c <= "\xff" for c in text):
            return text.encode("latin-1")
        return text.encode()

    def _new_nonce(self) -> str:
        nonce = f"nonce-{next(self._numbers)}"
        self._counts[nonce] = 0
        return nonce

    def _name(self, given: dict[str, str]) -> bytes:
        """The user's name, which a server that named its charset gets by RFC 5987's form."""
        if "username*" not in given:
            name = given["username"].encode("latin-1")
            return name if name.isascii() or not self.charset else b""
        encoding, _, name_text = given["username*"].partition("''")
        return urllib.parse.unquote_to_bytes(name_text) if encoding == "UTF-8" else b""

    def check(self, credentials: str, method: str, target: str) -> str:
        """``right``, ``wrong`` or ``stale``."""
        pairs = urllib.request.parse_http_list(credentials)
        given = urllib.request.parse_keqv_list(pairs)
        given = {k: v.replace('\\"', '"').replace("\\\\", "\\") for k, v in given.items()}

        def hashed(*parts: str | bytes) -> str:
            name = self.algorithm.lower().removesuffix("-sess").replace("-", "")
            joined = b":".join(p if isinstance(p, bytes) else p.encode("latin-1") for p in parts)
            return hashlib.new(name, joined).hexdigest()

        user, password = self._encoded(self.user), self._encoded(self.password)
        first = hashed(user, self.realm.replace(b'\\"', b'"'), password)
        nonce, own = given["nonce"], given["cnonce"]
        if self.algorithm.endswith("-sess"):
            first = hashed(first, nonce, own)
        expected = hashed(first, nonce, given["nc"], own, "auth", hashed(method, target))
        is_right = given["response"] == expected and given["uri"] == target
        if not is_right or self._name(given) != user or given["opaque"] != "o":
            return "wrong"
        if given["realm"].encode("latin-1") != self.realm.replace(b'\\"', b'"'):
            return "wrong"
        self._counts[nonce] += 1
        uses = 1 if self.gives_next else self.uses
        is_used_up = uses is not None and self._counts[nonce] > uses
        if self.gives_next:
            self.next_nonce = self._new_nonce()
        # A count that leaves a gap or comes again is a replay: two connections share a nonce.
        is_in_order = int(given["nc"], 16) == self._counts[nonce]
        return "stale" if self.is_always_stale or is_used_up or not is_in_order else "right"
