"""What the tests of the client share: certificates, an account database, a way to run."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from netwrix_tui.client.connection import AuthScheme, Connection, Secret, Timeouts
from netwrix_tui.client.trust import CaFile, PinnedCertificate, Thumbprint, Trust
from netwrix_tui.wire.wire_format import WireFormat
from tests.client.acceptor import PASSWORD, USER, Acceptor
from tests.client.certificates import TestCertificate, self_signed

ConnectionTo = Callable[..., Connection]


def scheme_for(offer: str) -> AuthScheme:
    """The scheme to ask for where a server offers this one: Basic has to be named."""
    return AuthScheme.BASIC if offer.startswith("Basic") else AuthScheme.AUTO


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> TestCertificate:
    return self_signed(tmp_path_factory.mktemp("tls"), "server")


@pytest.fixture(scope="session")
def other_certificate(tmp_path_factory: pytest.TempPathFactory) -> TestCertificate:
    return self_signed(tmp_path_factory.mktemp("tls"), "other")


@pytest.fixture
def tls(certificate: TestCertificate) -> ssl.SSLContext:
    return certificate.server_context()


@pytest.fixture(autouse=True)
def account_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The accounts that pyspnego's acceptor knows; NTLMv1 is not accepted."""
    file = tmp_path / "accounts"
    domain, _, name = USER.partition("\\")
    file.write_text(f"{domain}:{name}:{PASSWORD}\n")
    monkeypatch.setenv("NTLM_USER_FILE", str(file))
    monkeypatch.setenv("LM_COMPAT_LEVEL", "5")


@pytest.fixture
def connection_to(certificate: TestCertificate) -> ConnectionTo:
    def connect(
        server: Acceptor,
        *,
        password: str = PASSWORD,
        user: str = USER,
        auth: AuthScheme = AuthScheme.AUTO,
        trust: Trust | None = None,
        wire: WireFormat = WireFormat.JSON,
        allow_plain_http: bool = False,
        timeouts: Timeouts | None = None,
    ) -> Connection:
        return Connection(
            server.url,
            user,
            Secret(password),
            auth,
            trust or PinnedCertificate(Thumbprint.sha256(certificate.der)),
            wire,
            allow_plain_http=allow_plain_http,
            timeouts=timeouts or Timeouts(),
        )

    return connect


@pytest.fixture
def ca_file(certificate: TestCertificate) -> CaFile:
    return CaFile(certificate.chain)
