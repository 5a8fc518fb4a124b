"""Where a password comes from, and that it stays there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from netwrix_tui.config import secret
from netwrix_tui.config.choosing import choose
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.secret import asked_secret, keep_in_keyring, kept_secret
from netwrix_tui.errors import UsageError

JANE = Profile("corp", server="nwx01", user="CORP\\jane")


def commanded(code: str) -> Profile:
    return Profile("corp", server="nwx01", password_command=(sys.executable, "-c", code))


def test_the_first_line_of_the_command_is_the_password() -> None:
    found = kept_secret(commanded("import sys; sys.stdout.buffer.write('pä ss\\nurl: x'.encode())"))
    assert found is not None
    assert found.reveal() == "pä ss"


@pytest.mark.parametrize(
    "written",
    [
        b"p\xc3\xa4ss\r\n", b"p\xc3\xa4ss\r\nurl: x\r\n", b"\xef\xbb\xbfp\xc3\xa4ss\n",
        "\ufeffpäss\r\n".encode("utf-16-le"), "\ufeffpäss\r\nx".encode("utf-16-be"),
        b"p\xc3\xa4ss",
    ],
)  # fmt: skip
def test_line_ends_and_byte_order_marks_are_no_part_of_a_password(written: bytes) -> None:
    found = kept_secret(commanded(f"import sys; sys.stdout.buffer.write({written!r})"))
    assert found is not None
    assert found.reveal() == "päss"


@pytest.mark.parametrize(
    "written", ["päss\n", "päss\r\n", "\ufeffpäss", "päss\r", "\ufeffpäss\r\n"]
)
def test_neither_are_they_of_the_environments(tmp_path: Path, written: str) -> None:
    environment = {"NETWRIX_API_PASSWORD": written, "NETWRIX_TUI_CONFIG": str(tmp_path / "none")}
    chosen = choose(Profile(server="nwx01", user="jane"), None, environment)
    assert chosen.password is not None
    assert chosen.password.reveal() == "päss"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("hush\nsecond", "a line break"), ("hush\rsecond", "a line break"),
        ("hu\x00sh", "U+0000"), ("hu\x1bsh", "U+001B"), ("hu\udcffsh", "not UTF-8 text"),
    ],
)  # fmt: skip
def test_what_nobody_can_have_typed_is_named_and_not_sent(
    tmp_path: Path, written: str, says: str
) -> None:
    environment = {"NETWRIX_API_PASSWORD": written, "NETWRIX_TUI_CONFIG": str(tmp_path / "none")}
    with pytest.raises(UsageError) as caught:
        choose(Profile(server="nwx01", user="jane"), None, environment)
    assert says in caught.value.what
    assert "NETWRIX_API_PASSWORD" in caught.value.what
    assert "hu" not in caught.value.sentence().replace("nothing", "")


def test_blanks_are_part_of_a_password() -> None:
    found = kept_secret(commanded("print('  two\\twords ')"))
    assert found is not None
    assert found.reveal() == "  two\twords "


def test_a_command_may_be_one_line_of_words() -> None:
    code = 'print("two words")' if os.name == "posix" else "print('two words')"
    quote = "'" if os.name == "posix" else '"'
    line = f"{sys.executable} -c {quote}{code}{quote}"
    found = kept_secret(Profile(password_command=(line,)))
    assert found is not None
    assert found.reveal() == "two words"


def test_nothing_set_is_nothing_found() -> None:
    assert kept_secret(JANE) is None


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import sys; print('hush'); sys.exit(3)", "status 3"),
        ("pass", "empty"),
        ("print()", "empty"),
        ("import sys; sys.stdout.buffer.write(b'\\xffhush')", "UTF-8"),
    ],
)
@pytest.mark.parametrize("on_screen", [False, True])
def test_a_command_that_fails_is_told_without_its_output(
    code: str, says: str, on_screen: bool
) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        kept_secret(commanded(code), on_screen=on_screen)
    assert "hush" not in repr(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("command", [("no-such-program-here",), ("'unclosed",)])
def test_a_command_that_cannot_start_is_told(command: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="gave no password"):
        kept_secret(Profile(password_command=command))


def test_a_command_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret, "COMMAND_PATIENCE", 0.1)
    with pytest.raises(UsageError, match="did not end"):
        kept_secret(commanded("import time; print('hush', flush=True); time.sleep(60)"))


def test_children_do_not_inherit_the_password(tmp_path: object) -> None:
    code = (
        "import os; from netwrix_tui.config.secret import taken_from, kept_secret\n"
        "from netwrix_tui.config.profile import Profile\n"
        "import sys; first = taken_from(os.environ).reveal()\n"
        "child = [sys.executable, '-c', 'import os; print(sorted(os.environ.items()))']\n"
        "print(first in kept_secret(Profile(password_command=tuple(child))).reveal())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"NETWRIX_API_PASSWORD": "hush-hush", "PATH": "/usr/bin:/bin"}
        | {"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"


def test_without_a_terminal_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(UsageError, match="no terminal"):
        asked_secret(JANE)


class _Keyring:
    """Stands for a system's keyring, which a machine of tests has none of."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import keyring

        monkeypatch.setattr(keyring, "set_password", self._set)
        monkeypatch.setattr(keyring, "get_password", lambda *key: self.kept.get(key))

    def _set(self, service: str, name: str, password: str) -> None:
        self.kept[service, name] = password


def test_the_keyring_keeps_one_password_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("keyring")
    from netwrix_tui.client.connection import Secret

    _Keyring().install(monkeypatch)
    jane = Profile("corp", server="nwx01", user="CORP\\jane", keyring=True)
    assert kept_secret(jane) is None
    keep_in_keyring(jane, Secret("hush"))
    found = kept_secret(jane)
    assert found is not None
    assert found.reveal() == "hush"
    assert kept_secret(Profile(server="nwx02", user="CORP\\jane", keyring=True)) is None


def test_a_keyring_that_fails_quotes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = pytest.importorskip("keyring")
    from netwrix_tui.client.connection import Secret

    def fail(*_: str) -> None:
        raise keyring.errors.PasswordSetError("cannot store hush")

    monkeypatch.setattr(keyring, "set_password", fail)
    with pytest.raises(UsageError) as caught:
        keep_in_keyring(JANE, Secret("hush"))
    assert "hush" not in caught.value.sentence()
    assert caught.value.__cause__ is None


def test_without_the_extra_the_next_step_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(UsageError, match="keyring cannot be asked") as caught:
        kept_secret(Profile(server="nwx01", user="x", keyring=True))
    assert "netwrix-tui[keyring]" in caught.value.next_step
