"""Certificates made on the spot, as the product makes its own."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class TestCertificate:
    """A self-signed certificate and its key, in files and as DER."""

    __test__ = False

    chain: Path
    key: Path
    der: bytes

    def server_context(self, version: ssl.TLSVersion | None = None) -> ssl.SSLContext:
        """A server's side of TLS, of one version only where one is given."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain, self.key)
        if version is not None:
            context.minimum_version = context.maximum_version = version
        return context


def self_signed(
    folder: Path,
    name: str,
    host: str = "localhost",
    *,
    is_expired: bool = False,
    names_hosts: bool = True,
) -> TestCertificate:
    """A certificate for ``host`` and 127.0.0.1, whose files begin with ``name``.

    Without ``names_hosts`` it has ``host`` as its subject and no subject alternative name.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC) - dt.timedelta(days=100 if is_expired else 0)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
    )
    if names_hosts:
        address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        named = x509.SubjectAlternativeName([x509.DNSName(host), address])
        builder = builder.add_extension(named, critical=False)
    certificate = builder.sign(key, hashes.SHA256())
    chain, private = folder / f"{name}.pem", folder / f"{name}.key"
    chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return TestCertificate(chain, private, certificate.public_bytes(serialization.Encoding.DER))
