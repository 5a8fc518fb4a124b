"""Sign-in against servers that others wrote: Apache httpd, an MIT KDC, gss-ntlmssp."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import AuthScheme, Connection, Secret
from netwrix_tui.client.kerberos import has_ticket
from netwrix_tui.client.trust import PinnedCertificate, Thumbprint
from netwrix_tui.errors import AccountRefused, SignInFailed
from tests.client import apache, kerberos_realm
from tests.client.apache import Apache
from tests.client.certificates import TestCertificate
from tests.client.kerberos_realm import KerberosRealm

USER, PASSWORD = "CORP\\jane", "Correct-Horse-7!"
_MISSING = [*kerberos_realm.missing_programs(), *apache.missing_parts()]
pytestmark = [
    pytest.mark.skipif(bool(_MISSING), reason=f"not installed: {', '.join(_MISSING)}"),
    pytest.mark.xdist_group("apache"),
]
kerberos = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in ("gssapi", "krb5")),
    reason="the extra netwrix-tui[kerberos] is not installed",
)


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    # Apache runs as another user, who may not enter pytest's own directories.
    path = Path(tempfile.mkdtemp(prefix="netwrix-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def realm(directory: Path) -> Iterator[KerberosRealm]:
    home = directory / "realm"
    home.mkdir(mode=0o755)
    realm = KerberosRealm(home, {"jane": PASSWORD, "omar": PASSWORD, "eve": PASSWORD})
    yield realm
    realm.close()


@pytest.fixture(scope="module")
def server(directory: Path, realm: KerberosRealm, certificate: TestCertificate) -> Iterator[Apache]:
    home = directory / "apache"
    home.mkdir(mode=0o755)
    server = Apache(home, certificate, realm, USER, PASSWORD)
    yield server
    server.close()


@pytest.fixture(autouse=True)
def in_realm(realm: KerberosRealm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process belongs to the realm, without any ticket yet."""
    monkeypatch.setenv("KRB5_CONFIG", str(realm.config))
    monkeypatch.setenv("KRB5CCNAME", f"FILE:{tmp_path / 'tickets'}")


def connection(
    server: Apache,
    certificate: TestCertificate,
    way: str,
    auth: AuthScheme = AuthScheme.AUTO,
    user: str = USER,
    password: str = PASSWORD,
) -> Connection:
    trust = PinnedCertificate(Thumbprint.sha256(certificate.der))
    return Connection(server.url(way), user, Secret(password), auth, trust)


def read(connection: Connection, times: int = 1) -> list[int]:
    """Pages that are asked for at once, over one client."""

    async def run() -> list[int]:
        async with AuditorClient(connection) as client:
            pages = await asyncio.gather(*(client.enum() for _ in range(times)))
            return [len(page) for page in pages]

    return asyncio.run(run())


WAYS = pytest.mark.parametrize(
    ("way", "auth"),
    [
        pytest.param("ntlm", AuthScheme.NEGOTIATE, id="NTLM inside Negotiate"),
        pytest.param("digest", AuthScheme.AUTO, id="Digest"),
        pytest.param("basic", AuthScheme.BASIC, id="Basic"),
    ],
)


@WAYS
def test_the_right_password_is_let_in(
    server: Apache, certificate: TestCertificate, way: str, auth: AuthScheme,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("KRB5_CONFIG", "/dev/null")  # no domain controller: NTLM it is
    assert read(connection(server, certificate, way, auth), times=10) == [1] * 10


@WAYS
def test_a_wrong_password_is_refused(
    server: Apache, certificate: TestCertificate, way: str, auth: AuthScheme,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("KRB5_CONFIG", "/dev/null")
    with pytest.raises(AccountRefused):
        read(connection(server, certificate, way, auth, password="wrong"))


@kerberos
def test_a_ticket_needs_no_password(
    server: Apache, certificate: TestCertificate, realm: KerberosRealm,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert not has_ticket()
    realm.kinit("jane", PASSWORD)
    monkeypatch.setenv("KRB5CCNAME", realm.environment["KRB5CCNAME"])
    assert has_ticket()
    assert has_ticket("CORP\\JANE")
    assert not has_ticket("omar")
    for user in ("", "CORP\\jane", "jane@corp.test"):
        ticketed = connection(server, certificate, "gssapi", user=user, password="")
        assert read(ticketed, times=10) == [1] * 10


@kerberos
def test_without_a_ticket_the_next_step_is_kinit(
    server: Apache, certificate: TestCertificate
) -> None:
    bare = connection(server, certificate, "gssapi", AuthScheme.NEGOTIATE, password="")
    with pytest.raises(SignInFailed) as caught:
        read(bare)
    assert "kinit" in caught.value.next_step


@kerberos
@pytest.mark.parametrize("is_known", [True, False])
def test_a_server_that_takes_kerberos_only_says_so(
    server: Apache, certificate: TestCertificate, monkeypatch: pytest.MonkeyPatch, *,
    is_known: bool,
) -> None:  # fmt: skip
    if not is_known:
        monkeypatch.setenv("KRB5_CONFIG", "/dev/null")  # no domain controller in reach
    url = server.url("gssapi")
    by_ip = url.replace("localhost", "127.0.0.1") if is_known else url
    trust = PinnedCertificate(Thumbprint.sha256(certificate.der))
    with pytest.raises(SignInFailed) as caught:
        read(Connection(by_ip, "CORP\\omar", Secret(PASSWORD), AuthScheme.AUTO, trust))
    told = caught.value
    assert not isinstance(told, AccountRefused)
    assert "takes Kerberos only" in told.what
    assert ("IP" if is_known else "no domain controller can be reached") in told.cause
    assert "netwrix-tui[kerberos]" in told.next_step


@kerberos
@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")
@pytest.mark.parametrize(
    ("shift", "says"),
    [
        ("+2h", "this machine's clock is 2 h ahead of the server's"),
        ("-2h", "this machine's clock is 2 h behind the server's"),
        ("+3d", "has expired since"),
    ],
)
def test_another_clock_is_no_wrong_password(
    server: Apache, certificate: TestCertificate, realm: KerberosRealm, shift: str, says: str
) -> None:
    realm.kinit("jane", PASSWORD)
    thumbprint = str(Thumbprint.sha256(certificate.der))
    words = ["doctor", "--server", server.url("gssapi"), "--thumbprint", thumbprint, "--json"]
    done = subprocess.run(
        ["faketime", "-f", shift, sys.executable, "-m", "netwrix_tui", *words],
        env=realm.environment | {"PATH": os.environ["PATH"], "NETWRIX_TUI_CONFIG": "/dev/null"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = json.loads(done.stdout)["checks"][-1]
    told = " ".join(said[key] for key in ("says", "cause", "next_step"))
    assert (done.returncode, said["verdict"]) in ((2, "failed"), (3, "failed"))
    assert says in told[:1].lower() + told[1:].replace("This machine", "this machine")
    assert "password is wrong" not in told.replace("no password is wrong", "")
    assert "password" not in told.replace("no password", "")


@kerberos
@pytest.mark.parametrize("user", ["CORP\\omar", "omar@corp.test", "omar"])
def test_a_password_takes_one_logon_at_the_domain_controller(
    server: Apache, certificate: TestCertificate, realm: KerberosRealm, user: str
) -> None:
    before = realm.granted_logons("omar")
    by_password = connection(server, certificate, "gssapi", AuthScheme.NEGOTIATE, user)
    assert read(by_password, times=10) == [1] * 10
    assert realm.granted_logons("omar") == before + 1


@kerberos
def test_a_wrong_password_goes_to_the_domain_controller_once_and_nowhere_else(
    server: Apache, certificate: TestCertificate, realm: KerberosRealm
) -> None:
    wrong = connection(
        server, certificate, "gssapi", AuthScheme.NEGOTIATE, "CORP\\eve", "wrong-and-secret"
    )

    async def run() -> list[object]:
        async with AuditorClient(wrong) as client:
            asked = (client.enum() for _ in range(10))
            return list(await asyncio.gather(*asked, return_exceptions=True))

    outcomes = asyncio.run(run())
    assert {type(outcome) for outcome in outcomes} == {AccountRefused}
    assert realm.refused_logons("eve") == 1
    for outcome in outcomes:
        assert isinstance(outcome, AccountRefused)
        assert "password is wrong" in outcome.cause
        assert "wrong-and-secret" not in outcome.sentence()
        assert outcome.__cause__ is None


@kerberos
def test_curl_and_this_program_are_let_in_alike(
    server: Apache, realm: KerberosRealm, certificate: TestCertificate
) -> None:
    realm.kinit("jane", PASSWORD)
    done = subprocess.run(
        ["curl", "-q", "-s", "--cacert", str(certificate.chain), "--negotiate", "-u", ":",
         f"{server.url('gssapi')}enum"],
        env=realm.environment, capture_output=True, check=False,
    )  # fmt: skip
    assert done.stdout == apache.PAGE
