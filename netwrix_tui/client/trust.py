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

_NOISE = "[\\s:\u200e\u200f\ufeff]"
"""What Windows' certificate dialogue and other tools put between the digits, or before them."""

_ALGORITHMS = {40: "sha1", 64: "sha256"}


@dataclass(frozen=True, slots=True)
class Thumbprint:
    """The digest of a DER certificate, as upper-case hex: SHA-1 as Windows shows it, or SHA-256."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> Thumbprint:
        """A thumbprint as people paste it. Raises UsageError."""
        digits = re.sub(_NOISE, "", text).upper()
        if not re.fullmatch("[0-9A-F]*", digits) or len(digits) not in _ALGORITHMS:
            raise UsageError(
                "This is not a certificate thumbprint.",
                cause=f"It has {len(digits)} characters that count.",
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
            "A thumbprint and a CA file are given.", next_step="Choose one of the two."
        )
    if thumbprint:
        return PinnedCertificate(Thumbprint.parse(thumbprint))
    return CaFile(Path(ca_file).expanduser()) if ca_file else SystemTrust()
