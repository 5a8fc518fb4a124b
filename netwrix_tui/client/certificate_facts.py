"""What a certificate says of itself, for people who compare it with the one on the server."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from netwrix_tui.client.trust import Thumbprint


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Texts as the certificate has them: whoever shows them makes them visible first.

    All but the thumbprints are empty, or None, where it cannot be read.
    """

    sha1: Thumbprint
    sha256: Thumbprint
    subject: str = ""
    issuer: str = ""
    names: tuple[str, ...] = ()
    begins: dt.datetime | None = None
    ends: dt.datetime | None = None

    @property
    def is_self_signed(self) -> bool:
        """True where it names itself as its issuer, as the product's own does."""
        return bool(self.subject) and self.subject == self.issuer


def facts_of(certificate: bytes) -> CertificateFacts:
    """The facts of a DER certificate."""
    sha1, sha256 = Thumbprint.sha1(certificate), Thumbprint.sha256(certificate)
    try:
        parsed = x509.load_der_x509_certificate(certificate)
        return CertificateFacts(
            sha1,
            sha256,
            parsed.subject.rfc4514_string(),
            parsed.issuer.rfc4514_string(),
            _names(parsed),
            parsed.not_valid_before_utc,
            parsed.not_valid_after_utc,
        )
    except (ValueError, UnsupportedAlgorithm):
        return CertificateFacts(sha1, sha256)


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ()
    return tuple(str(name.value) for name in extension.value)
