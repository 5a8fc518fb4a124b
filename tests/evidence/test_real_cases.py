"""Cases that the program itself has made of a server's answers: packed, and whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netwrix_tui.evidence.verify import verify
from tests.demo_process import Demo
from tests.evidence.packages import package
from tests.headless.commands import run


@pytest.mark.parametrize("wire", ["json", "xml"])
def test_a_headless_search_becomes_evidence(tmp_path: Path, hostile_demo: Demo, wire: str) -> None:
    case = tmp_path / "a.nwcase"
    words = ("--case", str(case), "--wire", wire, "--count", "100")
    for query in ("action:Removed", "action:Removed what:a"):
        done = run(hostile_demo, "search", query, "--limit", "150", *words)
        assert done.status == 0, done.err
    assert verify(case).found.lines == []
    made = package(case, tmp_path / "p")
    assert verify(made).found.lines == []
    lines = (made / "data" / "records.ndjson").read_bytes().splitlines()
    rids = [json.loads(line)["RID"] for line in lines]
    assert len(rids) == len(set(rids)) >= 150
    assert verify(package(case, tmp_path / "n", pseudonyms=True)).found.lines == []
    assert "stopped at 20" in (made / "data" / "report.md").read_text()
