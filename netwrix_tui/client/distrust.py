"""A certificate that is not trusted: why, which names it has, and what may be done about it."""

from __future__ import annotations

import ssl

from netwrix_tui.client.connection import Connection
from netwrix_tui.client.tls import PinMismatch
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.errors import CertificateNotTrusted
from netwrix_tui.foreign_text import foreign, foreign_list

_NOT_YET_VALID, _EXPIRED, _OTHER_NAME, _OTHER_ADDRESS = 9, 10, 62, 64
"""OpenSSL's verdicts, of X509_verify_cert_error_string(3)."""

_LONGEST_NAMES, _LONGEST_SUBJECT, _LONGEST_REASON = 160, 80, 120
"""Cells."""

_OPENSSL_SAYS = frozenset({
    "certificate is not yet valid",
    "certificate has expired",
    "self-signed certificate",
    "self signed certificate",
    "self-signed certificate in certificate chain",
    "self signed certificate in certificate chain",
    "unable to get local issuer certificate",
    "unable to verify the first certificate",
    "Hostname mismatch",
    "IP address mismatch",
})  # fmt: skip


def certificate_not_trusted(
    connection: Connection, verdict: ssl.SSLCertVerificationError, certificate: bytes | None
) -> CertificateNotTrusted:
    """The error for a certificate that is not the pinned one, or not trusted."""
    shown = ""
    if certificate is not None:
        shown = (
            f"It shows the thumbprint {Thumbprint.sha1(certificate)} (SHA-1), "
            f"{Thumbprint.sha256(certificate)} (SHA-256)."
        )
    if isinstance(verdict, PinMismatch):
        return CertificateNotTrusted(
            f"{connection.server} does not show the pinned certificate; nothing was sent.",
            cause=f"{shown} Its certificate was renewed, or another server answers.".strip(),
            next_step="Compare with the certificate on the server; if it is the new one, pin its "
            "thumbprint.",
            certificate=certificate,
        )
    cause, other_way = _distrusted(verdict, connection, certificate)
    return CertificateNotTrusted(
        f"The certificate of {connection.server} is not trusted: {_reason(verdict)}; "
        "nothing was sent.",
        cause=f"{cause} {shown}".strip(),
        next_step="Compare its thumbprint with the certificate on the server, then pin it with "
        f"--thumbprint{f'; or {other_way}' if other_way else ''}.",
        certificate=certificate,
    )


def _distrusted(
    verdict: ssl.SSLCertVerificationError, connection: Connection, certificate: bytes | None
) -> tuple[str, str]:
    """The likely cause, and what may be done besides pinning; empty where nothing else may."""
    code = getattr(verdict, "verify_code", 0)
    if code in (_NOT_YET_VALID, _EXPIRED):
        return (
            "It has expired or is not valid yet (the product's own lasts five years), or a clock "
            "is wrong.",
            "look at the clocks, and have the server's certificate renewed",
        )
    subject, listed = _names(certificate)
    if certificate is not None and not listed:
        nameless = f"It names no host (its subject is {subject}), so that no address fits it"
        renewed = "have one made that names the server (a subject alternative name)"
        if code in (_OTHER_NAME, _OTHER_ADDRESS):
            return f"{nameless}.", renewed
        return f"Netwrix Auditor makes itself a self-signed one. {nameless}.", renewed
    if code in (_OTHER_NAME, _OTHER_ADDRESS):
        return (
            f"It was made for another name than {connection.host}"
            f"{f': it names {listed}' if listed else ''}.",
            f"connect by a name that it has: {listed}" if listed else "",
        )
    by_name = f"connect by a name that it has ({listed})" if listed else "connect by its name"
    return (
        "Netwrix Auditor makes itself a self-signed one.",
        f"{by_name}, and trust it with --ca-file",
    )


def _names(certificate: bytes | None) -> tuple[str, str]:
    """The subject, and the names of hosts in a certificate: quoted, as many as there is room for.

    The names are empty where there are none.
    """
    if certificate is None:
        return "", ""
    from netwrix_tui.client.certificate_facts import facts_of  # loads cryptography

    facts = facts_of(certificate)
    names = facts.names.texts
    subject = foreign(facts.subject, _LONGEST_SUBJECT) if facts.subject else "empty"
    return subject, foreign_list(names, _LONGEST_NAMES) if names else ""


def _reason(error: ssl.SSLCertVerificationError) -> str:
    """Why, in words; elsewhere than with OpenSSL they may hold names out of the certificate."""
    message = str(getattr(error, "verify_message", "") or "").rstrip(".")
    if not message:
        return "it cannot be verified"
    words, comma, _ = message.partition(", ")
    if words in _OPENSSL_SAYS:
        return words if comma else message
    return foreign(message, _LONGEST_REASON)
