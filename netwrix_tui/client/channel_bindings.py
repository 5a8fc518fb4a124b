"""Channel bindings: they tie a sign-in to the TLS connection that it runs over (RFC 5929)."""

from __future__ import annotations

import httpx
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from spnego.channel_bindings import GssChannelBindings

_KEPT = "certificate"


def keep_certificate(response: httpx.Response) -> None:
    """Remember the certificate with an answer that is used when its connection may be gone."""
    response.extensions[_KEPT] = _certificate(response)


def channel_bindings(response: httpx.Response) -> GssChannelBindings | None:
    """The bindings of the connection that an answer came over; None without TLS.

    RFC 5929, 4.1 (``tls-server-end-point``): the certificate's digest by the hash of its own
    signature, but SHA-256 in place of MD5 and SHA-1.
    """
    certificate = certificate_of(response)
    if not certificate:
        return None
    try:
        algorithm = x509.load_der_x509_certificate(certificate).signature_hash_algorithm
    except (UnsupportedAlgorithm, ValueError):
        algorithm = None
    if algorithm is None:
        return None  # RFC 5929 leaves it undefined for signatures without a hash
    if isinstance(algorithm, hashes.MD5 | hashes.SHA1):
        algorithm = hashes.SHA256()
    digest = hashes.Hash(algorithm)
    digest.update(certificate)
    return GssChannelBindings(application_data=b"tls-server-end-point:" + digest.finalize())


def certificate_of(response: httpx.Response) -> bytes | None:
    """The DER certificate that an answer came under; None without TLS."""
    kept: bytes | None = response.extensions.get(_KEPT)
    return kept or _certificate(response)


def _certificate(response: httpx.Response) -> bytes | None:
    stream = response.extensions.get("network_stream")
    ssl_object = stream.get_extra_info("ssl_object") if stream is not None else None
    if ssl_object is None:
        return None
    try:
        certificate: bytes | None = ssl_object.getpeercert(True)
    except ValueError:  # the connection has ended
        return None
    return certificate
