"""What README names is there, and what is there it names."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from netwrix_tui.cli_parser import help_of, parsed
from netwrix_tui.config.profile import COMMANDS
from netwrix_tui.searches.recipes import RECIPES

_TEXT = (Path(__file__).parents[2] / "README.md").read_text()
_OTHER_PROGRAMS = re.compile(r"\b(pip|pipx|uvx|venv|pytest|tests\.benchmarks)\b")
_OURS = [line for line in _TEXT.splitlines() if not _OTHER_PROGRAMS.search(line)]
_CODE = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_CALL = re.compile(r"netwrix-tui (?P<words>[^|>#]+)")


def _options(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))


def test_every_option_that_is_named_exists() -> None:
    there = _options("\n".join(help_of(command) for command in ("", *COMMANDS)))
    assert _options("\n".join(_OURS)) <= there


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_named(command: str) -> None:
    assert re.search(rf"netwrix-tui {command}\b|`{command}`", _TEXT)


def test_every_command_that_is_named_exists() -> None:
    named = re.findall(r"`netwrix-tui ([a-z][a-z-]*)", _TEXT)
    assert set(named) <= {*COMMANDS, "corp"}  # a profile's name


def test_the_ready_made_searches_are_as_many_as_it_says() -> None:
    changelog = (Path(__file__).parents[2] / ".github" / "CHANGELOG.md").read_text()
    for text in (_TEXT, changelog):
        assert re.findall(r"(\d+) ready-made searches", text) == [str(len(RECIPES))]


def _examples() -> list[str]:
    blocks = "\n".join(_CODE.findall(_TEXT))
    lines = [line for line in blocks.splitlines() if not _OTHER_PROGRAMS.search(line)]
    return [found["words"].strip() for line in lines if (found := _CALL.search(line))]


@pytest.mark.parametrize("example", _examples())
def test_every_example_can_be_typed(example: str) -> None:
    parsed(shlex.split(example))


def test_there_are_examples() -> None:
    assert len(_examples()) >= 4
