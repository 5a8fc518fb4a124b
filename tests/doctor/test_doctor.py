"""The doctor on healthy servers and on each thing that goes wrong, through the command line."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from netwrix_tui import cli
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.wire.error_list import encode_error_list
from netwrix_tui.wire.wire_format import WireFormat
from tests.child_process import ChildProcess
from tests.client.fault_server import Fault, FaultServer
from tests.client.hostile_certificates import EDI, FORGED, X400, dns, hostile, padded
from tests.demo_process import Demo, DemoServers

CHECKS = [
    "name", "port", "TLS", "certificate", "schemes", "sign-in", "clock", "reading", "writing",
    "page", "round trip",
]  # fmt: skip


class Doctor:
    """Runs ``netwrix-tui doctor`` in this process."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], nowhere: Path
    ) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(nowhere))

    def says(self, *words: str, password: str = "") -> tuple[int, str]:
        self._monkeypatch.setenv("NETWRIX_API_PASSWORD", password)
        status = cli.main(["doctor", *words])
        return status, self._capsys.readouterr().out

    def finds(self, *words: str, password: str = "") -> tuple[int, dict[str, Any]]:
        status, said = self.says(*words, "--json", password=password)
        outcome = json.loads(said)
        checks = {check["check"]: check for check in outcome["checks"]}
        assert outcome["ok"] is (status == 0)
        return status, checks


@pytest.fixture
def doctor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Doctor:
    return Doctor(monkeypatch, capsys, tmp_path / "none")


def at(demo: Demo, role: str = "Global reviewer", pin: str | None = None) -> list[str]:
    user = demo.account(role).user
    return ["--server", demo.url, "--user", user, "--thumbprint", pin or demo.sha256 or ""]


def test_a_healthy_server_passes_every_check(doctor: Doctor, demo: Demo) -> None:
    status, checks = doctor.finds(*at(demo), password=demo.reviewer.password)
    assert status == 0
    assert list(checks) == CHECKS
    verdicts = {name: check["verdict"] for name, check in checks.items()}
    assert verdicts.pop("writing") == "not told"
    assert set(verdicts.values()) == {"ok"}
    assert checks["TLS"]["version"] == "TLSv1.3"
    assert checks["TLS"]["sha256"] == demo.sha256
    assert "ntlm" in checks["schemes"]["schemes"]
    assert checks["page"]["records"] == 1000
    assert checks["page"]["order"] == "newest first"
    assert checks["round trip"]["milliseconds"] > 0


def test_people_get_a_line_for_each(doctor: Doctor, demo: Demo) -> None:
    status, said = doctor.says(*at(demo), password=demo.reviewer.password)
    assert status == 0
    first = [line[9:21].strip() for line in said.splitlines() if not line.startswith(" ")]
    assert first == CHECKS
    assert demo.reviewer.password not in said


def test_a_reader_may_leave_early(demo: Demo, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "netwrix_tui", "doctor", *at(demo)]
    environment = os.environ | {
        "NETWRIX_TUI_CONFIG": str(tmp_path / "none"),
        "NETWRIX_API_PASSWORD": demo.reviewer.password,
    }
    with ChildProcess(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"ok")
        process.stdout.close()
        assert process.wait() == 0
        assert process.stderr.read() == b""


def test_a_wrong_password_fails_the_sign_in_and_nothing_after(doctor: Doctor, demo: Demo) -> None:
    status, checks = doctor.finds(*at(demo), password="wrong-and-secret")
    assert status == 3
    assert list(checks)[-1] == "sign-in"
    assert checks["sign-in"]["verdict"] == "failed"
    assert "sent once" in checks["sign-in"]["next_step"]
    assert "wrong-and-secret" not in json.dumps(checks)


def test_another_certificate_stops_before_the_sign_in(doctor: Doctor, demo: Demo) -> None:
    before = len(demo.requests())
    status, checks = doctor.finds(*at(demo, pin="A" * 64), password="never-sent")
    assert status == 3
    assert list(checks)[-1] == "certificate"
    assert "pin its thumbprint" in checks["certificate"]["next_step"]
    assert len(demo.requests()) == before


def test_an_untrusted_certificate_names_the_next_step(doctor: Doctor, demo: Demo) -> None:
    words = ["--server", demo.url, "--user", "x"]
    status, checks = doctor.finds(*words, password="never-sent")
    assert status == 3
    assert "--thumbprint" in checks["certificate"]["next_step"]


def test_without_tls_it_says_so(doctor: Doctor, demo_servers: DemoServers) -> None:
    plain = demo_servers.shared(records=2_000, http=True)
    words = ["--server", plain.url, "--user", plain.reviewer.user]
    status, checks = doctor.finds(*words, password=plain.reviewer.password)
    assert status == 0
    assert "anyone on the network" in checks["TLS"]["says"]


def test_tls_on_a_plain_port_is_told(doctor: Doctor, demo_servers: DemoServers) -> None:
    plain = demo_servers.shared(records=2_000, http=True)
    words = ["--server", plain.url.replace("http:", "https:"), "--user", "x"]
    status, checks = doctor.finds(*words, password="never-sent")
    assert status == 3
    assert list(checks) == ["name", "port", "TLS"]
    assert "http://" in checks["TLS"]["next_step"]


def test_a_closed_port_is_told(doctor: Doctor) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        status, checks = doctor.finds("--server", f"127.0.0.1:{port}", "--user", "x")
    assert status == 3
    assert list(checks) == ["name", "port"]
    assert "refuses" in checks["port"]["says"]
    assert "Settings > Integrations" in checks["port"]["next_step"]


def test_an_unknown_name_is_told(doctor: Doctor) -> None:
    status, checks = doctor.finds("--server", "nwx01.invalid", "--user", "x")
    assert status == 3
    assert list(checks) == ["name"]
    assert checks["name"]["next_step"]


def test_an_account_that_may_not_read_may_write(doctor: Doctor, demo: Demo) -> None:
    account = demo.account("Contributor")
    status, checks = doctor.finds(*at(demo, "Contributor"), password=account.password)
    assert status == 3
    assert checks["sign-in"]["verdict"] == "failed"
    assert "role" in checks["sign-in"]["cause"]


def test_a_server_that_is_something_else_is_told(doctor: Doctor, demo_servers: DemoServers) -> None:
    plain = demo_servers.shared(records=2_000, http=True)
    url = plain.url.replace("/netwrix", "/elsewhere/netwrix")
    words = ["--server", url, "--user", plain.reviewer.user]
    status, checks = doctor.finds(*words, password=plain.reviewer.password)
    assert status == 4
    assert "404" in checks["sign-in"]["says"]
    assert "address" in checks["sign-in"]["next_step"]


def test_no_server_is_a_mistake_of_usage(
    doctor: Doctor, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["doctor"]) == 2
    assert "No server is named" in capsys.readouterr().err


_LIES = (padded(" ", 59) + "ok       sign-in     FAKE is signed in", "No.\n" + FORGED, "FAKE" * 900)


def check_rows(said: str) -> list[str]:
    """Each row begins as the doctor's do; what somebody else says stands behind its mark."""
    rows = said.splitlines()
    for row in rows:
        assert re.match("(ok|failed|not told) {1,}|" + " " * 21, row), said
        assert not re.search("FAKE|then it is your server", row.split("“")[0]), said
    return rows


@pytest.mark.parametrize("lie", _LIES, ids=["padded", "lines", "long"])
@pytest.mark.parametrize("columns", ["60", "80"])
def test_no_server_writes_a_row_of_the_report(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch, lie: str, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    listed = encode_error_list(WireFormat.JSON, "InputError", lie, lie)
    reason = lie.replace("\n", " ")
    for fault in (
        Fault(400, listed, reason=reason),
        Fault(404, lie.encode(), "text/html", reason=reason),
        Fault(302, b"", headers=(("Location", reason),), reason=reason),
    ):
        with FaultServer(fault) as server:
            status, said = doctor.says("--server", server.url, "--user", "jane", password="x")
        assert status == 4
        assert any(row.startswith("failed   page") for row in check_rows(said)), said
        assert "“" in said


def test_no_certificate_writes_a_row_of_the_report(doctor: Doctor, tmp_path: Path) -> None:
    lies = [dns(padded(blank, 59)) for blank in " \n\u00a0\u3000"]
    empty = b'{"ActivityRecordList": [], "ContinuationMark": ""}'
    for names in (lies, [X400, EDI]):
        certificate = hostile(tmp_path, *names, subject=padded(" ", 59), twice=b"x")
        sha1 = str(Thumbprint.sha1(certificate.der))
        with FaultServer(Fault(200, empty), certificate.server_context()) as server:
            status, said = doctor.says("--server", server.url, "--user", "jane", password="x")
            assert status == 3
            rows = check_rows(said)
            assert [row[9:21].strip() for row in rows if row[0] != " "][-1] == "certificate"
            assert said.count(sha1) == 2
            words = ["--server", server.url, "--user", "jane", "--thumbprint", sha1]
            status, said = doctor.says(*words, password="x")
            assert status == 0
            check_rows(said)
