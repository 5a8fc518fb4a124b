"""Finds where the package reaches for a private name that is another package's.

By the text of a file: imports, ``thing._name`` where the thing is not the object itself, the same
by ``getattr``. By the classes as they stand: a name of theirs, or of ``self``, that a class above
them which is not ours has as well.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import netwrix_tui

ROOT = Path(__file__).parents[2]
FENCE = "netwrix_tui/tui/terminal/internals/"

_PUBLIC = {"_replace", "_asdict", "_fields", "_make", "_exit"}
"""Documented names of the standard library: of named tuples, and ``os._exit``."""

_MADE_FOR_EVERY_CLASS = {"_abc_impl", "_css_type_name", "_css_type_names", "_decorated_handlers",
                         "_inherit_bindings", "_inherit_component_classes", "_inherit_css",
                         "_merged_bindings", "_computes", "_reactives", "_is_protocol",
                         "_is_runtime_protocol"}  # fmt: skip
"""What Python or Textual writes into a class that is derived, and nobody of ours reads."""

_BY_NAME = {"getattr", "setattr", "hasattr", "delattr"}


def is_private(name: str) -> bool:
    """True for one underscore at the beginning, and none at the end: those are an enum's."""
    return name.startswith("_") and not name.startswith("__") and not name.endswith("_")


@cache
def tree_of(path: Path) -> ast.Module:
    """A file, parsed once."""
    return ast.parse(path.read_text())


def files() -> list[Path]:
    """All of the package."""
    return sorted((ROOT / "netwrix_tui").rglob("*.py"))


@cache
def our_names() -> frozenset[str]:
    """Private names that a file of ours defines: a function, a class, a variable, an attribute."""
    ours: set[str] = set()
    for path in files():
        if str(path.relative_to(ROOT)).startswith(FENCE):
            continue
        for node in ast.walk(tree_of(path)):
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    ours.add(name)
                case ast.ClassDef(name=name):
                    ours.add(name)
                case ast.Name(id=name, ctx=ast.Store()):
                    ours.add(name)
                case ast.Attribute(attr=name, ctx=ast.Store(), value=ast.Name(id="self")):
                    ours.add(name)
    return frozenset(filter(is_private, ours))


def reaches(tree: ast.AST, ours: frozenset[str], known: frozenset[str]) -> Iterator[str]:
    """Private names of others in a file; ``known`` are some that are never taken for our own."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(level=0, module=str(module), names=names):
                if not module.startswith("netwrix_tui"):
                    yield from filter(is_private, module.split("."))
                    yield from (each.name for each in names if is_private(each.name))
            case ast.Import(names=names):
                for each in names:
                    yield from filter(is_private, each.name.split("."))
            case ast.Attribute(attr=name, value=value) if is_private(name):
                its_own = isinstance(value, ast.Name) and value.id in ("self", "cls")
                if not its_own and name not in _PUBLIC and (name not in ours or name in known):
                    yield name
            case ast.Call(func=ast.Name(id=call), args=[_, ast.Constant(value=str(name)), *_]) if (
                call in _BY_NAME and is_private(name)
            ):
                yield name


def reaches_of_a_test(tree: ast.AST) -> Iterator[str]:
    """Private names that a test reaches for: of the program, of other tests, of other packages.

    Those that a module or a class has for itself are no reach; nor are documented ones.
    """
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                yield from filter(is_private, module.split("."))
                yield from (each.name for each in names if is_private(each.name))
            case ast.Attribute(attr=name, value=value) if is_private(name):
                its_own = isinstance(value, ast.Name) and value.id in ("self", "cls")
                if not its_own and name not in _PUBLIC:
                    yield name
            case ast.Call(func=ast.Name(id=call) | ast.Attribute(attr=call), args=args) if (
                call in _BY_NAME
            ):
                for each in args[:2]:
                    name = each.value if isinstance(each, ast.Constant) else None
                    last = name.rpartition(".")[2] if isinstance(name, str) else ""
                    if is_private(last):
                        yield last


def shared_with_others(kind: type) -> Iterator[tuple[str, type]]:
    """Private names of one of our classes that a class above it, which is not ours, has too."""
    for name in sorted(_names_of(kind) - _MADE_FOR_EVERY_CLASS):
        for above in kind.__mro__[1:]:
            if above.__module__.startswith("netwrix_tui"):
                continue
            if name in _names_of(above):
                yield name, above
                break


@cache
def _names_of(kind: type) -> frozenset[str]:
    """Private names in a class and of ``self`` in its methods."""
    names = set(vars(kind))
    try:
        text = textwrap.dedent(inspect.getsource(kind))
    except (OSError, TypeError):  # of C
        return frozenset(filter(is_private, names))
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Attribute(attr=name, value=ast.Name(id="self" | "cls")):
                names.add(name)
    return frozenset(filter(is_private, names))


def our_classes() -> Iterator[tuple[str, type]]:
    """Each class of the package, with the file that it is in."""
    for module in walk_packages(netwrix_tui.__path__, "netwrix_tui."):
        if module.name.endswith("__main__"):
            continue
        found = import_module(module.name)
        file = str(Path(found.__file__ or "").relative_to(ROOT))
        for kind in list(vars(found).values()):
            if inspect.isclass(kind) and kind.__module__ == module.name:
                yield file, kind
