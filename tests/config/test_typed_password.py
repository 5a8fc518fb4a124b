"""The prompt for a password: as it was meant or refused, and the terminal as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from netwrix_tui.config.choosing import described
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.secret_text import problem_of_typed, read_text
from netwrix_tui.errors import UsageError
from tests.headless.commands import command
from tests.tui.terminal.terminal_session import TerminalSession

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="opens a terminal, reads /proc")

ASK = """
import sys
from netwrix_tui.cli import main
from netwrix_tui.config import choosing
choosing.connected = lambda choice: (
    print("read", ascii(choosing.asked_secret(choice.settings).reveal())), sys.exit(7)
)
sys.exit(main(["search", "--server", "nwx01", "--user", "CORP\\\\jane", "--auth", "ntlm"]))
"""


def prompt(tmp_path: Path, **more: str) -> TerminalSession:
    environment = os.environ | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), **more}
    environment.pop("NETWRIX_API_PASSWORD", None)
    session = TerminalSession(
        [sys.executable, "-c", ASK], size=(80, 24), environment=environment, directory=tmp_path
    )
    session.until("Password of CORP\\jane @ nwx01:9699: ")
    return session


def is_silent(session: TerminalSession) -> bool:
    return not session.attributes()[3] & termios.ECHO


@pytest.mark.parametrize(
    ("typed", "encoding", "read"),
    [
        (b"hush hush\n", "utf-8", r"read 'hush hush'"),
        ("pä漢".encode() + b"\n", "utf-8", r"read 'p\xe4\u6f22'"),
        (b"p\xe4\n", "latin-1", r"read 'p\xe4'"),
        (b"p\xe4\n", "utf-8", "The password that was typed is not UTF-8 text."),
        ("pä\n".encode(), "latin-1", "not sure to be read as it was meant"),
        (b"\n", "utf-8", "No password was typed"),
        (b"\x04", "utf-8", "No password was typed"),
    ],
)
def test_what_is_typed_is_read_as_it_was_meant_or_refused(
    tmp_path: Path, typed: bytes, encoding: str, read: str
) -> None:
    with prompt(tmp_path, PYTHONIOENCODING=encoding) as session:
        assert is_silent(session)
        session.send(typed)
        status = session.exit_status()
        assert not is_silent(session)
        said = session.said.decode()
    assert read in said
    assert "Traceback" not in said
    assert status == (7 if read.startswith("read") else 2)
    if status == 2:
        assert "Nothing was sent." in said


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP, signal.SIGINT], ids=str
)
def test_a_signal_at_the_prompt_leaves_the_echo_on(tmp_path: Path, number: int) -> None:
    with prompt(tmp_path) as session:
        os.kill(session.pid, number)
        assert session.exit_status() == 128 + number
        assert not is_silent(session)
        assert b"Traceback" not in session.said


def test_a_prompt_that_goes_on_is_silent_again(tmp_path: Path) -> None:
    with prompt(tmp_path) as session:
        os.kill(session.pid, signal.SIGTSTP)
        session.until_stopped()
        assert not is_silent(session)
        session.heard()
        os.kill(session.pid, signal.SIGCONT)
        session.until("Password of CORP\\jane @ nwx01:9699: ")
        assert is_silent(session)
        session.send(b"hush\n")
        assert session.exit_status() == 7
        assert session.said.count(b"hush") == 1  # what it was read as


@pytest.mark.parametrize("given", [("search", "jane"), ("doctor",), ("follow",), ()])
def test_a_byte_that_is_no_text_in_the_environment_is_told(
    tmp_path: Path, given: tuple[str, ...]
) -> None:
    environment = os.environb | {
        b"NETWRIX_API_URL": b"https://127.0.0.1:1",
        b"NETWRIX_API_USERNAME": b"CORP\\jane",
        b"NETWRIX_API_PASSWORD": b"p\xe4",
        b"XDG_CONFIG_HOME": os.fsencode(tmp_path),
        b"PYTHONUTF8": b"1",
    }
    done = subprocess.run(
        command(*given), env=environment, capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 2
    said = done.stdout + done.stderr
    assert b"The password in NETWRIX_API_PASSWORD is not UTF-8 text." in said
    assert b"Nothing was sent." in said
    assert b"Traceback" not in done.stderr


def test_both_encodings_are_believed_only_where_they_agree() -> None:
    assert read_text(b"plain", "latin-1", "It") == "plain"
    assert read_text(b"p\x80", "cp1252", "It") == "p€"
    for raw in ("é".encode(), b"\x81"):
        with pytest.raises(UsageError, match="sure to be read"):
            read_text(raw, "cp1252", "It")


@pytest.mark.parametrize(
    ("typed", "is_fine"), [("pä", True), ("p\ufffd", False), ("\ud83d", False)]
)
def test_a_field_refuses_what_could_not_be_read(typed: str, is_fine: bool) -> None:
    assert (problem_of_typed(typed) == "") is is_fine


@pytest.mark.parametrize("auth", ["basic", "digest", "ntlm", "auto"])
def test_an_account_that_is_no_text_is_told(auth: str) -> None:
    with pytest.raises(UsageError, match="name is not UTF-8 text"):
        described(Profile(server="nwx01", user="CORP\\p\udce4", auth=auth))
