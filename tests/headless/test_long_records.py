"""Records of more than 8 MB: cut with a word where they are written anew, whole in their bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netwrix_tui import cli
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.wire import json_format
from netwrix_tui.wire.limits import LONG_RECORD, LONGEST_IN_ROW
from netwrix_tui.wire.wire_format import WireFormat
from tests.client.fault_server import Fault, FaultServer

LONG = json.dumps(
    {
        "RID": "1",
        "Who": "jane",
        "What": "x" * LONG_RECORD,
        "DetailList": [{"Before": "b"}],
    }
).encode()
PAGE = json_format.encode_page([LONG, b'{"RID":"2","Who":"joe"}'], None)


def written(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, *words: str
) -> tuple[bytes, str]:
    monkeypatch.setenv("NETWRIX_API_PASSWORD", "x")
    with FaultServer(Fault(200, PAGE)) as server:
        assert cli.main(["enum", "--server", server.url, "--user", "CORP\\jane", *words]) == 0
    said = capfdbinary.readouterr()
    return said.out, said.err.decode()


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(tmp_path / "none"))


@pytest.mark.parametrize("words", [["--output", "csv"], ["--output", "xml"], ["--fields", "What"]])
def test_a_long_record_is_cut_with_a_word_and_whole_in_its_own_bytes(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    out, said = written(capfdbinary, monkeypatch, *words)
    assert b"x" * LONGEST_IN_ROW in out
    assert len(out) < 2 * LONGEST_IN_ROW
    assert "1 record with more than 8 MB" in " ".join(said.split())
    for exact in (["--raw"], ["--output", "ndjson"]):
        out, said = written(capfdbinary, monkeypatch, *exact)
        assert LONG in out
        assert "more than 8 MB" not in " ".join(said.split())


def test_the_explorer_has_its_row_and_its_bytes() -> None:
    store = Store()
    store.append(json_format.decode_page(PAGE))
    assert store.record(0).what == "x" * LONGEST_IN_ROW + "…"
    assert store.record(0).details == ()
    assert store.raw(0) == LONG
    assert store.record(1).who == "joe"
    assert store.format(0) is WireFormat.JSON
