"""The tables of the mappings that are documented are those that the code goes by.

``NETWRIX_TUI_WRITE_TABLES=1`` writes them there instead.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from netwrix_tui.mapping.documentation import mapping_tables

_TABLES = Path(__file__).parents[2] / "netwrix_tui" / "mapping" / "TABLES.md"
_BLOCK = re.compile(
    r"<!-- mapping: (?P<name>[\w-]+) -->\n(?P<table>.*?)<!-- /mapping -->", re.DOTALL
)


def _written(text: str) -> str:
    def block(found: re.Match[str]) -> str:
        name = found["name"]
        return f"<!-- mapping: {name} -->\n\n{mapping_tables()[name]}\n\n<!-- /mapping -->"

    return _BLOCK.sub(block, text)


@pytest.mark.skipif("NETWRIX_TUI_WRITE_TABLES" not in os.environ, reason="only compares them")
def test_the_tables_are_written() -> None:
    _TABLES.write_text(_written(_TABLES.read_text(encoding="utf-8")), encoding="utf-8")


def test_the_documented_tables_are_the_codes_own() -> None:
    text = _TABLES.read_text(encoding="utf-8")
    assert {found["name"] for found in _BLOCK.finditer(text)} == mapping_tables().keys()
    assert _written(text) == text, "NETWRIX_TUI_WRITE_TABLES=1 pytest tests/contracts writes them"
