"""Private names of other packages: where they may stand, and that each is what we take it for."""

from __future__ import annotations

import argparse
import ast
import asyncio
import inspect
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import version
from operator import attrgetter

import pytest
import spnego._ntlm
import textual
from httpx_ntlm import HttpNtlmAuth
from pygments.token import Token, _TokenType
from rich.console import Console
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from netwrix_tui.tui.terminal.internals import private_names
from netwrix_tui.tui.terminal.internals.private_names import (
    NAMES,
    NEWEST,
    OLDEST,
    RICH,
    Part,
    PrivateName,
    draws_itself,
    drives_itself,
    is_tested,
)
from tests.contracts.private_reaches import (
    FENCE,
    ROOT,
    files,
    is_private,
    our_classes,
    our_names,
    reaches,
    reaches_of_a_test,
    shared_with_others,
    tree_of,
)

BESIDE_THEIR_USE = {
    ("netwrix_tui/cli_parser.py", "_actions"),
    ("netwrix_tui/cli_parser.py", "_print_message"),
    ("netwrix_tui/cli_parser.py", "_ArgumentGroup"),  # a type
    ("netwrix_tui/cli_parser.py", "_SubParsersAction"),  # a type
    ("netwrix_tui/headless/search_options.py", "_ArgumentGroup"),  # a type
    ("netwrix_tui/client/auth.py", "_retry_using_ntlm"),
    ("netwrix_tui/client/ntlm_names.py", "_ntlm"),
    ("netwrix_tui/tui/text/highlight.py", "_TokenType"),
}
"""Names of other packages than Textual and rich, each in the one file that needs it."""

OVERRIDDEN = {
    ("netwrix_tui/cli_parser.py", "_print_message"),
    ("netwrix_tui/client/auth.py", "_retry_using_ntlm"),
}
"""Those of them that a class of ours has in the place of the package's own."""

CHECKED_ON = {
    "netwrix_tui/client/auth.py": ("httpx-ntlm", "httpx-ntlm"),
    "netwrix_tui/client/ntlm_names.py": ("pyspnego", "pyspnego"),
    "netwrix_tui/tui/text/highlight.py": ("Pygments", "Pygments"),
}
"""How such a file calls the package, and its name in a registry."""

OF_TESTS = {
    # What the class under test puts in the place of Textual's own is held against it.
    "tests/tui/terminal/test_compositor.py",
    "tests/tui/terminal/test_frame_encoder.py",
    "tests/tui/terminal/test_untested_release.py",
    "tests/tui/terminal/internals/test_missing_widgets.py",
    "tests/tui/terminal/test_termination.py",  # answers of a terminal, which nobody else sends
    "tests/tui/table/test_results_table.py",  # a table before it has heard of its size
    # Files without a name: that they are closed, full, or nobody else's shows in their handle.
    "tests/results/columnstore/test_spill.py",
    "tests/writing/test_journal.py",
    "tests/test_way_on.py",
    "tests/results/loading/test_page_guard.py",  # the memory that a table takes
    "tests/case/test_record_making.py",
    "tests/config/test_command_line.py",  # the commands that there are
    "tests/client/test_gate.py",  # asyncio's complaint about a task that is meant to be lost
    "tests/client/test_ntlm_names.py",  # messages of NTLM, as pyspnego packs them
    "tests/client/test_kept_sign_ins.py",  # a connection that is lost without a word
    "tests/tui/terminal/test_shown_screen.py",  # frames as Textual hands them over
    "tests/benchmarks/facets.py",  # times each callback of asyncio's loop
}
"""Tests that reach for private names, and why; all others go through doors (for Textual's:
``tests/tui/textual_internals.py``)."""

KNOWN = frozenset(each.name for each in NAMES)
_on_unix = pytest.mark.skipif(sys.platform == "win32", reason="a driver of Unix terminals")


def test_nobody_reaches_for_a_private_name_of_another_package() -> None:
    found = {
        (file, name)
        for path in files()
        if not (file := str(path.relative_to(ROOT))).startswith(FENCE)
        for name in reaches(tree_of(path), our_names(), KNOWN)
    }
    assert found | OVERRIDDEN == BESIDE_THEIR_USE


def test_tests_go_through_doors() -> None:
    doors = {"tests/tui/textual_internals.py"}
    found = {
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if "contracts" not in path.parts and any(reaches_of_a_test(tree_of(path)))
    }
    assert found - doors == OF_TESTS


@pytest.mark.parametrize(
    "code",
    [
        "from tests.one import _made",
        "driver.app._notifications",
        "super()._answer(1)",
        "monkeypatch.setattr(secret, '_PATIENCE', 1)",
        "monkeypatch.setattr('netwrix_tui.home._of_entry', 1)",
    ],
)
def test_a_reach_of_a_test_is_recognised(code: str) -> None:
    assert list(reaches_of_a_test(ast.parse(code)))


def test_no_class_overrides_or_shares_a_private_name_of_another_package() -> None:
    found = {
        (file, name)
        for file, kind in our_classes()
        if not file.startswith(FENCE)
        for name, _ in shared_with_others(kind)
    }
    assert found == OVERRIDDEN


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("from textual._context import active_app", "_context"),
        ("import spnego._ntlm", "_ntlm"),
        ("from rich.style import _Bit", "_Bit"),
        ("app._notifications.clear()", "_notifications"),
        ("self.screen._compositor = None", "_compositor"),
        ("super()._fatal_error()", "_fatal_error"),
        ("getattr(app, '_driver')", "_driver"),
        ("other._app", "_app"),
    ],
)
def test_a_reach_is_recognised(code: str, name: str) -> None:
    assert name in set(reaches(ast.parse(code), our_names(), KNOWN))


def test_an_override_is_recognised() -> None:
    class Ours(App[None]):
        def _fatal_error(self) -> None:
            self._closing = True

    Ours.__module__ = "netwrix_tui.none"
    assert {name for name, _ in shared_with_others(Ours)} >= {"_fatal_error"}


def test_what_is_our_own_is_no_reach() -> None:
    code = "self._table.x; other._states; row._replace(a=1); from netwrix_tui import _a"
    code = code.replace("; ", "\n")
    assert not list(reaches(ast.parse(code), frozenset({"_states"}), KNOWN))


def test_every_name_behind_the_fence_is_in_the_list_and_is_used() -> None:
    trees = [
        tree_of(path)
        for path in files()
        if str(path.relative_to(ROOT)).startswith(FENCE) and path.stem != "private_names"
    ]
    words = {
        word
        for tree in trees
        for node in ast.walk(tree)
        for word in (
            getattr(node, "attr", ""),
            getattr(node, "name", ""),
            node.value if isinstance(node, ast.Constant) else "",
        )
        if isinstance(word, str)
    }
    assert words >= KNOWN
    modules = {each.owner.partition(":")[0].rpartition(".")[2] for each in NAMES}
    reached = {name for tree in trees for name in reaches(tree, frozenset(), KNOWN)}
    inside = {"_ENDING", "_was_in_vain", "_pump"}
    assert reached - modules - inside <= KNOWN
    for file, kind in our_classes():
        if file.startswith(FENCE):
            assert {name for name, _ in shared_with_others(kind)} <= KNOWN


@pytest.mark.parametrize("name", NAMES, ids=lambda each: f"{each.owner}.{each.name}")
def test_every_name_stands(name: PrivateName) -> None:
    if name.part is Part.TERMINAL and sys.platform == "win32":
        pytest.skip("a driver of Unix terminals")
    assert name.stands()
    assert name.why


def _compositor() -> object:
    from textual._compositor import Compositor

    return Compositor()


def _parser() -> object:
    from textual._xterm_parser import XTermParser

    return XTermParser()


def _driver() -> object:
    from textual.drivers.linux_driver import LinuxDriver

    return LinuxDriver(App())


_OBJECTS: dict[str, Callable[[], object]] = {
    "App": App,
    "MessagePump": Widget,
    "DOMNode": Widget,
    "Widget": Widget,
    "Screen": Screen,
    "Input": Input,
    "Compositor": _compositor,
    "XTermParser": _parser,
    "LinuxDriver": _driver,
    "Driver": _driver,
    "Console": lambda: Console(force_terminal=True, color_system="truecolor"),
}


@_on_unix
@pytest.mark.parametrize(
    "name",
    [each for each in NAMES if isinstance(each.shape, str) and each.shape],
    ids=lambda each: f"{each.owner}.{each.name}",
)
def test_every_attribute_has_the_type_that_we_take_it_for(name: PrivateName) -> None:
    async def value() -> object:
        module, _, kind = name.owner.partition(":")
        if not kind:
            return attrgetter(name.name)(__import__(module, fromlist=[name.name]))
        return getattr(_OBJECTS[kind](), name.name)

    found = asyncio.run(value())
    assert name.shape in {kind.__name__ for kind in type(found).__mro__}


@pytest.mark.parametrize(
    "name",
    [
        PrivateName(Part.APP, "textual.app:App", "_nowhere", "str", ""),
        PrivateName(Part.APP, "textual.app:App", "_nowhere", (), ""),
        PrivateName(Part.APP, "textual.app:Nobody", "_driver", "str", ""),
        PrivateName(Part.APP, "textual._nowhere", "Compositor", "", ""),
        PrivateName(Part.APP, "textual.app:App", "_unnotify", ("other",), ""),
        PrivateName(Part.APP, "textual.app:App", "_dispatch_action", ("namespace",), ""),
        PrivateName(Part.APP, "textual.app:App", "_driver", (), ""),
    ],
)
def test_a_name_that_is_gone_or_has_another_shape_is_noticed(name: PrivateName) -> None:
    assert not name.stands()


def test_the_range_that_may_be_installed_is_the_tested_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    oldest, newest = (".".join(map(str, release)) for release in (OLDEST, NEWEST))
    assert f"textual>={oldest},<={newest}" in project["dependencies"]
    assert f"textual=={newest}" in project["optional-dependencies"]["test"]
    assert is_tested(version("textual"))
    assert private_names.installed() == textual.__version__
    assert _in_constraints("rich") == ".".join(map(str, RICH))


@pytest.mark.parametrize(
    "release", ["", "8.2.6", "8.2.9", "8.3.0", "8.2.8rc1", "8.2", "9.0.0", "8.2.8.1", "what"]
)
def test_no_other_release_is_tested(release: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_tested(release)
    monkeypatch.setattr(private_names, "installed", lambda: release)
    assert not draws_itself()
    assert drives_itself() or sys.platform == "win32"


def _in_constraints(package: str) -> str:
    """The release that the suite runs with; a newer one has to pass as well."""
    lines = (ROOT / ".ci" / "constraints.txt").read_text().splitlines()
    return next(line for line in lines if line.startswith(f"{package}==")).partition("==")[2]


@pytest.mark.parametrize("file", CHECKED_ON)
def test_what_stands_beside_its_use_says_what_it_was_checked_on(file: str) -> None:
    named, package = CHECKED_ON[file]
    text = " ".join((ROOT / file).read_text().split())
    assert f"Checked on {named} {_in_constraints(package)}" in text


def test_what_stands_beside_its_use_is_what_we_take_it_for() -> None:
    takes = inspect.signature(spnego._ntlm.ntowfv2).parameters
    assert list(takes) == ["username", "nt_hash", "domain_name"]
    takes = inspect.signature(HttpNtlmAuth._retry_using_ntlm).parameters
    assert list(takes) == ["self", "request", "response"]
    assert "_retry_using_ntlm" in HttpNtlmAuth.auth_flow.__code__.co_names
    assert isinstance(Token.Name, _TokenType)
    assert Token.Name.Tag in Token.Name
    parser = argparse.ArgumentParser()
    parser.add_argument("--one")
    assert list(inspect.signature(parser._print_message).parameters) == ["message", "file"]
    assert [action.option_strings for action in parser._actions] == [["-h", "--help"], ["--one"]]
    assert isinstance(parser.add_subparsers(), argparse._SubParsersAction)
    assert isinstance(parser.add_argument_group(), argparse._ArgumentGroup)


def test_names_are_private_by_one_underscore() -> None:
    assert [is_private(name) for name in ("_a", "a", "__a__", "_a_", "_")] == [True] + 4 * [False]
