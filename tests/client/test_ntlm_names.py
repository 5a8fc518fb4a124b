"""User names in NTLM: upper case as Windows makes it, and the proof that is made of it."""

from __future__ import annotations

import hashlib
import hmac
import struct
import sys

import pytest
import spnego
from spnego._ntlm_raw.messages import AvId, Challenge, NegotiateFlags, TargetInfo

import netwrix_tui.client.auth  # noqa: F401  # which teaches pyspnego the names
from netwrix_tui.client.ntlm_names import windows_upper

NT_HASH = bytes.fromhex("a4f49c406510bdcab6824ee7c30fd852")
"""MD4 of "Password" in UTF-16, the example of MS-NLMP (4.2.2.1.2)."""

KEPT = (
    "µıſǅǈǋǲ\u0345ςϐϑϕϖϰϱϵ"  # upper() is another letter's
    "\u1c80\u1c81\u1c82\u1c83\u1c84\u1c85\u1c86\u1c87\u1c88ẛ\u1fbe"
)
CHANGED = "ᾀᾁᾂᾃᾄᾅᾆᾇᾐᾑᾒᾓᾔᾕᾖᾗᾠᾡᾢᾣᾤᾥᾦᾧᾳῃῳ"  # upper() is two letters
"""What ntdll.RtlUpcaseUnicodeChar makes in another way than one-to-one upper()."""


def test_the_table_is_that_of_windows() -> None:
    units = [ord(windows_upper(chr(unit))) for unit in range(0x10000)]
    table = struct.pack("<65536H", *units)
    assert sum(upper != unit for unit, upper in enumerate(units)) == 1163
    # Recorded from RtlUpcaseUnicodeChar for each of the 65,536 units.
    recorded = "1de7ad3f18b843489709032bf23f9d25e74dfb0bced9c0fa258392f54b09061f"
    assert hashlib.sha256(table).hexdigest() == recorded


@pytest.mark.skipif(sys.platform != "win32", reason="Windows' own table is looked at")
def test_the_table_is_that_of_this_windows() -> None:
    import ctypes

    upcase = ctypes.WinDLL("ntdll").RtlUpcaseUnicodeChar  # type: ignore[attr-defined,unused-ignore]
    upcase.restype, upcase.argtypes = ctypes.c_wchar, [ctypes.c_wchar]
    units = map(chr, range(0x10000))
    assert [u for u in units if windows_upper(u) != upcase(u)] == []


def test_what_upper_makes_otherwise() -> None:
    assert len(KEPT) + len(CHANGED) == 54
    assert windows_upper(KEPT) == KEPT
    for character in CHANGED:
        upper = windows_upper(character)
        assert (len(upper), upper.lower()) == (1, character)
        assert upper != character
    for character in "ßŉǰẖﬁ𐐨😀İẞ":
        assert windows_upper(character) == character


NAMES = [
    ("CORP\\jane", "JANE", "CORP"),
    ("CORP\\jürgen", "JÜRGEN", "CORP"),
    ("CORP\\groß", "GROß", "CORP"),
    ("CORP\\ışık", "ıŞıK", "CORP"),
    ("CORP\\ſam.µ", "ſAM.µ", "CORP"),
    ("corp\\ǆ.ǅ", "Ǆ.ǅ", "corp"),
    ("groß@corp.local", "GROß@CORP.LOCAL", ""),
    ("CORP\\𐐨.ŉ", "𐐨.ŉ", "CORP"),
]


@pytest.mark.parametrize("protocol", ["ntlm", "negotiate"])
@pytest.mark.parametrize(("user", "upper", "domain"), NAMES, ids=[n for n, _, _ in NAMES])
def test_the_proof_is_the_one_that_windows_makes(
    protocol: str, user: str, upper: str, domain: str
) -> None:
    context = spnego.client(
        user, "Password", hostname="nwx01", service="HTTP", protocol=protocol,
        options=spnego.NegotiateOptions.use_negotiate | spnego.NegotiateOptions.use_ntlm,
    )  # fmt: skip
    context.step()
    nonce = bytes(range(8))
    proof = _token(context.step(_challenge(nonce)) or b"")
    answered = proof[_field(proof, 20)]
    # NTOWFv2 and the proof by MS-NLMP 3.3.2, by hand.
    key = hmac.new(NT_HASH, (upper + domain).encode("utf-16-le"), "md5").digest()
    assert answered[:16] == hmac.new(key, nonce + answered[16:], "md5").digest()
    # The name itself goes out as it was typed.
    assert proof[_field(proof, 36)].decode("utf-16-le") == user.rpartition("\\")[2]


def _challenge(nonce: bytes) -> bytes:
    flags = NegotiateFlags.unicode | NegotiateFlags.ntlm | NegotiateFlags.target_info
    flags |= NegotiateFlags.extended_session_security | NegotiateFlags.request_target
    named = TargetInfo({AvId.nb_domain_name: "CORP"})
    return Challenge(flags, nonce, target_name="CORP", target_info=named).pack()


def _token(message: bytes) -> bytes:
    """The third message, bare or in its wrapping."""
    return message[message.index(b"NTLMSSP\0\3") :]


def _field(message: bytes, at: int) -> slice:
    length, _, offset = struct.unpack_from("<HHI", message, at)
    return slice(offset, offset + length)
