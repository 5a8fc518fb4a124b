"""Certificate facts: names, issuer, thumbprints, dates, to compare with those on the server."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from cryptography import x509

from netwrix_tui.client.certificate_names import CertificateNames, names_of
from netwrix_tui.client.trust import Thumbprint

Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Texts as the certificate has them, and anybody can make one that says anything.

    Whoever shows them does so by :func:`netwrix_tui.foreign_text.foreign`. All but the thumbprints
    are empty, or None, where they cannot be read.
    """

    sha1: Thumbprint
    sha256: Thumbprint
    subject: str = ""
    issuer: str = ""
    names: CertificateNames = field(default_factory=CertificateNames)
    begins: dt.datetime | None = None
    ends: dt.datetime | None = None

    @property
    def is_self_signed(self) -> bool:
        """True where it names itself as its issuer, as the product's own does."""
        return bool(self.subject) and self.subject == self.issuer


def facts_of(certificate: bytes) -> CertificateFacts:
    """The facts of a DER certificate, each for itself: one that cannot be read hides no other."""
    parsed = _readable(lambda: x509.load_der_x509_certificate(certificate))
    sha1, sha256 = Thumbprint.sha1(certificate), Thumbprint.sha256(certificate)
    names = names_of(certificate)
    if parsed is None:
        return CertificateFacts(sha1, sha256, names=names)
    return CertificateFacts(
        sha1,
        sha256,
        _readable(lambda: parsed.subject.rfc4514_string()) or "",
        _readable(lambda: parsed.issuer.rfc4514_string()) or "",
        names,
        _readable(lambda: parsed.not_valid_before_utc),
        _readable(lambda: parsed.not_valid_after_utc),
    )


def _readable(read: Callable[[], Fact]) -> Fact | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they would be written over the screen
            return read()
    except Exception:  # noqa: BLE001 - a stranger's certificate breaks its reader as it likes
        return None
