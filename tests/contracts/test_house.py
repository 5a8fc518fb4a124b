"""The rules of the house: layers, types, style, and what importing the command line costs."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Collection, Iterator
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

import netwrix_tui
from netwrix_tui import __version__
from netwrix_tui.tui.actions.action import Pane
from netwrix_tui.tui.counts.facets import Facets
from netwrix_tui.tui.counts.timeline import Timeline
from netwrix_tui.tui.explorer.actions import ACTIONS, ExplorerAction
from netwrix_tui.tui.explorer.breadcrumbs import Breadcrumbs
from netwrix_tui.tui.explorer.explorer_screen import Explorer
from netwrix_tui.tui.explorer.notice import Notice
from netwrix_tui.tui.record.compare_screen import CompareScreen
from netwrix_tui.tui.record.plain_text import PlainScreen
from netwrix_tui.tui.record.record_viewer import RecordViewer
from netwrix_tui.tui.search.body_preview import BodyPreview
from netwrix_tui.tui.search.query_line import QueryLine
from netwrix_tui.tui.search.search_builder import SearchBuilder
from netwrix_tui.tui.sql.rows_table import RowsTable
from netwrix_tui.tui.sql.sql_line import SqlLine
from netwrix_tui.tui.summary.sheet_table import SheetTable
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.write.write_preview import WritePreview

ROOT = Path(__file__).parents[2]
HOMES = {
    Pane.EXPLORER: Explorer,
    Pane.TABLE: ResultsTable,
    Pane.RECORD: RecordViewer,
    Pane.BUILDER: SearchBuilder,
    Pane.QUERY: QueryLine,
    Pane.TRAIL: Breadcrumbs,
    Pane.PREVIEW: BodyPreview,
    Pane.FACETS: Facets,
    Pane.TIMELINE: Timeline,
    Pane.NOTICE: Notice,
    Pane.PLAIN: PlainScreen,
    Pane.WRITE: WritePreview,
    Pane.COMPARE: CompareScreen,
    Pane.SQL: SqlLine,
    Pane.ROWS: RowsTable,
    Pane.SUMMARY: SheetTable,
}


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("importlinter.cli", "lint"),
    ],
    ids=lambda command: command[0],
)
def test_the_house_is_in_order(command: tuple[str, ...]) -> None:
    if command[0] == "importlinter.cli":
        code = (
            "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
        )
        command_line = [sys.executable, "-c", code]
    else:
        command_line = [sys.executable, "-m", *command]
    done = subprocess.run(command_line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["demo", "--help"]])
def test_the_command_line_starts_light(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from netwrix_tui.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "heavy = {'textual', 'rich', 'httpx', 'spnego', 'cryptography', 'pygments'}\n"
        "heavy |= {'tomlkit', 'keyring', 'platformdirs'}\n"
        "sys.exit(f'loaded: {sorted(heavy & set(sys.modules))}' if heavy & set(sys.modules) else 0)"
    )
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_version_is_told_before_anything_is_imported() -> None:
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "from netwrix_tui.cli import main\n"
        "main(sys.argv[1:])\n"
        "new = {name for name in set(sys.modules) - before if not name.startswith('netwrix_tui')}\n"
        "sys.exit(f'loaded: {sorted(new)}' if new - {'gc', '__future__'} else 0)"
    )
    command = [sys.executable, "-c", code, "--version"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"netwrix-tui {__version__}\n"


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_is_at_home_in_its_pane(action: object) -> None:
    assert callable(getattr(HOMES[action.pane], f"action_{action.name}", None))


@pytest.mark.parametrize("pane", list(Pane))
def test_no_key_means_two_things_in_one_pane(pane: Pane) -> None:
    keys = [key for action in ACTIONS if action.pane is pane for key in action.keys.split(",")]
    assert len(keys) == len(set(keys))


def test_process_wide_switches_stand_in_one_file() -> None:
    switches = ("import gc\n", "setswitchinterval", "mallopt", "malloc_trim", "sys.modules[")
    texts = {path.name: path.read_text() for path in (ROOT / "netwrix_tui").rglob("*.py")}
    found = [name for name, text in texts.items() if any(switch in text for switch in switches)]
    assert found == ["process_tuning.py"]


def test_files_stay_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for room in ("netwrix_tui", "tests")
        for path in (ROOT / room).rglob("*.py")
        if (lines := len(path.read_text().splitlines())) > 400
    ]
    assert not long


def _imports(tree: ast.AST, known: Collection[str]) -> set[str]:
    """The modules of ours that a file imports, wherever in it; but those for types alone."""
    skipped = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for node in ast.walk(block)
    }
    named = [
        (node.module, f"{node.module}.{each.name}")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and id(node) not in skipped
        for each in node.names
    ]
    return {whole if whole in known else module for module, whole in named} & set(known)


def test_no_file_imports_itself_by_a_detour() -> None:
    found = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (ROOT / "netwrix_tui").rglob("*.py")
    }
    imports = {name: _imports(ast.parse(path.read_text()), found) for name, path in found.items()}
    known = {name: others - {name} for name, others in imports.items()}
    TopologicalSorter(known).prepare()  # raises CycleError, which names them


def test_no_class_stands_on_more_than_three_of_ours() -> None:
    for module in walk_packages(netwrix_tui.__path__, "netwrix_tui."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    ours, towers, seen = [object], {}, set()
    while ours:
        for kind in type.__subclasses__(ours.pop()):
            if kind not in seen:
                seen.add(kind)
                ours.append(kind)
                above = [each for each in kind.__mro__[1:] if each.__module__.startswith("netwrix")]
                if len(above) > 3 and not issubclass(kind, Exception):
                    towers[kind.__qualname__] = above
    assert not towers


def test_every_key_of_the_explorer_is_handed_to_a_controller() -> None:
    everywhere = [action for action in ACTIONS if action.pane is Pane.EXPLORER]
    assert everywhere
    assert all(isinstance(action, ExplorerAction) for action in everywhere)


def test_what_was_tested_meets_every_floor() -> None:
    constraints = (ROOT / ".ci" / "constraints.txt").read_text().splitlines()
    tested = {
        requirement.name.lower(): next(iter(requirement.specifier)).version
        for line in constraints
        if line and not line.startswith("#")
        for requirement in [Requirement(line)]
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    listed = (project["dependencies"], *extras.values())
    needed = [Requirement(text) for texts in listed for text in texts]
    for requirement in needed:
        assert requirement.specifier.contains(tested[requirement.name.lower()]), requirement
        floors = [one for one in requirement.specifier if one.operator in (">=", "~=", "==")]
        assert floors, f"{requirement} has no floor"
    floor = {one.name: next(s.version for s in one.specifier if s.operator == ">=")
             for one in needed if one.name in ("h11", "cryptography")}  # fmt: skip
    # Releases before them have faults that are known by a number.
    assert Version(floor["h11"]) >= Version("0.16")
    assert Version(floor["cryptography"]) >= Version("44.0.1")


def test_children_run_the_program_that_the_tests_import() -> None:
    """Counted up from a test's own file, a moved test would run whatever is installed."""
    may = {"tests/conftest.py", "tests/tui/record/test_plain_text.py"}  # nothing of the program
    counted = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("*.py")
        if "Path(__file__).parents" in path.read_text() and "contracts" not in path.parts
    }
    assert counted <= may


_IN_EVERY_ROOM = {"__init__", "__main__", "actions", "controller"}
_PARALLEL_ROOMS = {"demo/events", "demo/stories", "searches/recipes"}
"""What happens, in the demo's everyday and in its stories, and what finds it."""


def test_no_two_files_have_one_name() -> None:
    rooms: dict[str, set[str]] = {}
    for path in (ROOT / "netwrix_tui").rglob("*.py"):
        room = path.parent.relative_to(ROOT / "netwrix_tui").as_posix()
        if path.stem not in _IN_EVERY_ROOM:
            rooms.setdefault(path.stem, set()).add(room)
    assert {stem: found for stem, found in rooms.items() if len(found) > 1
            and not found <= _PARALLEL_ROOMS} == {}  # fmt: skip


_OF_NO_ROOM = {Path("contracts"), Path("fuzz"), Path("stops")}
"""Directories of tests that are about many rooms."""


def test_a_test_that_is_named_after_a_file_lies_where_the_file_lies() -> None:
    places: dict[str, set[Path]] = {}
    for path in (ROOT / "netwrix_tui").rglob("*.py"):
        places.setdefault(path.stem, set()).add(path.parent.relative_to(ROOT / "netwrix_tui"))
    lost = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("test_*.py")
        if (room := path.parent.relative_to(ROOT / "tests")) not in _OF_NO_ROOM
        and (homes := places.get(path.stem.removeprefix("test_")))
        and room not in homes
    ]
    assert lost == []


def _pauses(tree: ast.AST, *, in_loop: bool = False) -> Iterator[int]:
    """Lines that wait for a fixed time, other than between two looks at a condition."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="sleep" | "pause"), args=[ast.Constant(value=v)]):
                if not in_loop and isinstance(v, int | float) and v > 0:
                    yield node.lineno
        is_new = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        looks = isinstance(node, ast.While | ast.For | ast.AsyncFor)
        yield from _pauses(node, in_loop=looks or (in_loop and not is_new))


def test_no_test_waits_for_a_fixed_time() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / "tests").rglob("*.py")
        if "benchmarks" not in path.parts
        for line in _pauses(ast.parse(path.read_text()))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("time.sleep(0.2)", [1]),
        ("await pilot.pause(1)", [1]),
        ("while not holds():\n    time.sleep(0.01)", []),
        ("await asyncio.sleep(0)", []),
    ],
)
def test_a_fixed_pause_is_recognised(code: str, lines: list[int]) -> None:
    assert list(_pauses(ast.parse(code))) == lines
