"""Of a password and of sign-in tokens nothing is written anywhere: the program as its user runs it.

Every word to the terminal, every file under its home, its logs at DEBUG, the server's request log,
what it says when it crashes, and what other processes can see of it and of its children.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from netwrix_tui.clock import VARIABLE
from tests.checkout import CHECKOUT
from tests.demo_process import Demo, DemoServers
from tests.tui.terminal.terminal_session import TerminalSession

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="opens a terminal, reads /proc")

# Logs everything there is to log, and breaks in the middle of a key with a secret at hand.
_PROGRAM = """
import logging, os, sys
logging.basicConfig(level=logging.DEBUG, filename=os.environ["DEBUG_LOG"])
from netwrix_tui.clock import VARIABLE
from netwrix_tui.cli import main
from netwrix_tui.tui.explorer import explorer_screen as explorer
def crash(screen):
    typed = screen.app.session.connection().password.reveal()
    raise RuntimeError(f"refused: {typed}")
explorer.Explorer.action_zone = crash
sys.exit(main())
"""
_SCHEMES = ["ntlm", "negotiate", "digest", "basic"]


class Traces:
    """Runs the program in a home of its own, and finds what it left."""

    def __init__(self, home: Path, demo: Demo) -> None:
        self.home = home
        self.demo = demo
        self.said = ""
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color",
            "LANG": "C.UTF-8", "DEBUG_LOG": str(home / "debug.log"),
            "XDG_CONFIG_HOME": str(home / "config"), "XDG_STATE_HOME": str(home / "state"),
            "XDG_CACHE_HOME": str(home / "cache"), "TMPDIR": str(home),
            "PYTHONPATH": str(CHECKOUT),
            VARIABLE: os.environ[VARIABLE],
            "KRB5CCNAME": f"FILE:{home / 'tickets'}",
        }  # fmt: skip

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-c", _PROGRAM, *words]

    def at_server(self, scheme: str) -> list[str]:
        account, pin = self.demo.reviewer, self.demo.sha256 or ""
        return ["--server", self.demo.url, "--user", account.user, "--auth", scheme,
                "--thumbprint", pin]  # fmt: skip

    def assert_free_of(self, *passwords: str) -> None:
        """Neither a password, nor what it can be guessed from, stands anywhere."""
        account = self.demo.reviewer.user
        forms = ["NTLMSSP", "TlRMTVNTUA", "Authorization: "]
        for password in passwords:
            basic = base64.b64encode(f"{account}:{password}".encode()).decode()
            forms += [password, basic, base64.b64encode(password.encode()).decode()]
        written = {"the terminal": self.said.encode(), "requests": self.demo.log.read_bytes()}
        written |= {str(f): f.read_bytes() for f in self.home.rglob("*") if f.is_file()}
        for place, content in written.items():
            for form in forms:
                assert form.encode() not in content, f"{form[:12]}… stands in {place}"


@pytest.fixture
def traces(tmp_path: Path, demo_servers: DemoServers) -> Traces:
    return Traces(tmp_path, demo_servers.shared(records=2_000))


@pytest.mark.parametrize("scheme", _SCHEMES)
def test_a_crash_of_a_signed_in_explorer_tells_no_secret(traces: Traces, scheme: str) -> None:
    password = traces.demo.reviewer.password
    command = traces.command(*traces.at_server(scheme))
    with TerminalSession(command, environment=traces.environment, size=(100, 30)) as terminal:
        terminal.until("Password of")
        terminal.send(password.encode() + b"\r")
        terminal.until(" loaded")
        for name in ("cmdline", "environ"):
            assert password.encode() not in Path(f"/proc/{terminal.pid}/{name}").read_bytes()
        terminal.send(b"u")
        assert terminal.exit_status() == 1
        traces.said = terminal.said.decode(errors="replace")
    assert "error of its own (RuntimeError)" in traces.said
    assert "Traceback" not in traces.said
    assert (traces.home / "debug.log").stat().st_size > 0
    traces.assert_free_of(password)


def test_the_connect_screen_keeps_no_secret(traces: Traces) -> None:
    account = traces.demo.reviewer
    with TerminalSession(
        traces.command(), environment=traces.environment, size=(100, 30)
    ) as terminal:
        terminal.until("Save as")

        def typed(*texts: str) -> None:
            for text in texts:
                terminal.send(text.encode())
                terminal.settle()

        typed(traces.demo.url, "\t", account.user, "\t\t", account.password, "\r")
        terminal.until("PowerShell")
        typed(traces.demo.sha1[-6:], "\r")
        terminal.until("The connection works")
        typed("nwx", "\r")
        terminal.until(" loaded")
        terminal.send(b"u")
        assert terminal.exit_status() == 1
        traces.said = terminal.said.decode(errors="replace")
    assert "error of its own (RuntimeError)" in traces.said
    kept = traces.home / "config" / "netwrix-tui" / "config.toml"
    assert "[profiles.nwx]" in kept.read_text()
    traces.assert_free_of(account.password)


@pytest.mark.parametrize("scheme", _SCHEMES)
@pytest.mark.parametrize("command", [["search", "--limit", "5"], ["doctor"]])
@pytest.mark.parametrize("suffix", ["", "-but-wrong"], ids=["right", "wrong"])
def test_commands_tell_no_secret(
    traces: Traces, scheme: str, command: list[str], suffix: str
) -> None:
    password = traces.demo.reviewer.password + suffix
    done = subprocess.run(
        traces.command(*command, *traces.at_server(scheme)),
        env=traces.environment | {"NETWRIX_API_PASSWORD": password},
        capture_output=True, text=True, cwd=traces.home, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == (3 if suffix else 0)
    traces.said = done.stdout + done.stderr
    traces.assert_free_of(password)


def test_a_child_inherits_no_password(traces: Traces) -> None:
    """The environment's password is taken out of it before any other program is started."""
    account = traces.demo.reviewer
    child = traces.home / "child.py"
    child.write_text(
        "import json, os, sys\n"
        "json.dump(dict(os.environ), open(sys.argv[1], 'w'))\n"
        "print(open(sys.argv[2]).read())\n"
    )
    # The password itself is handed over by a pipe: no file under the home may hold it.
    reading, writing = os.pipe()
    os.write(writing, account.password.encode() + b"\n")
    os.close(writing)
    seen = traces.home / "environment.json"
    command = [sys.executable, str(child), str(seen), f"/dev/fd/{reading}"]
    config = traces.home / "config.toml"
    config.write_text(
        f"[profiles.nwx]\nserver = {json.dumps(traces.demo.url)}\n"
        f"user = {json.dumps(account.user)}\nthumbprint = {json.dumps(traces.demo.sha256)}\n"
        f"password_command = {json.dumps(command)}\n"
    )
    try:
        done = subprocess.run(
            traces.command("search", "--profile", "nwx", "--limit", "1"),
            env=traces.environment
            | {
                "NETWRIX_TUI_CONFIG": str(config),
                "NETWRIX_API_URL": "another.server",
                "NETWRIX_API_PASSWORD": "of-another-server",
            },
            pass_fds=(reading,), capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    finally:
        os.close(reading)
    assert seen.exists(), done.stderr
    assert "NETWRIX_API_PASSWORD" not in json.loads(seen.read_text())
    traces.said = done.stdout + done.stderr
    traces.assert_free_of(account.password, "of-another-server")
