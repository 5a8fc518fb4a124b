"""Addresses, accounts, passwords and thumbprints as people type them."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import AuthScheme, Connection, Secret, base_url
from netwrix_tui.client.trust import CaFile, PinnedCertificate, SystemTrust, Thumbprint, trust_from
from netwrix_tui.errors import UsageError

FULL = "https://nwx01:9699/netwrix/api/v1/activity_records/"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nwx01", FULL),
        (" nwx01 ", FULL),
        ("NWX01:9699", FULL),
        ("https://nwx01", FULL),
        ("https://nwx01:9699/", FULL),
        (FULL, FULL),
        (FULL.rstrip("/"), FULL),
        ("nwx01:443", FULL.replace("9699", "443")),
        ("nwx01.", FULL),
        ("https://NWX01.:9699/", FULL),
        ("https://nwx01:9699/netwrix/api/v1", FULL),
        ("https://nwx01/netwrix/api/v1/", FULL),
        ("https://nwx01/netwrix/api", FULL),
        ("nwx01/netwrix", FULL),
        (f"{FULL}enum", FULL),
        (f"{FULL}search/", FULL),
        (f"{FULL}enum?format=json", FULL),
        (f"{FULL}search?count=1000&format=json", FULL),
        (f"{FULL}?format=json", FULL),
        ("nwx01/netwrix/api/v1/activity_records/enum", FULL),
        ("nwx01:9699/netwrix/api/v1", FULL),
        ("https://nwx01/Netwrix/API/v1/Activity_Records/Enum", FULL),
        ("nwx01?format=json", FULL),
        ("https://gate/nwx/netwrix/api/v1", FULL.replace("nwx01:9699", "gate:9699/nwx")),
        (f"{'a' * 63}.corp", FULL.replace("nwx01", f"{'a' * 63}.corp")),
        ("http://nwx01", FULL.replace("https", "http")),
        ("10.0.0.7", FULL.replace("nwx01", "10.0.0.7")),
        ("[fe80::1]:9700", FULL.replace("nwx01:9699", "[fe80::1]:9700")),
        (
            "https://gate/nwx/netwrix/api/v1/activity_records",
            "https://gate:9699/nwx/netwrix/api/v1/activity_records/",
        ),
    ],
)
def test_an_address_becomes_the_base_of_the_api(typed: str, meant: str) -> None:
    assert base_url(typed) == meant
    assert base_url(meant) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "", "   ", "ftp://nwx01", "https://", "nwx01:port", "nwx01:99999", "nwx01:0", "https://nwx01/api",
        "https://jane:hunter2@nwx01", "nwx01?x=1", "[fe80::1", "two words", "nwx01/#top", ".corp",
        "a..b", "nwx01..", f"{'a' * 64}.corp", f"{'ü' * 60}.corp", ".".join(["abcdefg"] * 40),
        f"{FULL}enum?format=json&x=1", "https://nwx01/netwrix/api/v2", "nwx01/api/enum",
    ],
)  # fmt: skip
def test_what_is_no_address_is_told_with_the_next_step(typed: str) -> None:
    with pytest.raises(UsageError) as caught:
        base_url(typed)
    assert "nwx01" in caught.value.next_step
    assert "hunter2" not in caught.value.sentence()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("https://nwx01/api", "drop what stands behind the name and the port"),
        ("nwx01?x=1", "drop what stands behind the ?"),
        (f"{FULL}enum?filter=x", "drop what stands behind the ?"),
        ("nwx01/#top", "drop what stands behind the #"),
        ("https://jane:hunter2@nwx01", "drop what stands before the @"),
        ("a..b", "is empty or has over 63"),
        (f"{'a' * 64}.corp", "is empty or has over 63"),
    ],
)
def test_the_part_to_drop_is_named(typed: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        base_url(typed)
    assert says in caught.value.cause


@pytest.mark.parametrize("name", ["CORP\\ja\nne", "CORP\\ja\udcffne", "ja\x00ne"])
def test_a_name_that_cannot_be_sent_is_no_account(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be sent"):
        Connection("nwx01", name)


PARTS = st.sampled_from(["https://", "http://", ":", "/", "@", "[", "]", ".", "nwx", "ü", "☃", "1"])


@settings(deadline=None)
@given(st.text() | st.lists(PARTS).map("".join))
def test_any_text_is_an_address_that_httpx_takes_or_a_usage_error(typed: str) -> None:
    try:
        base = base_url(typed)
        AuditorClient(Connection(base, trust=PinnedCertificate(Thumbprint("0" * 40))))
    except UsageError:
        return
    assert base_url(base) == base


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("CORP/jane", "CORP\\jane"),
        ("CORP\\jane", "CORP\\jane"),
        ("jane@corp.local", "jane@corp.local"),
        ("jane", "jane"),
    ],
)
def test_an_account_may_be_written_in_any_usual_way(typed: str, meant: str) -> None:
    assert Connection("nwx01", typed).user == meant


def test_a_password_shows_nowhere_but_where_it_is_revealed() -> None:
    connection = Connection("nwx01", "jane", Secret("hunter2"))
    for shown in (repr(connection), str(connection), f"{connection.password}"):
        assert "hunter2" not in shown
    assert connection.password.reveal() == "hunter2"
    for leak in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            leak(connection.password)


def test_basic_in_the_clear_needs_the_users_word() -> None:
    with pytest.raises(UsageError, match="in the clear"):
        Connection("http://nwx01", auth=AuthScheme.BASIC)
    plain = Connection("http://nwx01", auth=AuthScheme.BASIC, allow_plain_http=True)
    assert not plain.is_encrypted
    assert Connection("nwx01", auth=AuthScheme.BASIC).is_encrypted


def test_the_parts_of_an_address_are_at_hand() -> None:
    connection = Connection("nwx01:9700")
    assert (connection.host, connection.port, connection.server) == ("nwx01", 9700, "nwx01:9700")
    assert not connection.is_addressed_by_ip
    assert replace(connection, url="10.0.0.7").is_addressed_by_ip


DER = b"a certificate, as far as digests are concerned"


@pytest.mark.parametrize("made", [Thumbprint.sha1(DER), Thumbprint.sha256(DER)])
@pytest.mark.parametrize(
    "style",
    [
        "{}", "\u200e{} ", "lower", "colons", "spaces", "dashes", "Thumbprint : {}",
        "Fingerprint={}",
        "{alg} Fingerprint={colons}", "{ALG} Fingerprint={colons}", "{ALG}:{colons}",
        "{alg} fingerprint: {}", "Certificate Hash             : {}", "Cert Hash({alg}): {}",
        "{dashed} Fingerprint = {colons}", "{ALG}={}", "certificate thumbprint: {}\r\n",
    ],
)  # fmt: skip
def test_a_thumbprint_is_read_as_windows_and_others_write_it(made: Thumbprint, style: str) -> None:
    pairs = [made.digits[i : i + 2] for i in range(0, len(made.digits), 2)]
    typed = {
        "lower": made.digits.lower(),
        "colons": ":".join(pairs),
        "dashes": "-".join(pairs),
        "spaces": "\u200e" + " ".join(pairs).lower(),
    }.get(style)
    algorithm = made.algorithm
    typed = typed or style.format(
        made, colons=":".join(pairs), alg=algorithm, ALG=algorithm.upper(),
        dashed=algorithm.upper().replace("SHA", "SHA-"),
    )  # fmt: skip
    assert Thumbprint.parse(typed) == made
    assert made.matches(DER)
    assert not made.matches(DER + b"!")


@pytest.mark.parametrize("typed", ["", "AB", "Z" * 40, "A" * 39, "A" * 41, "A" * 63, "٣" * 40])
def test_what_is_no_thumbprint_is_told(typed: str) -> None:
    with pytest.raises(UsageError, match="not a certificate thumbprint"):
        Thumbprint.parse(typed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("NOCHECK", "NOCHECK would switch checking off"),
        (" nocheck ", "NOCHECK would switch checking off"),
        ("sha1 Fingerprint=" + "AB" * 32, "called SHA1, and has 64"),
        ("SHA256 Fingerprint=" + "AB" * 20, "called SHA256, and has 40"),
        ("MD5 Fingerprint=" + ":".join(["AB"] * 16), "as MD5's has"),
        ("SHA512 Fingerprint=" + ":".join(["AB"] * 64), "as SHA-512's has"),
    ],
)
def test_what_is_wrong_with_a_thumbprint_is_named(typed: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        Thumbprint.parse(typed)
    assert says in caught.value.sentence()
    assert caught.value.next_step


def test_two_optional_settings_make_one_trust() -> None:
    digits = "AB" * 20
    assert trust_from(None, None) == SystemTrust()
    assert trust_from(digits, None) == PinnedCertificate(Thumbprint(digits))
    assert isinstance(trust_from(None, "ca.pem"), CaFile)
    with pytest.raises(UsageError):
        trust_from(digits, "ca.pem")


def test_describing_a_connection_loads_no_http_library() -> None:
    code = (
        "import sys, netwrix_tui.client.connection, netwrix_tui.client.trust\n"
        "heavy = ('httpx', 'spnego', 'asyncio', 'ssl', 'cryptography')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
