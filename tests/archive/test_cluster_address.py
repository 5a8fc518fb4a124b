"""Addresses of archives on clusters, and what goes over the wire to them."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from netwrix_tui.archive.cluster.address import ClusterAddress, check_cluster_name, is_cluster
from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.cluster_errors import refused, unanswered
from netwrix_tui.archive.cluster.row_binary import decoded, of_bytes, of_texts
from netwrix_tui.archive.cluster.tables import COLUMNS, ddl
from netwrix_tui.client.connection import Secret
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.errors import (
    AccountRefused,
    CertificateNotTrusted,
    ConnectionFailed,
    NetwrixTuiError,
    TimedOut,
    TlsFailed,
    UsageError,
)
from tests.archive.click_house_pair import MISSING, PASSWORD, USER, ClickHousePair
from tests.client.certificates import TestCertificate, self_signed


@pytest.mark.parametrize(
    ("text", "servers", "encrypted", "user"),
    [
        ("clickhouse://ch1/audit", ("ch1:8443",), True, ""),
        ("clickhouse://auditor@ch1,ch2:9443/audit", ("ch1:8443", "ch2:9443"), True, "auditor"),
        ("clickhouse://127.0.0.1,[::1]:99/a_1/", ("127.0.0.1:8123", "[::1]:99"), False, ""),
        ("clickhouse://127.0.0.1,ch2/audit", ("127.0.0.1:8443", "ch2:8443"), True, ""),
        ("clickhouse+http://ch1/audit", ("ch1:8123",), False, ""),
        ("clickhouse+https://corp%5Cmia@localhost/audit", ("localhost:8443",), True, "corp\\mia"),
    ],
)
def test_an_address_says_where_and_how(
    text: str, servers: tuple[str, ...], encrypted: bool, user: str
) -> None:
    address = ClusterAddress.parse(text)
    assert (address.servers, address.is_encrypted, address.user) == (servers, encrypted, user)
    assert is_cluster(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("clickhouse://auditor:hunter2@ch1/audit", "It holds a password"),
        ("clickhouse://auditor%3Ahunter2@ch1/audit", "It holds a password"),
        ("clickhouse://ch1", "A database has a name"),
        ("clickhouse://ch1/a;DROP", "A database has a name"),
        ("clickhouse:///audit", "It names no server"),
        ("clickhouse://ch1:99999/audit", "A port or an IP address"),
        ("clickhouse://ch1/audit?verify=no", "only ca_file, thumbprint and server are allowed"),
        ("clickhouse+http://ch1/audit?ca_file=/etc/ca.pem", "plain HTTP has none"),
        ("http://ch1/audit", "It does not begin with clickhouse://"),
    ],
)
def test_what_is_no_address_is_told_without_repeating_it(text: str, words: str) -> None:
    with pytest.raises(UsageError, match="not the address of an archive on a cluster") as error:
        ClusterAddress.parse(text)
    assert words in error.value.sentence()
    assert "hunter2" not in error.value.sentence()


def test_a_cluster_has_a_name_that_no_sql_can_hide_in() -> None:
    assert check_cluster_name("audit_2.corp-x") == "audit_2.corp-x"
    with pytest.raises(UsageError):
        check_cluster_name("a', 'b")


def test_the_ddl_names_each_column_once_and_its_cluster() -> None:
    text = ddl("audit", "corp")
    assert all(text.count(f'    "{name}" ') == 1 for name in COLUMNS)
    assert "Distributed('corp', 'audit', 'records_local', cityHash64(rid))" in text
    assert "Distributed" not in ddl("audit")


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (500, b"Code: 60, e.displayText() = DB::Exception: Table a.b doesn't exist., e.what() = x",
         UsageError, "There is no archive in the database audit of ch1"),
        (404, b"Code: 60. DB::Exception: Unknown table. (UNKNOWN_TABLE) (version 26.1)",
         UsageError, "There is no archive in the database audit of ch1"),
        (516, b"Code: 516. DB::Exception: auditor: Authentication failed (version 26.1)",
         AccountRefused, "refused the account"),
        (500, b"Code: 241. DB::Exception: Memory limit exceeded (version 26.1)",
         NetwrixTuiError, "takes more than ch1 gives to one. It says “Memory limit exceeded”"),
        (500, b"Code: 279. DB::Exception: All connection tries failed", ConnectionFailed,
         "A part of the cluster does not answer"),
        (200, b"<html>", ConnectionFailed, "not ClickHouse's HTTP interface"),
        (500, b"Code: 62. DB::Exception: Syntax error\x1b[31m", NetwrixTuiError, "(code 62)"),
    ],
)  # fmt: skip
def test_what_a_server_says_is_one_sentence(
    status: int, body: bytes, kind: type[NetwrixTuiError], words: str
) -> None:
    address = ClusterAddress.parse("clickhouse://auditor@ch1/audit")
    error = refused(status, body, "ch1", address)
    assert isinstance(error, kind)
    assert words in error.sentence()
    assert "\x1b" not in error.sentence()
    assert "\n" not in error.sentence()


def test_rows_that_end_too_early_are_no_rows() -> None:
    whole = of_bytes(b"abc" * 100) + (5).to_bytes(8, "little", signed=True)
    assert decoded(whole * 2, "bq") == [(b"abc" * 100, 5)] * 2
    for size in range(1, len(whole)):
        with pytest.raises(ValueError, match="ends within a row"):
            decoded(whole[:size], "bq")
    assert of_texts(["é", ""]) == b"\x02\x02\xc3\xa9\x00"


@pytest.fixture(scope="module")
def encrypted(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[ClickHousePair, TestCertificate]]:
    """The pair, one of them with TLS; and its certificate."""
    if MISSING:
        pytest.skip(MISSING)
    place = tmp_path_factory.mktemp("click-house-tls")
    certificate = self_signed(place, "own")
    pair = ClickHousePair(place / "pair", tls=certificate)
    yield pair, certificate
    pair.close()


def asked(pair: ClickHousePair, tail: str, host: str = "localhost") -> list[tuple[object, ...]]:
    text = f"clickhouse+https://{USER}@{host}:{pair.tls_port}/default{tail}"
    cluster = ClickHouse(ClusterAddress.parse(text), Secret(PASSWORD))
    try:
        return cluster.ask("SELECT 1", "B")
    finally:
        cluster.close()


def test_a_certificate_is_trusted_by_its_file_or_its_pin(
    encrypted: tuple[ClickHousePair, TestCertificate],
) -> None:
    pair, certificate = encrypted
    pin = Thumbprint.sha256(certificate.der)
    assert asked(pair, f"?ca_file={certificate.chain}") == [(1,)]
    assert asked(pair, f"?thumbprint={pin}", "127.0.0.1") == [(1,)]
    with pytest.raises(CertificateNotTrusted, match="is not trusted") as distrusted:
        asked(pair, "")
    assert "nothing was sent" in distrusted.value.sentence()
    with pytest.raises(CertificateNotTrusted, match="does not show the pinned") as other:
        asked(pair, f"?thumbprint={'AB' * 32}")
    assert str(pin) in other.value.sentence()


def test_tls_to_a_port_without_it_is_told(
    encrypted: tuple[ClickHousePair, TestCertificate],
) -> None:
    text = f"clickhouse+https://127.0.0.1:{encrypted[0].ports[0]}/default"
    with pytest.raises(TlsFailed, match="No TLS connection"):
        ClickHouse(ClusterAddress.parse(text)).ask("SELECT 1", "B")


def test_a_port_that_is_silent_to_a_handshake_is_told_alike() -> None:
    address = ClusterAddress.parse("clickhouse+https://127.0.0.1:8123/default")
    silent = httpx.ConnectTimeout("_ssl.c:989: The handshake operation timed out")
    assert isinstance(unanswered(silent, "127.0.0.1:8123", address), TlsFailed)
    late = httpx.ConnectTimeout("timed out")
    assert isinstance(unanswered(late, "127.0.0.1:8123", address), TimedOut)
