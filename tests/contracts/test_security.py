"""SECURITY.md promises nothing without a test, and names none that is not there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = [
    line for line in (ROOT / ".github/SECURITY.md").read_text().splitlines() if line[:2] == "| "
]
_NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")
NAMED = [found.groups() for line in TABLE for found in _NAMED.finditer(line)]


def test_each_promise_has_a_test() -> None:
    promises = [line for line in TABLE[2:] if not line.startswith("| **")]
    assert len(promises) > 30
    for line in promises:
        assert _NAMED.search(line), line


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_each_test_is_there(file: str, name: str) -> None:
    path = ROOT / file
    assert path.is_file()
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    assert name in {
        node.name for node in ast.parse(path.read_text()).body if isinstance(node, functions)
    }
    assert name.startswith("test_")
