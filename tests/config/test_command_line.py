"""The words of the command line: profiles, commands, and mistakes told in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwrix_tui import cli
from netwrix_tui.cli_parser import help_of, parsed
from netwrix_tui.config.profile import COMMANDS, LATER_COMMANDS, Profile
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.errors import UsageError


@pytest.mark.parametrize(
    "words",
    [
        ["corp"],
        ["--profile", "corp"],
        ["--auth", "ntlm", "corp"],
        ["corp", "--auth=ntlm"],
        ["--allow-plain-http", "corp"],
    ],
)
def test_a_first_word_that_is_no_command_is_a_profile(words: list[str]) -> None:
    options = parsed(words)
    assert (options.command, options.profile) == ("", "corp")


@pytest.mark.parametrize(
    "words",
    [
        ["search", "--profile", "corp"],
        ["--profile", "corp", "search"],
        ["doctor", "--profile", "corp"],
        ["--profile", "corp", "--wire", "xml", "enum", "--limit", "3"],
    ],
)
def test_every_command_takes_a_profile(words: list[str]) -> None:
    options = parsed(words)
    assert options.command in COMMANDS
    assert options.profile == "corp"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--server", "nwx\x1b[31m01", "--user", "jane"], "not the address"),
        (["demo-server", "--port", "99999"], "--port"),
        (["demo", "--records", "0"], "--records"),
        (["--auth", "magic"], "--auth"),
        (["search", "--outptu", "csv"], "--outptu"),
        (["serach"], "There is no profile serach"),
        (["serach"], "Did you mean search?"),
        (["serch", "who:jane", "--limit", "3"], "no command serch. Did you mean search?"),
        (["demo", "--records", "abc"], "--records: 'abc' is not a number of at least 1"),
        (["demo", "--live"], "as --live 30"),
        (["demo-server", "--live", "soon"], "'soon' is not a number"),
        ([], "No server is named"),
        (["help", "serach"], "There is no command serach. Did you mean search?"),
        (["search", "--thumbprint", "a", "--ca-file", "b"], "not allowed with"),
    ],
)
def test_a_mistake_is_one_sentence_and_status_2(
    words: list[str],
    says: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(tmp_path / "none"))
    assert cli.main(words) == 2
    said = capsys.readouterr().err
    assert said.startswith("netwrix-tui: ")
    assert says in said
    assert "\x1b" not in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("command", sorted(set(cli._COMMANDS) - {""}))
def test_every_command_is_explained(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["help", command]) == 0
    assert command in capsys.readouterr().out
    assert command in COMMANDS
    assert command in help_of("")


def test_a_password_is_no_option() -> None:
    with pytest.raises(UsageError):
        parsed(["--password", "x"])


@pytest.mark.parametrize("name", sorted(LATER_COMMANDS))
def test_a_profile_that_is_called_like_a_later_command_goes_on_to_work(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'default = "{name}"\n\n[profiles.{name}]\nserver = "nwx01"\n')
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(path))
    assert parsed(["--profile", name]).profile == name
    file = ProfileFile(path)
    assert file.profile(name).server == "nwx01"
    file.save(Profile(name, server="nwx01", wire="xml"))
    assert ProfileFile(path).profile(name).wire == "xml"
    with pytest.raises(UsageError, match=f"cannot be called {name}"):
        ProfileFile(tmp_path / "other.toml").save(Profile(name, server="nwx01"))


def test_it_is_said_once_how_it_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[profiles.sql]\nserver = "nwx01"\n')
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(path))
    assert cli.main(["sql"]) == 2
    told, mistake = capsys.readouterr().err.splitlines()
    assert told == (
        "netwrix-tui: sql is a command now; the profile sql is taken by netwrix-tui --profile sql."
    )
    assert "FILE" in mistake
    path.write_text("half [")
    parsed(["sql", "a.nwcase", "SELECT 1"])
    assert capsys.readouterr().err == ""
