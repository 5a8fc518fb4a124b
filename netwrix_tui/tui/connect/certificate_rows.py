"""Rows of a certificate: its thumbprints first, then its fields, each on one row.

Only the thumbprints are computed here. All else is what its maker wrote into it: it stands below
them, is quoted and shortened, and takes exactly one row.
"""

from __future__ import annotations

from netwrix_tui.client.certificate_facts import CertificateFacts
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.foreign_text import foreign, foreign_list, rows

_LABEL = 10
"""Cells."""

_CLAIMS = "What the certificate says about itself; anybody can write that:"
_UNREADABLE = "cannot be read"


def thumbprint_rows(facts: CertificateFacts, width: int) -> list[str]:
    """The SHA-1 as Windows shows it, and the SHA-256, in groups of four digits."""
    half = len(facts.sha256.digits) // 2
    sha256 = [Thumbprint(facts.sha256.digits[:half]), Thumbprint(facts.sha256.digits[half:])]
    return [
        *sha1_rows(facts, width),
        *_labelled("SHA-256", grouped(sha256[0]), width),
        *_labelled("", grouped(sha256[1]), width),
    ]


def sha1_rows(facts: CertificateFacts, width: int) -> list[str]:
    """The SHA-1 alone."""
    return _labelled("SHA-1", grouped(facts.sha1), width)


def claim_rows(facts: CertificateFacts, width: int) -> list[str]:
    """What the certificate says, below a row that says whose words these are."""
    room, besides = max(width - _LABEL, 3), facts.names.besides
    issuer = "itself (self-signed)" if facts.is_self_signed else _said(facts.issuer, room)
    return [
        *rows(_CLAIMS, width),
        *_labelled("subject", _said(facts.subject, room), width),
        *_labelled("issued by", issuer, width),
        *_labelled("names", foreign_list(facts.names.texts, room) or "none", width),
        *_labelled("valid", _validity(facts), width),
        *(_labelled("besides", ", ".join(besides), width) if besides else []),
    ]


def compared_rows(old: Thumbprint, new: Thumbprint, since: str, width: int) -> list[str]:
    """The pinned thumbprint beside the one that the server shows now, of the same algorithm."""
    label = "SHA-1" if old.algorithm == "sha1" else "SHA-256"
    digits = 20 if old.algorithm == "sha1" else 24  # on a row, in two rows or in three
    cells = digits + digits // 4 - 1
    if width < _LABEL + 2 * cells + 1:  # not side by side
        return [
            *_labelled("known", grouped(old), width),
            *_labelled("now", grouped(new), width),
            *_labelled("", since, width),
        ]
    column = min(34, width - _LABEL - cells)
    lines = [f"{label:<{_LABEL}}{'known':<{column}}now"]
    for at in range(0, len(old.digits), digits):
        known, now = (grouped(Thumbprint(t.digits[at : at + digits])) for t in (old, new))
        lines.append(f"{'':<{_LABEL}}{known:<{column}}{now}")
    return [*lines, *_labelled("", since, width)]


def grouped(thumbprint: Thumbprint, size: int = 4) -> str:
    """Its digits in groups, as people compare them."""
    digits = str(thumbprint)
    return " ".join(digits[at : at + size] for at in range(0, len(digits), size))


def _labelled(label: str, value: str, width: int) -> list[str]:
    return rows(value, width, first=f"{label:<{_LABEL}}", rest=" " * _LABEL)


def _said(text: str, room: int) -> str:
    return foreign(text, room) if text else _UNREADABLE


def _validity(facts: CertificateFacts) -> str:
    if facts.begins is None or facts.ends is None:
        return _UNREADABLE
    return f"{facts.begins:%Y-%m-%d} to {facts.ends:%Y-%m-%d}"
