"""Commands of the user's own: no shell, no value in an argument, asked before the first run."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from netwrix_tui.config.user_settings import CommandInput, UserCommand, read_user_settings
from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.tui.output import user_commands
from netwrix_tui.tui.output.user_commands import ChooseCommand, ConfirmCommand, run_command
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import Demo
from tests.results.records import HOSTILE, wire_page
from tests.tui.driving import Driver, connection_to, drive

_KEEPING = """
import json, os, sys
names = [name for name in os.environ if name.startswith("NETWRIX_")]
told = {"argv": sys.argv[2:], "records": json.load(sys.stdin),
        "environment": {name: os.environ[name] for name in names}}
with open(sys.argv[1], "a") as kept:
    kept.write(json.dumps(told) + chr(10))
print("made \\x1b[31m" + str(len(told["records"])))
"""
_VALUES = (*HOSTILE, "$(touch pwned)", "; touch pwned", "-rf", "%x%", "\x00")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "keep.py"
    path.write_text(_KEEPING)
    return path


def _store() -> Store:
    store = Store()
    store.append(
        wire_page(
            [
                ActivityRecord(rid=str(at), who=v, what=v, when="2026-11-25T12:00:00Z")
                for at, v in enumerate(_VALUES)
            ],
            WireFormat.JSON,
        )
    )
    return store


@pytest.mark.parametrize("given", list(CommandInput))
def test_hostile_values_do_nothing(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: CommandInput
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NETWRIX_API_PASSWORD", "secret")
    kept = tmp_path / "kept"
    command = UserCommand("t", (sys.executable, str(script), str(kept), "$HOME"), "Ticket", given)
    store = _store()
    for row in range(len(store)):
        said = run_command(command, store, [row, 0])
        assert "\x1b" not in said
    told = [json.loads(line) for line in kept.read_text().splitlines()]
    assert [each["records"][0]["Who"] for each in told] == list(_VALUES)
    assert {tuple(each["argv"]) for each in told} == {("$HOME",)}
    assert not (tmp_path / "pwned").exists()
    has_fields = given is CommandInput.ENVIRONMENT
    for each in told:
        assert "NETWRIX_API_PASSWORD" not in each["environment"]
        assert ("NETWRIX_TUI_RECORD_WHO" in each["environment"]) is has_fields


def test_what_goes_wrong_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_commands, "PATIENCE", 0.3)
    for argv, said in (
        (("/nowhere/at/all",), "cannot be run"),
        ((sys.executable, "-c", "import sys; sys.exit('no \x1b[31m')"), "ended with 1"),
        ((sys.executable, "-c", "import time; time.sleep(60)"), "did not end"),
    ):
        with pytest.raises(NetwrixTuiError, match=said) as caught:
            run_command(UserCommand("t", argv, "Ticket"), _store(), [0])
        assert "\x1b" not in caught.value.sentence()


def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text)
    path.chmod(0o600)
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(path))
    return path


@pytest.mark.parametrize(
    "text",
    ["commands = 1", "[commands]\nt = 1", "[commands.t]\nwords = 'x'", "[commands.t]\nrun = 'ls'",
     "[commands.t]\nrun = []", "[commands.t]\nrun = ['ls', 1]",
     "[commands.t]\nrun = ['ls']\ninput = 'argv'", "[commands.t]\nrun = ['ls']\nshell = true"],
)  # fmt: skip
def test_what_is_no_command_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    _settings(tmp_path, monkeypatch, text)
    with pytest.raises(UsageError, match="commands"):
        read_user_settings(os.environ)


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_commands_of_a_file_that_others_may_write_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _settings(tmp_path, monkeypatch, "[commands.t]\nrun = ['ls']\n")
    assert [command.name for command in read_user_settings(os.environ).commands] == ["t"]
    path.chmod(0o666)
    with pytest.raises(UsageError, match="not used"):
        read_user_settings(os.environ)


def test_it_is_asked_before_the_first_run_alone(
    demo: Demo, script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    argv = json.dumps([sys.executable, str(script), str(kept)])
    _settings(tmp_path, monkeypatch, f"[commands.t]\nrun = {argv}\nwords = 'Open a ticket'\n")

    async def choose(driver: Driver) -> None:
        await driver.press("vertical_line")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseCommand), "the commands")
        await driver.press("enter")

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("space", "space")
        await choose(driver)
        await driver.until(lambda: isinstance(driver.app.screen, ConfirmCommand), "the question")
        assert str(script)[:20] in driver.screen_text()
        await driver.press("enter")  # the first answer leaves it
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")
        assert not kept.exists()
        await choose(driver)
        await driver.until(lambda: isinstance(driver.app.screen, ConfirmCommand), "the question")
        await driver.press("down", "enter")
        await driver.until(kept.exists, "a run")
        await driver.until(lambda: any("was run" in toast for toast in driver.toasts), "the end")
        await choose(driver)
        await driver.until(lambda: len(kept.read_text().splitlines()) == 2, "a second run")
        store = driver.explorer.table.store
        for line in kept.read_text().splitlines():
            rids = [record["RID"] for record in json.loads(line)["records"]]
            assert rids == [store.rid(0), store.rid(1)]

    drive(connection_to(demo), story)
