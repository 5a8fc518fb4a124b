"""README, --help, ARCHITECTURE.md, CONTRIBUTING.md, the rooms' doors and the keys tell the same."""

from __future__ import annotations

import ast
import html
import re
from importlib import import_module
from pathlib import Path

import pytest

from netwrix_tui import __version__
from netwrix_tui.cli_parser import help_of
from netwrix_tui.config.profile import COMMANDS
from netwrix_tui.tui.actions.action import Action
from netwrix_tui.tui.explorer.actions import ACTIONS, EVERYWHERE

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "netwrix_tui"
ARCHITECTURE = (PACKAGE / "ARCHITECTURE.md").read_text()
CONTRIBUTING = (ROOT / ".github" / "CONTRIBUTING.md").read_text()
README = (ROOT / "README.md").read_text()

ROOMS = sorted(str(path.parent.relative_to(PACKAGE)) for path in PACKAGE.glob("*/**/__init__.py"))
_PATH = re.compile(r"`((?:[a-z_]+/)*[a-z_]+\.(?:py|toml|txt)|(?:[a-z_]+/)+)`")
_KEYS = re.compile(r"<kbd>(.*?)</kbd>")
_NAMED_KEYS = {
    "less_than_sign": "<", "greater_than_sign": ">", "question_mark": "?", "colon": ":",
    "vertical_line": "|", "semicolon": ";", "slash": "/", "asterisk": "*", "equals_sign": "=",
    "plus": "+",
    "exclamation_mark": "!", "full_stop": ".", "comma": ",", "minus": "-", "escape": "esc",
    "pageup": "pgup", "pagedown": "pgdn", "up": "↑", "down": "↓", "left": "←", "right": "→",
}  # fmt: skip
_MODIFIERS = {"ctrl", "shift", "alt"}
_BESIDE_ACTIONS = {"ctrl+p", "ctrl+z", "ctrl+l", "–"} | {"W", "0"} | {"ctrl+t"}
"""Keys of the application (the palette, stopping, drawing anew), the pivots' menu, a form."""


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_is_named_in_the_architecture(room: str) -> None:
    assert f"`{room}/`" in ARCHITECTURE


@pytest.mark.parametrize(
    ("page", "path"),
    [
        (name, path)
        for name, text in (("ARCHITECTURE", ARCHITECTURE), ("CONTRIBUTING", CONTRIBUTING))
        for path in sorted(set(_PATH.findall(text)))
    ],
)
def test_what_a_page_names_is_there(page: str, path: str) -> None:
    assert (PACKAGE / path).exists() or (ROOT / path).exists() or path == "actions.py", page


def _defined(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_the_classes_and_methods_of_the_walks_are_there() -> None:
    there = set().union(*map(_defined, PACKAGE.rglob("*.py")))
    named = re.findall(r"`([A-Z][A-Za-z]+)(?:\.([a-z_]+))?`", ARCHITECTURE)
    words = {word for pair in named for word in pair if word}
    constants = {"SPECS", "COLUMNS", "COMMANDS"}
    assert words
    assert {word for word in words if word not in there} <= constants


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_says_what_it_is_for_and_its_doors_open(room: str) -> None:
    module = import_module(f"netwrix_tui.{room.replace('/', '.')}")
    assert module.__doc__
    for name in getattr(module, "__all__", ()):
        assert getattr(module, name) is not None
        assert not (PACKAGE / room / f"{name}.py").exists(), "a door that hides a file"
    with pytest.raises(AttributeError):
        module.no_such_door  # noqa: B018 - asked for on purpose


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_each_command(command: str) -> None:
    assert re.search(rf"^ +{command}\b", help_of(""), re.MULTILINE)


def _spelling(key: str) -> str:
    """A key as README has it: ``ctrl+s``, ``F5``, ``<``."""
    *modifiers, bare = key.split("+")
    named = _NAMED_KEYS.get(bare, bare.upper() if re.fullmatch(r"f\d+", bare) else bare)
    return "+".join([*modifiers, named])


def _keys_of_readme() -> set[str]:
    text = README[README.index("## Keys") : README.index("## A real server")]
    text = re.sub(r"</kbd>\+<kbd>", "+", text)
    return {html.unescape(key) for key in _KEYS.findall(text)}


_SHOWN = [*EVERYWHERE, *(action for action in ACTIONS if action.label and action not in EVERYWHERE)]


@pytest.mark.parametrize("action", _SHOWN, ids=lambda action: action.id)
def test_readme_names_the_key_of_each_action(action: Action) -> None:
    spelled = {_spelling(key) for key in action.keys.split(",")}
    assert spelled & _keys_of_readme(), f"README does not name {action.help!r} by {spelled}"


def test_each_key_of_readme_does_something() -> None:
    there = {_spelling(key) for action in ACTIONS for key in action.keys.split(",")}
    there |= _BESIDE_ACTIONS | _MODIFIERS
    assert {key for key in _keys_of_readme() if key not in there} == set()


def test_the_changelog_begins_with_this_version() -> None:
    changes = (ROOT / ".github" / "CHANGELOG.md").read_text()
    first = re.search(r"^## (\S+?),? ", changes, re.MULTILINE)
    assert first is not None
    assert first[1] == __version__


def test_what_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
