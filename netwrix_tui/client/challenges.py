"""Authentication challenges of a 401: its WWW-Authenticate headers, parsed.

RFC 9110, 11.6.1: a server may send several headers, or several challenges in one, separated by the
same commas that separate a challenge's parameters.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import httpx

from netwrix_tui.foreign_text import foreign

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]++"  # noqa: S105  # RFC 9110's word for a name
_SPELT = {
    "basic": "Basic", "bearer": "Bearer", "digest": "Digest", "kerberos": "Kerberos",
    "negotiate": "Negotiate", "ntlm": "NTLM",
}  # fmt: skip
_MOST_NAMED, _LONGEST_NAME = 8, 30
_PARAMETER = re.compile(rf'({_TOKEN})\s*+=\s*+(?:"((?:[^"\\]++|\\.)*+)"|({_TOKEN}))(?=\s*+(?:,|$))')
_SCHEME = re.compile(
    rf"({_TOKEN})(?!\s*+=)(?:\s++(?P<token68>[A-Za-z0-9._~+/-]++=*+)(?=\s*+(?:,|$)))?"
)
_UNREADABLE = re.compile(r'"(?:[^"\\]++|\\.)*+"|[^,"]++')
_QUOTED = re.compile(r'"(?:[^"\\]++|\\.)*+("?)')
_BETWEEN = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class Challenge:
    """One scheme that the server takes, in lower case, with what came along.

    That is a token, or parameters, whose names are in lower case too. Each character of a value
    stands for one byte (Latin-1): nothing says how a server encodes them, and Digest needs the
    bytes.
    """

    scheme: str
    token: bytes | None = None
    parameters: tuple[tuple[str, str], ...] = ()

    def parameter(self, name: str) -> str | None:
        """The value of a parameter, freed from its quotes; None where it is missing."""
        return dict(self.parameters).get(name)


def challenges(response: httpx.Response) -> tuple[Challenge, ...]:
    """All challenges of a 401, in the server's order."""
    return tuple(
        challenge
        for header in byte_texts(response, "www-authenticate")
        for challenge in _challenges(header)
    )


def byte_texts(response: httpx.Response, name: str) -> list[str]:
    """The headers of a name, given in lower case; each character stands for one byte of them."""
    wanted = name.encode("ascii")
    return [v.decode("latin-1") for key, v in response.headers.raw if key.lower() == wanted]


def scheme_names(schemes: Iterable[str]) -> str:
    """Schemes as they are spelt, for a sentence; unknown ones are the server's words, and quoted.

    Empty where there are none.
    """
    names = tuple(dict.fromkeys(schemes))
    shown = [_SPELT.get(name) or foreign(name, _LONGEST_NAME) for name in names[:_MOST_NAMED]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def _challenges(header: str) -> list[Challenge]:
    header = _without_open_quote(header)
    found: list[Challenge] = []
    at = 0
    while at < len(header):
        if match := _BETWEEN.match(header, at):
            pass
        elif match := _PARAMETER.match(header, at):
            if found:
                quoted = match[2]
                value = match[3] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
                pair = (match[1].lower(), value)
                found[-1] = replace(found[-1], parameters=(*found[-1].parameters, pair))
        elif match := _SCHEME.match(header, at):
            found.append(Challenge(match[1].lower(), _decoded(match["token68"])))
            if match["token68"] is None:
                # What follows a scheme's name without being a parameter is no scheme.
                at = match.end()
                match = re.compile(rf"\s++(?!{_TOKEN}\s*+=)[^,]*+|").match(header, at)
        else:
            match = _UNREADABLE.match(header, at)
        at = match.end() if match else at + 1
    return found


def _without_open_quote(header: str) -> str:
    """The header without a quotation mark that nothing closes: what is behind it is read plainly.

    Whatever is looked for there is so looked for once.
    """
    opened = next((m.start() for m in _QUOTED.finditer(header) if not m[1]), None)
    return header if opened is None else header[:opened] + header[opened:].replace('"', " ")


def token_of(response: httpx.Response, scheme: str) -> bytes | None:
    """The token that came with a scheme's challenge, None where either is missing."""
    return next(
        (c.token for c in challenges(response) if c.scheme == scheme and c.token is not None), None
    )


def _decoded(token: str | None) -> bytes | None:
    if not token:
        return None
    try:
        return base64.b64decode(token, validate=True)
    except binascii.Error:
        return None
