"""curl signs in by every scheme; wrong passwords do not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import httpx
import pytest

from netwrix_tui.demo.digest_auth import Nonces
from tests.curl_features import curl_knows
from tests.demo_process import Demo, DemoServers, unverified

ALL = "ntlm,negotiate,digest,basic"
# Negotiate apart: curl takes the account from GSS-API there.
SCHEMES = pytest.mark.parametrize("scheme", ["ntlm", "digest", "basic"])


@pytest.fixture
def all_four(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=50, auth=ALL)


def _curl(demo: Demo, scheme: str, user: str, password: str, *urls: str) -> list[str]:
    """The status codes with which curl ends, the credentials going in by standard input."""
    if scheme == "ntlm" and not curl_knows("NTLM"):
        pytest.skip("this curl knows no NTLM")
    settings = [
        f"{scheme}", "insecure", "silent", 'write-out = "%{http_code} "',
        f'user = "{user.replace(chr(92), chr(92) * 2)}:{password}"',
    ]  # fmt: skip
    for url in urls or ("enum?format=json&count=1",):
        settings += [f'url = "{demo.url}{url}"', 'output = "/dev/null"']
    done = subprocess.run(
        ["curl", "-q", "-K", "-"], input="\n".join(settings).encode(), capture_output=True,
        timeout=30, check=False,
    )  # fmt: skip
    return done.stdout.decode().split()


@SCHEMES
@pytest.mark.parametrize("form", ["CORP\\jane", "corp\\JANE", "jane@corp.local", "jane"])
def test_curl_signs_in_by_any_form_of_the_name(all_four: Demo, scheme: str, form: str) -> None:
    password = all_four.account("Global administrator").password
    assert _curl(all_four, scheme, form, password) == ["200"]


@SCHEMES
def test_wrong_credentials_are_refused(all_four: Demo, scheme: str) -> None:
    account = all_four.account("Global administrator")
    assert _curl(all_four, scheme, account.user, account.password + "x") == ["401"]
    assert _curl(all_four, scheme, "CORP\\nobody", account.password) == ["401"]
    assert _curl(all_four, scheme, "", account.password) == ["401"]
    assert _curl(all_four, scheme, "omar", account.password) == ["401"]


def test_ntlm_signs_in_the_connection(demo_servers: DemoServers) -> None:
    server = demo_servers.fresh(records=50, auth="ntlm")
    account = server.reviewer
    urls = ["enum?format=json&count=1"] * 4
    assert _curl(server, "ntlm", account.user, account.password, *urls) == ["200"] * 4
    # curl's first two legs are refused; once signed in, no request needs a second one.
    statuses = [request.status for request in server.requests()]
    assert statuses[-4:] == [200] * 4
    assert len(statuses) <= 6


@pytest.mark.parametrize(
    ("offered", "challenges"),
    [("ntlm,basic", ["NTLM", 'Basic realm="Netwrix Auditor"']), ("ntlm", ["NTLM"])],
)
def test_a_first_answer_names_the_schemes(
    demo_servers: DemoServers, offered: str, challenges: list[str]
) -> None:
    server = demo_servers.shared(records=50, auth=offered)
    answer = httpx.get(server.url + "enum", verify=unverified(), trust_env=False)
    assert answer.status_code == 401
    assert answer.content == b""
    assert answer.headers.get_list("www-authenticate") == challenges
    assert answer.headers["server"] == "Microsoft-HTTPAPI/2.0"


@pytest.mark.parametrize(
    "authorization",
    [
        "NTLM", "NTLM !!!", "NTLM TlRMTVNTUAADAAAA", "NTLM AAAA", "Basic", "Basic /w==",
        "Basic bm9ib2R5", "Negotiate YIIB", "Bearer x", "",
        "NTLM TlRMTVNTUAABAAAA",
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_the_connection_goes_on(demo: Demo, authorization: str) -> None:
    with demo.http() as http:
        refused = http.get("enum", headers={"Authorization": authorization}, auth=None)
        assert refused.status_code == 401
        assert http.get("enum", params={"count": "1"}).status_code == 200


def test_a_nonce_ends_and_takes_no_count_twice() -> None:
    now = [0.0]
    nonces = Nonces(lifetime=10, clock=lambda: now[0])
    nonce = nonces.new()
    assert [nonces.take(nonce, count) for count in (1, 1, 2, 1)] == [True, False, True, False]
    assert not nonces.take("invented", 1)
    now[0] = 10.0
    assert not nonces.take(nonce, 3)


def test_plain_http_is_possible(demo_servers: DemoServers) -> None:
    server = demo_servers.fresh(records=50, http=True)
    assert server.url.startswith("http://127.0.0.1:")
    assert server.sha1 is None
    assert _curl(server, "basic", server.reviewer.user, server.reviewer.password) == ["200"]


def test_passwords_are_new_at_every_start(demo: Demo, demo_servers: DemoServers) -> None:
    other = demo_servers.shared(records=50, auth="ntlm")
    both = {a.password for a in demo.accounts} | {a.password for a in other.accounts}
    assert len(both) == len(demo.accounts) + len(other.accounts)
    assert not any(a.password in repr(demo.accounts) for a in demo.accounts)


NTLM_MECHANISM = Path("/etc/gss/mech.d/mech.ntlmssp.conf")


@pytest.mark.skipif(not NTLM_MECHANISM.exists(), reason="gss-ntlmssp is not installed")
@pytest.mark.parametrize(("suffix", "status"), [("", "200"), ("x", "401")])
def test_curl_signs_in_by_negotiate(
    all_four: Demo, tmp_path: Path, suffix: str, status: str
) -> None:
    account = all_four.reviewer
    domain, _, name = account.user.partition("\\")
    known = tmp_path / "account"
    known.write_text(f"{domain}:{name}:{account.password}{suffix}\n")
    done = subprocess.run(
        ["curl", "-q", "-sk", "--negotiate", "-u", f"{account.user}:", "-o", "/dev/null",
         "-w", "%{http_code}", f"{all_four.url}enum?count=1"],
        env=os.environ | {"NTLM_USER_FILE": str(known), "KRB5CCNAME": "FILE:/nonexistent"},
        capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.stdout.decode() == status
