"""Upper-case names as Windows makes them for NTLM, which a proof of the password depends on.

NTOWFv2 ("NTLM v2 Authentication" in MS-NLMP, 3.3.2) hashes the upper-case user name. A name that is
upper-cased in another way gives another hash: the right password is refused, and counted as a
wrong one.
"""

from __future__ import annotations

import hashlib
import hmac

import spnego._ntlm

_UNKNOWN_TO_WINDOWS = frozenset("ɤƛ\u1c8a\ua7cd\ua7cf\ua7d3\ua7d5\ua7db")
"""Lower-case letters whose upper case came with Unicode 16 or 17, behind Windows' table."""


def windows_upper(text: str) -> str:
    """A text as ``RtlUpcaseUnicodeString`` makes it, unit by unit of UTF-16.

    A character stays what it is where its upper case is more than one unit (ß, ŉ, ǰ, and all beyond
    the BMP), or does not come back by lower-casing (ı, ſ, µ, ς, ǅ). The table was read from
    ``ntdll.RtlUpcaseUnicodeChar``; a test compares all of it.

    >>> windows_upper("jürgen groß")
    'JÜRGEN GROß'
    """
    return text.upper() if text.isascii() else "".join(map(_upper, text))


def _upper(character: str) -> str:
    if character > "\uffff" or character in _UNKNOWN_TO_WINDOWS:
        return character
    upper = character.upper()
    if len(upper) > 1:
        upper = character.title()  # ᾳ has ᾼ, beside the two letters that upper() gives
    return upper if len(upper) == 1 and upper.lower() == character else character


def ntowfv2(username: str, nt_hash: bytes, domain_name: str | None) -> bytes:
    """The key of an NTLMv2 proof, from the MD4 hash of the password.

    Raises ValueError where a policy (FIPS) forbids MD5.
    """
    name = (windows_upper(username) + (domain_name or "")).encode("utf-16-le")
    return hmac.new(nt_hash, name, hashlib.md5).digest()


def use_windows_names() -> None:
    """Let pyspnego's own NTLM make its proofs with :func:`ntowfv2`, bare and inside Negotiate.

    Checked on pyspnego 0.12.4, whose ``_ntlm`` looks the function up by its name for each proof,
    and upper-cases by ``str.upper``. There is no public way in: the user name is sent as it is
    typed, and the key is made of it in the middle of a step.
    """
    spnego._ntlm.ntowfv2 = ntowfv2  # type: ignore[attr-defined]  # one of its own imports
