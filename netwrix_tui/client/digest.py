"""Digest authentication (RFC 7616): a hash of the password signs each request."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Generator
from dataclasses import dataclass, replace

import httpx

from netwrix_tui.client.challenges import Challenge, challenges
from netwrix_tui.client.connection import Secret
from netwrix_tui.errors import AccountRefused

_HASHES = {"sha-256": "sha256", "md5": "md5"}
"""What can be computed, the strongest first; each also in its variant for sessions."""
_SESSION = "-sess"
_NEXT_NONCE = re.compile(r'(?:^|[\s,])nextnonce\s*=\s*"([^"\\]+)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DigestChallenge:
    """A challenge that can be answered. ``algorithm`` is None where the server names none (MD5)."""

    realm: str
    nonce: str
    algorithm: str | None
    opaque: str | None
    is_stale: bool

    @property
    def is_for_session(self) -> bool:
        """True where the password's hash is mixed with the nonce once more."""
        return (self.algorithm or "").lower().endswith(_SESSION)

    def hash(self, *parts: str) -> str:
        """The hexadecimal digest of the parts, joined by colons."""
        name = _HASHES[(self.algorithm or "md5").lower().removesuffix(_SESSION)]
        return hashlib.new(name, ":".join(parts).encode(), usedforsecurity=False).hexdigest()


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
    )


class DigestAuth(httpx.Auth):
    """Signs each request of one connection with the nonce that this one was given last.

    httpx has such a class; it does not escape names, overlooks challenges that share a header,
    and sends a wrong password twice. A nonce's count has to grow without gaps, so that an object
    serves one request at a time.
    """

    def __init__(self, user: str, password: Secret) -> None:
        self._user = user
        self._password = password
        self._challenge: DigestChallenge | None = None
        self._count = 0
        self._client_nonce = ""
        self._may_be_stale = False
        """Whether the nonce is one from an earlier answer: its time may be over by now."""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Asks for a nonce where there is none; an old one that is stale is replaced once.

        Raises AccountRefused where the server calls a nonce stale that it has just given: by RFC
        7616, 3.3, the password was right, but a server for which nothing is ever fresh may say so
        of a wrong one too, and count it.
        """
        if self._challenge is None:
            answer = yield request
            if not self._take(answer):
                return
        request.headers["Authorization"] = self._proof(request)
        answer = yield request
        if self._may_be_stale and self._is_stale(answer):
            self._take(answer)
            request.headers["Authorization"] = self._proof(request)
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
        named = _NEXT_NONCE.search(answer.headers.get("Authentication-Info", ""))
        if named is not None and self._challenge is not None:
            self._begin(replace(self._challenge, nonce=named[1]))

    def _begin(self, challenge: DigestChallenge) -> None:
        self._challenge, self._count = challenge, 0
        self._client_nonce = secrets.token_hex(16)

    @staticmethod
    def _is_stale(answer: httpx.Response) -> bool:
        challenge = _asked(answer)
        return challenge is not None and challenge.is_stale

    def _proof(self, request: httpx.Request) -> str:
        challenge = self._challenge
        if challenge is None:
            raise RuntimeError("A proof answers a challenge.")
        self._count += 1
        target = request.url.raw_path.decode("ascii")
        count, own = f"{self._count:08x}", self._client_nonce
        secret = challenge.hash(self._user, challenge.realm, self._password.reveal())
        if challenge.is_for_session:
            secret = challenge.hash(secret, challenge.nonce, own)
        asked = challenge.hash(request.method, target)
        response = challenge.hash(secret, challenge.nonce, count, own, "auth", asked)
        quoted = {
            "username": self._user,
            "realm": challenge.realm,
            "nonce": challenge.nonce,
            "uri": target,
            "response": response,
            "cnonce": own,
        }
        if challenge.opaque is not None:
            quoted["opaque"] = challenge.opaque
        parts = [f'{name}="{_escaped(value)}"' for name, value in quoted.items()]
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
