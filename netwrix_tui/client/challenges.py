"""What a server asks for with 401: the challenges in its WWW-Authenticate headers.

RFC 9110, 11.6.1: a server may send several headers, or several challenges in one, separated by the
same commas that separate a challenge's parameters.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

import httpx

_CHALLENGE = re.compile(
    r"""
    (?:^|,)\s*
    (?P<scheme>[!#$%&'*+.^_`|~0-9A-Za-z-]++)    # a token, whole ...
    (?!\s*=)                                    # ... that is not a parameter's name
    (?:\s+(?P<token68>[A-Za-z0-9._~+/-]+=*)(?=\s*(?:,|$)))?
    """,
    re.VERBOSE,
)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class Challenge:
    """One scheme that the server takes, in lower case, with the token that came along."""

    scheme: str
    token: bytes | None = None


def challenges(response: httpx.Response) -> tuple[Challenge, ...]:
    """All challenges of a 401, in the server's order."""
    found: list[Challenge] = []
    for header in response.headers.get_list("www-authenticate"):
        # A realm may hold commas and scheme names: it says nothing about what is offered.
        for match in _CHALLENGE.finditer(_QUOTED.sub('""', header)):
            found.append(Challenge(match["scheme"].lower(), _decoded(match["token68"])))
    return tuple(found)


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
