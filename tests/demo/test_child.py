"""The server as a process: its first line, how it ends, and that it never stays behind."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from netwrix_tui.demo.child import start_demo
from netwrix_tui.errors import Unreachable
from tests.checkout import CHECKOUT
from tests.child_process import ChildProcess
from tests.demo_process import Demo, DemoServers, unverified
from tests.waiting import PATIENCE, wait_until


def _is_listening(url: str) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1).close()
    except OSError:
        return False
    return True


def _wait_until_gone(url: str) -> None:
    wait_until(lambda: not _is_listening(url))


def test_the_thumbprints_are_those_of_the_certificate(demo: Demo) -> None:
    parts = urlsplit(demo.url)
    pem = ssl.get_server_certificate((parts.hostname or "", parts.port or 0))
    der = ssl.PEM_cert_to_DER_cert(pem)
    assert demo.sha1 == hashlib.sha1(der, usedforsecurity=False).hexdigest().upper()
    assert demo.sha256 == hashlib.sha256(der).hexdigest().upper()


def test_the_certificate_is_good_for_loopback(demo: Demo) -> None:
    parts = urlsplit(demo.url)
    pem = ssl.get_server_certificate((parts.hostname or "", parts.port or 0))
    context = ssl.create_default_context(cadata=pem)
    for host in ("127.0.0.1", "localhost"):
        with httpx.Client(verify=context, trust_env=False) as http:
            assert http.get(demo.url.replace("127.0.0.1", host) + "enum").status_code == 401


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_quietly_on_a_signal(number: signal.Signals) -> None:
    with ChildProcess(
        [sys.executable, "-m", "netwrix_tui.demo", "--records", "100"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=CHECKOUT,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        line = json.loads(process.stdout.readline())
        assert list(line) == ["url", "accounts", "sha1", "sha256"]
        assert {"user", "password", "role"} == set(line["accounts"][0])
        with httpx.Client(verify=unverified(), trust_env=False) as http:
            assert http.get(line["url"] + "enum").status_code == 401
            process.send_signal(number)  # with a connection still open
            assert process.wait(PATIENCE) == 0
        assert process.stdout.read() == b""
        said = process.stderr.read().decode()
        assert said.count("\n") == 4
        server = line["url"].partition("/netwrix")[0]
        assert f"--server {server} --user 'CORP\\jane' --thumbprint {line['sha1']}" in said
        assert line["accounts"][0]["password"] in said


def test_it_is_gone_after_the_parent_was_killed() -> None:
    parent = (
        "import time; from netwrix_tui.demo.child import start_demo; "
        "print(start_demo(records=100).url, flush=True); time.sleep(600)"
    )
    with ChildProcess(
        [sys.executable, "-c", parent], stdout=subprocess.PIPE, cwd=CHECKOUT
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().decode().strip()
        assert _is_listening(url)
        process.kill()
        process.wait(PATIENCE)
    _wait_until_gone(url)


def test_stopping_twice_leaves_no_process_behind() -> None:
    with start_demo(records=100) as server:
        assert _is_listening(server.url)
        server.stop()
        assert not _is_listening(server.url)
        with pytest.raises(ProcessLookupError):
            os.kill(server.pid, 0)


def test_it_starts_from_any_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')")
    monkeypatch.chdir(tmp_path)
    with start_demo(records=100) as server:
        assert _is_listening(server.url)


def test_a_port_that_is_taken_is_told() -> None:
    with start_demo(records=100) as server:
        port = str(urlsplit(server.url).port)
        with pytest.raises(Unreachable, match="did not start") as caught:
            start_demo(records=100, arguments=["--port", port])
    assert f"cannot listen on port {port}" in caught.value.cause


def test_other_connections_are_served_during_a_long_search(demo_servers: DemoServers) -> None:
    """A search through everything goes on while short requests come and go."""
    server = demo_servers.fresh(records=120_000)
    body = {"FilterList": {"What": "nothing is called like this"}}
    account = server.reviewer
    with (
        subprocess.Popen(
            ["curl", "-q", "-K", "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        ) as curl,
        server.http() as http,
    ):
        assert curl.stdin is not None
        settings = [
            "basic", "insecure", "silent", f'url = "{server.url}search?format=json"',
            f'user = "{account.user.replace(chr(92), chr(92) * 2)}:{account.password}"',
            f"data = {json.dumps(json.dumps(body))}",
        ]  # fmt: skip
        curl.stdin.write("\n".join(settings).encode())
        curl.stdin.close()
        short = 0
        while curl.poll() is None:
            assert http.get("enum", params={"count": "1"}).status_code == 200
            short += 1
    finished = [(r.endpoint, r.rows) for r in server.requests()]
    # Many short ones were answered before the long one was.
    assert finished.index(("search", 0)) > 10
    assert short > 10


def test_a_client_that_goes_away_ends_its_search(demo_servers: DemoServers) -> None:
    server = demo_servers.fresh(records=2_000_000)
    body = {"FilterList": {"What": "nothing is called like this"}}
    with server.http() as http, pytest.raises(httpx.ReadTimeout):
        http.post("search", json=body, params={"format": "json"}, timeout=0.2)
    wait_until(lambda: bool(server.requests()))  # the whole search would take longer
    assert [(r.endpoint, r.status) for r in server.requests()] == [("search", 499)]


def test_it_does_not_inherit_a_password_of_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETWRIX_API_PASSWORD", "for another server")
    monkeypatch.setenv("NETWRIX_TUI_DEMO_PASSWORD", "the demo's own")
    with start_demo(records=10) as demo:
        inherited = Path(f"/proc/{demo.pid}/environ").read_bytes()
        assert b"for another server" not in inherited
        assert {account.password for account in demo.accounts} == {"the demo's own"}
