"""Whom the client trusts, and that nothing goes out to anybody else."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection, Secret, Timeouts
from netwrix_tui.client.retry import RetryPolicy
from netwrix_tui.client.tls import PinMismatch, tls_context
from netwrix_tui.client.trust import CaFile, PinnedCertificate, SystemTrust, Thumbprint
from netwrix_tui.errors import CertificateNotTrusted, TlsFailed, UsageError
from tests.client.acceptor import PASSWORD, USER, Acceptor
from tests.client.certificates import TestCertificate, self_signed
from tests.client.conftest import ConnectionTo, scheme_for

VERSIONS = pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
DIGESTS = pytest.mark.parametrize("digest", [Thumbprint.sha1, Thumbprint.sha256])


@VERSIONS
@DIGESTS
@pytest.mark.parametrize("offer", ["Negotiate", "NTLM", "Digest", "Basic"])
def test_another_certificate_than_the_pinned_one_gets_no_byte(
    connection_to: ConnectionTo,
    certificate: TestCertificate,
    other_certificate: TestCertificate,
    version: ssl.TLSVersion,
    digest: Callable[[bytes], Thumbprint],
    offer: str,
) -> None:
    async def run() -> None:
        async with Acceptor(certificate.server_context(version)) as server:
            server.offers = [offer]
            pinned = digest(other_certificate.der)
            auth = scheme_for(offer)
            connection = connection_to(server, auth=auth, trust=PinnedCertificate(pinned))
            async with AuditorClient(connection) as client:
                with pytest.raises(CertificateNotTrusted) as caught:
                    await client.enum()
            error = caught.value
            assert error.certificate == certificate.der
            assert str(Thumbprint.sha1(certificate.der)) in error.sentence()
            assert str(Thumbprint.sha256(certificate.der)) in error.sentence()
            assert error.next_step
            assert server.application_bytes == 0

            pinned = digest(certificate.der)
            right = connection_to(server, auth=auth, trust=PinnedCertificate(pinned))
            async with AuditorClient(right) as client:
                assert len(await client.enum()) == 3
            assert server.application_bytes > 0

    asyncio.run(run())


def test_a_certificate_that_changes_later_gets_no_byte_either(
    connection_to: ConnectionTo, certificate: TestCertificate, other_certificate: TestCertificate
) -> None:
    async def run() -> None:
        context = certificate.server_context()
        async with Acceptor(context) as server, AuditorClient(connection_to(server)) as client:
            server.closes_after = 5
            await client.enum()
            await client.enum()
            before = server.application_bytes
            context.load_cert_chain(other_certificate.chain, other_certificate.key)
            with pytest.raises(CertificateNotTrusted) as caught:
                await client.enum()
            assert caught.value.certificate == other_certificate.der
            assert server.application_bytes == before

    asyncio.run(run())


@VERSIONS
def test_a_pin_holds_for_blocking_sockets_too(
    certificate: TestCertificate, other_certificate: TestCertificate, version: ssl.TLSVersion
) -> None:
    received = b""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            nonlocal received
            raw, _ = listener.accept()
            try:
                with certificate.server_context(version).wrap_socket(raw, server_side=True) as peer:
                    received = peer.recv(100)
            except OSError:
                raw.close()

        thread = threading.Thread(target=serve)
        thread.start()
        trust = PinnedCertificate(Thumbprint.sha256(other_certificate.der))
        with (
            socket.create_connection(listener.getsockname()) as raw,
            pytest.raises(PinMismatch) as caught,
        ):
            tls_context(trust).wrap_socket(raw)
        thread.join()
    assert caught.value.certificate == certificate.der
    assert received == b""


def test_a_self_signed_certificate_is_shown_with_its_thumbprint_to_pin(
    connection_to: ConnectionTo, tls: ssl.SSLContext, certificate: TestCertificate
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            async with AuditorClient(connection_to(server, trust=SystemTrust())) as client:
                with pytest.raises(CertificateNotTrusted) as caught:
                    await client.enum()
            assert caught.value.certificate == certificate.der
            assert str(Thumbprint.sha1(certificate.der)) in caught.value.cause
            assert "--thumbprint" in caught.value.next_step
            assert server.application_bytes == 0

    asyncio.run(run())


@pytest.mark.parametrize(
    ("host", "is_expired", "cause", "step"),
    [
        (
            "nwx07",
            False,
            "another name than localhost: it names “nwx07”, “127.0.0.1”",
            "has: “nwx07”",
        ),
        ("localhost", True, "or a clock is wrong", "renewed"),
    ],
)
def test_another_name_and_the_end_of_validity_are_told_apart(
    tmp_path: Path, host: str, is_expired: bool, cause: str, step: str
) -> None:
    made = self_signed(tmp_path, "made", host, is_expired=is_expired)

    async def run() -> None:
        async with Acceptor(made.server_context()) as server:
            url = server.url.replace("127.0.0.1", "localhost")
            to = Connection(url, "a", Secret("b"), trust=CaFile(made.chain))
            async with AuditorClient(to) as client:
                with pytest.raises(CertificateNotTrusted) as caught:
                    await client.enum()
            assert cause in caught.value.cause
            assert step in caught.value.next_step
            assert "--thumbprint" in caught.value.next_step
            assert server.application_bytes == 0

    asyncio.run(run())


@pytest.mark.parametrize("is_trusted", [True, False])
def test_a_certificate_that_names_no_host_is_no_name_to_connect_by(
    tmp_path: Path, is_trusted: bool
) -> None:
    """As the vendor's own tool makes it, where its example is followed."""
    made = self_signed(tmp_path, "made", "Netwrix Integration API", names_hosts=False)

    async def run() -> None:
        async with Acceptor(made.server_context()) as server:
            url = server.url.replace("127.0.0.1", "localhost")
            trust = CaFile(made.chain) if is_trusted else SystemTrust()
            async with AuditorClient(Connection(url, "a", Secret("b"), trust=trust)) as client:
                with pytest.raises(CertificateNotTrusted) as caught:
                    await client.enum()
            told = caught.value
            assert "It names no host (its subject is “CN=Netwrix Integration API”)" in told.cause
            assert "connect by" not in told.sentence()
            assert "--ca-file" not in told.next_step
            assert "--thumbprint" in told.next_step

    asyncio.run(run())


@pytest.mark.parametrize("auth", ["NTLM", "Digest"])
def test_a_dot_behind_the_name_changes_nothing(
    certificate: TestCertificate, ca_file: CaFile, auth: str
) -> None:
    async def run() -> None:
        async with Acceptor(certificate.server_context()) as server:
            server.offers = [auth]
            url = server.url.replace("127.0.0.1", "localhost.")
            to = Connection(url, USER, Secret(PASSWORD), trust=ca_file)
            assert to.host == "localhost"
            async with AuditorClient(to) as client:
                assert len(await client.enum()) == 3

    asyncio.run(run())


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_a_ca_file_may_hold_the_servers_own_certificate(
    connection_to: ConnectionTo,
    tls: ssl.SSLContext,
    certificate: TestCertificate,
    tmp_path: Path,
    encoding: Encoding,
) -> None:
    file = tmp_path / "nwx.cer"
    file.write_bytes(x509.load_der_x509_certificate(certificate.der).public_bytes(encoding))

    async def run() -> None:
        async with (
            Acceptor(tls) as server,
            AuditorClient(connection_to(server, trust=CaFile(file))) as client,
        ):
            assert len(await client.enum()) == 3

    asyncio.run(run())


def test_a_ca_file_of_another_server_trusts_nobody_else(
    connection_to: ConnectionTo, tls: ssl.SSLContext, other_certificate: TestCertificate
) -> None:
    async def run() -> None:
        async with Acceptor(tls) as server:
            trust = CaFile(other_certificate.chain)
            async with AuditorClient(connection_to(server, trust=trust)) as client:
                with pytest.raises(CertificateNotTrusted):
                    await client.enum()
            assert server.application_bytes == 0

    asyncio.run(run())


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"-----BEGIN CERTIFICATE-----"])
def test_a_ca_file_that_cannot_be_used_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        tls_context(CaFile(file))
    assert str(file) in caught.value.what
    assert caught.value.cause


def test_https_to_a_server_of_plain_http_is_told(connection_to: ConnectionTo) -> None:
    async def run() -> None:
        async with Acceptor() as server:
            connection = connection_to(server)
            https = type(connection)(
                connection.url.replace("http:", "https:"), "jane", trust=connection.trust
            )
            async with AuditorClient(https) as client:
                with pytest.raises(TlsFailed, match="No TLS") as caught:
                    await client.enum()
            assert "http://" in caught.value.next_step

    asyncio.run(run())


@pytest.mark.parametrize("how", ["close", "reset"])
def test_a_connection_that_ends_in_the_handshake_is_told(
    connection_to: ConnectionTo, how: str
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        if how == "reset":
            writer.transport.abort()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server, Acceptor() as unused:
            port = server.sockets[0].getsockname()[1]
            connection = type(c := connection_to(unused))(
                f"https://127.0.0.1:{port}", "jane", trust=c.trust
            )
            async with AuditorClient(connection) as client:
                with pytest.raises(TlsFailed):
                    await client.enum()

    asyncio.run(run())


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated")
def test_no_version_of_tls_in_common_is_told(
    connection_to: ConnectionTo, certificate: TestCertificate
) -> None:
    async def run() -> None:
        old = certificate.server_context()
        old.set_ciphers("@SECLEVEL=0:ALL")
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1
        async with Acceptor(old) as server:
            connection = connection_to(server, timeouts=Timeouts(connect=5))
            async with AuditorClient(connection, retry=RetryPolicy(tries=1)) as client:
                with pytest.raises(TlsFailed) as caught:
                    await client.enum()
            assert "another version of TLS" in caught.value.cause

    asyncio.run(run())
