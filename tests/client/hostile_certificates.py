"""Certificates that lie, pad, break rules: each with what a reader of the screen must not take."""

from __future__ import annotations

import datetime as dt
import ssl
import warnings
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.client.certificates import TestCertificate

FORGED = "SHA-1     " + " ".join(["FAKE"] * 10)  # which no true one can hold
"""A row as the program would write it, with digits that are not the certificate's."""

_SAN = x509.ObjectIdentifier("2.5.29.17")
_SECOND_SAN = x509.ObjectIdentifier("2.5.29.27")
_UNKNOWN = x509.ObjectIdentifier("1.3.6.1.4.1.311.1")
_SECOND_UNKNOWN = x509.ObjectIdentifier("1.3.6.1.4.1.311.3")
_TWICE = ((b"\x55\x1d\x1b", b"\x55\x1d\x11"), (b"\x82\x37\x03", b"\x82\x37\x01"))
"""What stands for an extension that is to stand twice, and what becomes of it behind the signature:
nobody looks at the signature of a certificate that is judged by its thumbprint.
"""


def padded(blank: str, width: int = 66) -> str:
    """A name whose parts would begin rows of their own in a column of this width."""
    rows = ("nwx01", "valid     2020-01-01 to 2040-01-01", FORGED, "... then it is your server")
    return "".join(row + blank * (width - len(row)) for row in rows)


def der(tag: int, content: bytes) -> bytes:
    """One element of DER."""
    size = len(content)
    if size < 128:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + content


def dns(text: str) -> bytes:
    """A dNSName as it stands in a Subject Alternative Name, whatever is in it."""
    return der(0x82, text.encode("utf-8", "surrogatepass"))


X400 = der(0xA3, der(0x30, b""))
EDI = der(0xA5, der(0xA1, der(0x0C, b"party")))
TORN = b"\x82\x7fnwx"
"""A name that is said to be longer than what holds it."""


def hostile(
    folder: Path,
    *names: bytes,
    subject: str = "nwx01",
    second: bytes = b"",
    twice: bytes = b"",
    breaks_subject: bool = False,
) -> TestCertificate:
    """A certificate of these alternative names; ``second`` are those of one more extension.

    ``twice`` is what an unknown extension holds that stands twice. A subject that is broken is said
    to be printable, and ends in a byte that no alphabet has.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its length
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject, _validate=False)])
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
    )
    extensions = ((_SAN, b"".join(names)), (_SECOND_SAN, second), (_UNKNOWN, twice))
    for kind, content in (*extensions, (_SECOND_UNKNOWN, twice)):
        if content:
            builder = builder.add_extension(
                x509.UnrecognizedExtension(kind, der(0x30, content)), critical=False
            )
    made = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    for stood, stands in _TWICE:
        made = made.replace(stood, stands)
    if breaks_subject:
        printable = subject.encode()[:-1] + b"\xff"
        made = made.replace(der(0x0C, subject.encode()), der(0x13, printable))
    chain, private = folder / "hostile.pem", folder / "hostile.key"
    chain.write_text(ssl.DER_cert_to_PEM_cert(made))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return TestCertificate(chain, private, made)
