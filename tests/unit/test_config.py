"""Where settings come from, and what becomes of the password."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from netwrix_tui import cli, config
from netwrix_tui.config import ConnectionOptions, connection
from netwrix_tui.errors import UsageError

SERVER = ConnectionOptions(server="nwx01", user="CORP/jane")


def typed(answer: str) -> Callable[[str], str]:
    return lambda _: answer


def test_the_password_is_taken_out_of_the_environment() -> None:
    environment = {"NETWRIX_API_PASSWORD": "secret", "HOME": "/"}
    chosen = connection(SERVER, environment)
    assert chosen.password.reveal() == "secret"
    assert environment == {"HOME": "/"}
    assert "secret" not in repr(chosen)


def test_options_go_before_the_environment() -> None:
    environment = {
        "NETWRIX_API_URL": "elsewhere",
        "NETWRIX_API_USERNAME": "CORP\\omar",
        "NETWRIX_API_PASSWORD": "x",
    }
    assert connection(SERVER, dict(environment)).user == "CORP\\jane"
    chosen = connection(ConnectionOptions(), environment)
    assert (chosen.host, chosen.user) == ("elsewhere", "CORP\\omar")


def test_without_a_terminal_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(UsageError, match="no terminal"):
        connection(SERVER, {})


def test_the_prompt_may_be_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(_: str) -> str:
        raise EOFError

    monkeypatch.setattr(config.sys, "stdin", type("Terminal", (), {"isatty": lambda _: True})())
    monkeypatch.setattr(config.getpass, "getpass", end)
    with pytest.raises(UsageError, match="No password"):
        connection(SERVER, {})
    monkeypatch.setattr(config.getpass, "getpass", typed(""))
    with pytest.raises(UsageError, match="No password"):
        connection(SERVER, {})
    monkeypatch.setattr(config.getpass, "getpass", typed("from the prompt"))
    assert connection(SERVER, {}).password.reveal() == "from the prompt"


@pytest.mark.parametrize(
    "options",
    [
        ConnectionOptions(),
        ConnectionOptions(server="nwx01"),
        ConnectionOptions(user="CORP\\jane"),
        ConnectionOptions(server="ftp://nwx01", user="jane"),
        ConnectionOptions(server="nwx01", user="jane", thumbprint="12 34"),
        ConnectionOptions(server="http://nwx01", user="jane", thumbprint="A" * 40),
        ConnectionOptions(server="http://nwx01", user="jane", auth="basic"),
    ],
)
def test_what_cannot_be_is_refused_before_the_password_is_asked_for(
    options: ConnectionOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "_asked_password", lambda _: pytest.fail("asked"))
    with pytest.raises(UsageError) as caught:
        connection(options, {})
    assert caught.value.next_step


def test_bad_usage_is_one_line_and_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--server", "nwx\x1b[31m01", "--user", "jane"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("netwrix-tui: ")
    assert "\x1b" not in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [["demo-server", "--port", "99999"], ["demo", "--records", "0"]]
)
def test_numbers_out_of_range_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    assert "Traceback" not in capsys.readouterr().err
