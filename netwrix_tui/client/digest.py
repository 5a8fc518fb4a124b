"""Digest authentication (RFC 7616): a hash of the password signs each request."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Generator
from dataclasses import dataclass, replace
from urllib.parse import quote

import httpx

from netwrix_tui.client.challenges import Challenge, byte_texts, challenges
from netwrix_tui.client.connection import Secret
from netwrix_tui.client.hash_policy import forbidden_by_policy
from netwrix_tui.errors import AccountRefused, SignInFailed

_HASHES = {"sha-256": "sha256", "md5": "md5"}
"""What can be computed, the strongest first; each also in its variant for sessions."""
_SESSION = "-sess"
_NEXT_NONCE = re.compile(r'(?:^|[\s,])nextnonce\s*=\s*"([^"\\]+)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DigestChallenge:
    """A challenge that can be answered. ``algorithm`` is None where the server names none (MD5).

    The texts stand for the server's bytes, one character for each (:class:`Challenge`).
    ``wants_utf8`` says that the server has named it as the encoding of names (RFC 7616, 4).
    """

    realm: str
    nonce: str
    algorithm: str | None
    opaque: str | None
    is_stale: bool
    wants_utf8: bool = False

    @property
    def is_for_session(self) -> bool:
        """True where the password's hash is mixed with the nonce once more."""
        return (self.algorithm or "").lower().endswith(_SESSION)

    def encoded(self, typed: str) -> bytes:
        """A user name or a password as the server hashes it.

        That is UTF-8, as browsers and curl send it, but Latin-1 for a server whose own realm is
        Latin-1 (RFC 7616, 4: without ``charset`` nothing is prescribed).
        """
        if self.wants_utf8:
            return unicodedata.normalize("NFC", typed).encode()
        try:
            self.realm.encode("latin-1").decode()
        except UnicodeDecodeError:
            return typed.encode("latin-1" if _is_latin_1(typed) else "utf-8")
        return typed.encode()

    def hash(self, *parts: str | bytes) -> str:
        """The hexadecimal digest of the parts, joined by colons; texts are the server's bytes.

        Raises ValueError where a policy forbids the algorithm.
        """
        name = _HASHES[(self.algorithm or "md5").lower().removesuffix(_SESSION)]
        data = b":".join(p if isinstance(p, bytes) else p.encode("latin-1") for p in parts)
        return hashlib.new(name, data, usedforsecurity=False).hexdigest()


def _is_latin_1(text: str) -> bool:
    return all(character <= "\xff" for character in text)


def digest_challenge(offered: tuple[Challenge, ...]) -> DigestChallenge | None:
    """The strongest Digest challenge that can be answered; None where there is none.

    An unknown algorithm counts as not offered, and so does a challenge that does not know
    ``qop=auth``: the schemes before it protect less.
    """
    usable = [c for c in map(_usable, offered) if c is not None]
    strength = list(_HASHES)
    return min(
        usable,
        key=lambda c: strength.index((c.algorithm or "md5").lower().removesuffix(_SESSION)),
        default=None,
    )


def _usable(challenge: Challenge) -> DigestChallenge | None:
    nonce, algorithm = challenge.parameter("nonce"), challenge.parameter("algorithm")
    protections = re.split(r"[\s,]+", (challenge.parameter("qop") or "").lower())
    is_known = (algorithm or "md5").lower().removesuffix(_SESSION) in _HASHES
    if challenge.scheme != "digest" or not nonce or not is_known or "auth" not in protections:
        return None
    return DigestChallenge(
        challenge.parameter("realm") or "",
        nonce,
        algorithm,
        challenge.parameter("opaque"),
        (challenge.parameter("stale") or "").lower() == "true",
        (challenge.parameter("charset") or "").lower() == "utf-8",
    )


class DigestAuth(httpx.Auth):
    """Signs each request of one connection with the nonce that this one was given last.

    httpx has such a class; it does not escape names, overlooks challenges that share a header,
    and sends a wrong password twice. A nonce's count has to grow without gaps, so that an object
    serves one request at a time.
    """

    def __init__(self, user: str, password: Secret, server: str = "the server") -> None:
        self._user = user
        self._password = password
        self._server = server
        self._challenge: DigestChallenge | None = None
        self._count = 0
        self._client_nonce = ""
        self._may_be_stale = False
        """Whether the nonce is one from an earlier answer: its time may be over by now."""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Asks for a nonce where there is none; an old one that is stale is replaced once.

        Raises AccountRefused where the server calls a nonce stale that it has just given: by RFC
        7616, 3.3, the password was right, but a server for which nothing is ever fresh may say so
        of a wrong one too, and count it. Raises SignInFailed where a policy forbids the hash.
        """
        if self._challenge is None:
            answer = yield request
            if not self._take(answer):
                return
        self._prove(request)
        answer = yield request
        if self._may_be_stale and self._is_stale(answer):
            self._take(answer)
            self._prove(request)
            answer = yield request
        if self._is_stale(answer):
            self._challenge = None
            raise AccountRefused(
                "The server takes none of its own nonces: it calls each of them stale at once.",
                cause="Its clock jumps, several servers answer under one name, or the password is "
                "wrong and the server does not say so.",
                next_step="Connect to one server itself, or use another scheme with --auth; the "
                "password is not sent again until it is typed anew.",
            )
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self._challenge = None
        else:
            self._may_be_stale = True
            self._take_next(answer)

    def _take(self, answer: httpx.Response) -> bool:
        challenge = _asked(answer)
        if challenge is not None:
            self._begin(challenge)
            self._may_be_stale = False
        return challenge is not None

    def _take_next(self, answer: httpx.Response) -> None:
        """Use the nonce that the server wants to see next, where it names one (RFC 7616, 3.5)."""
        named = _NEXT_NONCE.search(", ".join(byte_texts(answer, "authentication-info")))
        if named is not None and self._challenge is not None:
            self._begin(replace(self._challenge, nonce=named[1]))

    def _begin(self, challenge: DigestChallenge) -> None:
        self._challenge, self._count = challenge, 0
        self._client_nonce = secrets.token_hex(16)

    @staticmethod
    def _is_stale(answer: httpx.Response) -> bool:
        challenge = _asked(answer)
        return challenge is not None and challenge.is_stale

    def _prove(self, request: httpx.Request) -> None:
        challenge = self._challenge
        if challenge is None:
            raise RuntimeError("A proof answers a challenge.")
        try:
            proof = self._proof(request, challenge)
        except UnicodeError:
            raise SignInFailed(
                "The user name or the password holds a character that cannot be sent; nothing was.",
                next_step="Type both in a terminal that is set to UTF-8.",
            ) from None
        except ValueError:
            name = (challenge.algorithm or "MD5").upper().removesuffix(_SESSION.upper())
            scheme = f"Digest with {name}"
            raise forbidden_by_policy(self._server, scheme, name) from None
        request.headers.encoding = "latin-1"  # what is not ASCII goes out as the bytes that it is
        request.headers["Authorization"] = proof

    def _proof(self, request: httpx.Request, challenge: DigestChallenge) -> str:
        self._count += 1
        target = request.url.raw_path.decode("ascii")
        count, own = f"{self._count:08x}", self._client_nonce
        user = challenge.encoded(self._user)
        password = challenge.encoded(self._password.reveal())
        secret = challenge.hash(user, challenge.realm, password)
        if challenge.is_for_session:
            secret = challenge.hash(secret, challenge.nonce, own)
        asked = challenge.hash(request.method, target)
        response = challenge.hash(secret, challenge.nonce, count, own, "auth", asked)
        quoted = {
            "username": user.decode("latin-1"),
            "realm": challenge.realm,
            "nonce": challenge.nonce,
            "uri": target,
            "response": response,
            "cnonce": own,
        }
        if challenge.opaque is not None:
            quoted["opaque"] = challenge.opaque
        parts = [f'{name}="{_escaped(value)}"' for name, value in quoted.items()]
        if challenge.wants_utf8 and not user.isascii():
            parts[0] = f"username*=UTF-8''{quote(user, safe='')}"  # RFC 7616, 3.4.4
        parts += ["qop=auth", f"nc={count}"]
        if challenge.algorithm is not None:
            parts.append(f"algorithm={challenge.algorithm}")
        return f"Digest {', '.join(parts)}"


def _asked(answer: httpx.Response) -> DigestChallenge | None:
    if answer.status_code != httpx.codes.UNAUTHORIZED:
        return None
    return digest_challenge(challenges(answer))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
