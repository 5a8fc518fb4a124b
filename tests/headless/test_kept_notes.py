"""Notes of the explorer come along with what the commands write, as processes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from netwrix_tui.searches.notes import Notes
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import run


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=2_000)


@pytest.fixture
def state(small: Demo, tmp_path: Path) -> dict[str, str]:
    """Where a note is kept on the first record that the server has."""
    Notes(tmp_path, _server(small)).write(_first(small), "asked, twice", 5)
    Notes(tmp_path, "other").write(_second(small), "of another server", 5)
    return {"NETWRIX_TUI_STATE": str(tmp_path)}


def _server(demo: Demo) -> str:
    return demo.url.partition("//")[2].partition("/")[0]


def _first(demo: Demo) -> str:
    return run(demo, "enum", "--limit", "2").rids[0]


def _second(demo: Demo) -> str:
    return run(demo, "enum", "--limit", "2").rids[1]


def test_csv_and_ndjson_have_them_and_nothing_else_does(small: Demo, state: dict[str, str]) -> None:
    words = ("enum", "--limit", "2")
    first, second = run(small, *words, **state).records
    assert (first["note"], "note" in second) == ("asked, twice", False)
    table = run(small, *words, "--output", "csv", **state).out.decode()
    assert [row["note"] for row in csv.DictReader(io.StringIO(table))] == ["asked, twice", ""]
    for output_format in ("json", "xml", "table"):
        assert b"asked" not in run(small, *words, "--output", output_format, **state).out
    assert b"asked" not in run(small, *words, "--raw", **state).out
    assert b"asked" not in run(small, *words, "--fields", "RID", **state).out


def test_excel_has_them_in_the_last_column(small: Demo, state: dict[str, str]) -> None:
    for words, separator in ((("--excel",), ";"), (("--separator", "|"), "|")):
        written = run(small, "enum", "--limit", "2", *words, **state).out.decode("utf-8-sig")
        header, *rows = csv.reader(io.StringIO(written), delimiter=separator)
        assert header[-2:] == ["Changes", "note"]
        assert [row[-1] for row in rows] == ["asked, twice", ""]
        few = run(small, "enum", "--limit", "2", *words, "--fields", "note,RID", **state)
        assert few.out.decode("utf-8-sig").splitlines()[0] == f"note{separator}RID"


def test_they_are_a_field_that_can_be_chosen(small: Demo, state: dict[str, str]) -> None:
    words = ("enum", "--limit", "2", "--fields", "Note,RID")
    shown = run(small, *words, "--output", "table", **state).out.decode().splitlines()
    assert shown[0].split() == ["note", "RID"]
    assert shown[1].startswith("asked, twice  ")
    refused = run(small, *words, "--output", "xml", **state)
    assert (refused.status, "A note has no place" in refused.err) == (2, True)


def test_following_has_them_too(small: Demo, state: dict[str, str]) -> None:
    words = ("follow", "--interval", "0.1", "--since", "200d", "--limit", "2000")
    noted = [r["note"] for r in run(small, *words, **state).records if "note" in r]
    assert noted == ["asked, twice"]


def test_notes_that_cannot_be_read_are_said_and_stop_nothing(small: Demo, tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text("nonsense")
    done = run(small, "enum", "--limit", "2", NETWRIX_TUI_STATE=str(tmp_path))
    assert (done.status, len(done.rids)) == (0, 2)
    assert "notes.json" in done.err
