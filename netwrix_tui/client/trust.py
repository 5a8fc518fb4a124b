"""Certificate trust: by the operating system, by a CA file, or by a pinned thumbprint.

The Integration API makes itself a self-signed certificate, so that pinning its thumbprint is the
usual way ("Integration API: Security" in the vendor's documentation). There is no way to switch
checking off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from netwrix_tui.errors import UsageError
from netwrix_tui.home import expanded

_NOISE = "[\\s:\u200e\u200f\ufeff-]"
"""What Windows' certificate dialogue and other tools put between the digits, or before them."""

_ALGORITHMS = {40: "sha1", 64: "sha256"}

_LABEL = re.compile(
    r"\s*([a-z0-9 ()-]{0,40}?(?:print|hash|sha-?1|sha-?256)\)?)\s*(?:\(sha-?\d+\))?\s*[:=]+",
    re.IGNORECASE,
)
"""What stands before the digits: ``sha256 Fingerprint=`` (openssl), ``Thumbprint :`` (PowerShell),
``Certificate Hash :`` (netsh), ``Cert Hash(sha1):`` (certutil)."""

_OTHERS = {
    32: "It has 32 characters that count, as MD5's has.",
    96: "It has 96 characters that count, as SHA-384's has.",
    128: "It has 128 characters that count, as SHA-512's has.",
}


@dataclass(frozen=True, slots=True)
class Thumbprint:
    """The digest of a DER certificate, as upper-case hex: SHA-1 as Windows shows it, or SHA-256."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> Thumbprint:
        """A thumbprint as people paste it, and as openssl and PowerShell print it.

        >>> len(Thumbprint.parse("sha1 Fingerprint=" + ":".join(["AB"] * 20)).digits)
        40

        Raises UsageError.
        """
        if text.strip().upper() == "NOCHECK":
            raise UsageError(
                "This is not a certificate thumbprint: NOCHECK would switch checking off, which is "
                "not possible here.",
                cause="Without it, anyone between you and the server could take over the account.",
                next_step="Leave the thumbprint out: what the server shows is told, to be compared "
                "and pinned.",
            )
        label = _LABEL.match(text)
        algorithm = re.search("sha-?(1|256)(?![0-9])", label[0].lower()) if label else None
        named = f"sha{algorithm[1]}" if algorithm else ""
        digits = re.sub(_NOISE, "", text[label.end() :] if label else text).upper()
        if named and _ALGORITHMS.get(len(digits), named) != named:
            raise UsageError(
                "This is not a certificate thumbprint.",
                cause=f"It is called {named.upper()}, and has {len(digits)} digits.",
                next_step="Paste the 40 hexadecimal digits of SHA-1, or the 64 of SHA-256.",
            )
        if not re.fullmatch("[0-9A-F]*", digits) or len(digits) not in _ALGORITHMS:
            raise UsageError(
                "This is not a certificate thumbprint.",
                cause=_OTHERS.get(len(digits), f"It has {len(digits)} characters that count."),
                next_step="Paste the 40 hexadecimal digits of SHA-1, or the 64 of SHA-256.",
            )
        return cls(digits)

    @classmethod
    def sha1(cls, certificate: bytes) -> Thumbprint:
        """The thumbprint that Windows shows for a DER certificate."""
        return cls(_digest("sha1", certificate))

    @classmethod
    def sha256(cls, certificate: bytes) -> Thumbprint:
        """The SHA-256 thumbprint of a DER certificate."""
        return cls(_digest("sha256", certificate))

    @property
    def algorithm(self) -> str:
        """``sha1`` or ``sha256``."""
        return _ALGORITHMS[len(self.digits)]

    def matches(self, certificate: bytes) -> bool:
        """True for the one DER certificate that has this thumbprint."""
        return _digest(self.algorithm, certificate) == self.digits

    def __str__(self) -> str:
        return self.digits


def _digest(algorithm: str, certificate: bytes) -> str:
    import hashlib  # loads OpenSSL: not for reading the settings

    return hashlib.new(algorithm, certificate, usedforsecurity=False).hexdigest().upper()


@dataclass(frozen=True, slots=True)
class SystemTrust:
    """Trust what the operating system trusts; the name has to match the certificate."""


@dataclass(frozen=True, slots=True)
class CaFile:
    """Trust the certificates in a file, PEM or DER; the name has to match the certificate."""

    path: Path


@dataclass(frozen=True, slots=True)
class PinnedCertificate:
    """Trust the one certificate with this thumbprint, whatever name it bears."""

    thumbprint: Thumbprint


Trust = SystemTrust | CaFile | PinnedCertificate


def trust_from(thumbprint: str | None, ca_file: str | None) -> Trust:
    """The trust that two optional settings ask for; the system's where there is neither.

    Raises UsageError when both are given, or the thumbprint is none.
    """
    if thumbprint and ca_file:
        raise UsageError(
            "A thumbprint and a CA file are given.",
            cause="The one trusts a single certificate, the other all that an authority has made.",
            next_step="Choose one of the two.",
        )
    if thumbprint:
        return PinnedCertificate(Thumbprint.parse(thumbprint))
    return CaFile(expanded(ca_file)) if ca_file else SystemTrust()
