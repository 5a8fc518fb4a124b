"""Everything asks one clock what time it is, so that a test, or a demonstration, can set it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_ASKS = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime"}
_OWNERS = {"datetime", "date", "time", "dt", "clock"}
_MAY = {
    "netwrix_tui/clock.py",
    "netwrix_tui/demo/certificate.py",  # TLS goes by the machine's clock
    "netwrix_tui/atomic_write.py",  # and so do the ages of files
    "netwrix_tui/case/session_files.py",
    "netwrix_tui/tui/output/private_file.py",
    "tests/case/test_session_files.py",
    "tests/client/certificates.py",
    "tests/client/hostile_certificates.py",
    "tests/test_clock.py",
}


def _asking(tree: ast.AST) -> Iterator[int]:
    """The lines on which the machine is asked, as in ``datetime.now(UTC)`` or ``time.time()``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = node.func.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        # clock.now() is ours; datetime.time() with no datetime behind it reads a moment.
        is_ours = name == "clock" and node.func.attr == "now"
        is_of_a_moment = name in ("datetime", "date") and node.func.attr in ("time",)
        if node.func.attr in _ASKS and name in _OWNERS and not is_ours and not is_of_a_moment:
            yield node.lineno


@pytest.mark.parametrize("folder", ["netwrix_tui", "tests"])
def test_nobody_asks_the_machine_for_the_time(folder: str) -> None:
    asked = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / folder).rglob("*.py")
        if str(path.relative_to(ROOT)) not in _MAY and "benchmarks" not in path.parts
        for line in _asking(ast.parse(path.read_text()))
    }
    assert not asked


def test_asking_is_recognised() -> None:
    code = "datetime.now(UTC); dt.date.today(); time.time(); clock.now(); time.monotonic()"
    assert len(list(_asking(ast.parse(code)))) == 3
