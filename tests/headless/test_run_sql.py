"""``netwrix-tui sql``: rows of a case file on standard output."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from netwrix_tui import cli
from netwrix_tui.case.sql_names import EXAMPLES, Example
from netwrix_tui.cli_parser import help_of
from tests.case.sample import sample
from tests.headless.commands import command, heeding_interrupts
from tests.waiting import wait_until

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample(tmp_path_factory.mktemp("case") / "a.nwcase")


@pytest.fixture
def run(path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", os.devnull + ".none")

    def run(statement: str, *more: str) -> tuple[int, str, str]:
        status = cli.main(["sql", str(path), statement, *more])
        out, err = capfd.readouterr()
        return status, out, err

    return run


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.asks)
def test_every_example_of_the_help_can_be_run(run: Run, example: Example) -> None:
    assert " ".join(example.statement.split()) in " ".join(help_of("sql").split())
    status, out, err = run(example.statement, "--output", "csv")
    assert status in (0, 1)
    assert out.splitlines()
    assert err in ("", "netwrix-tui: There are no rows.\n")


def test_formats(run: Run) -> None:
    statement = (
        "SELECT rid, rid, local(time) AS at, -1 AS less, '=1+1' AS sum, x'0a' AS raw"
        " FROM records WHERE rid < 'R000002' ORDER BY rid"
    )
    status, out, _ = run(statement, "--output", "csv", "--utc")
    assert status == 0
    assert list(csv.reader(io.StringIO(out)))[:2] == [
        ["rid", "rid", "at", "less", "sum", "raw"],
        ["R000000", "R000000", "2026-11-30 10:41:00", "-1", "'=1+1", "0A"],
    ]
    _, out, _ = run(statement, "--output", "ndjson", "--utc")
    first = json.loads(out.splitlines()[0])
    assert first["rid:2"] == "R000000"
    assert first["less"] == -1
    assert run(statement, "--utc")[1] == out  # what is no terminal gets NDJSON
    _, out, _ = run(statement, "--output", "table", "--utc")
    assert out.splitlines()[0].split() == ["rid", "rid", "at", "less", "sum", "raw"]
    assert len(out.splitlines()) == 3


def test_nothing_found(run: Run) -> None:
    status, out, err = run("SELECT who FROM records WHERE 0", "--output", "csv")
    assert (status, out) == (1, "who\n" if os.linesep == "\r\n" else "who\r\n")
    assert "no rows" in err


def test_an_error_has_its_place(run: Run) -> None:
    status, out, err = run("SELECT whoo FROM records")
    assert (status, out) == (2, "")
    line, below, said = err.splitlines()
    assert line[below.index("^") :].startswith("whoo")
    assert said.startswith("netwrix-tui: There is no column whoo. Did you mean who?")


@pytest.mark.parametrize("file", ["none.nwcase", "."])
def test_what_is_no_case_is_said(
    file: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["sql", str(tmp_path / file), "SELECT 1"]) == 2
    assert "no case file" in capfd.readouterr().err


def test_a_statement_of_standard_input(path: Path) -> None:
    done = subprocess.run(
        command("sql", str(path), "-", "--output", "csv"),
        input=b"SELECT count(*) AS n\nFROM records -- all\n", capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout == b"n\r\n250\r\n"


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at its threads")
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 UNION ALL SELECT count(*) FROM records a, records b, records c, records d",
        # One call of a function, within which SQLite asks nobody
        "SELECT 1 UNION ALL SELECT instr(z, substr(z, 1, 400000) || 'x')"
        " FROM (SELECT hex(zeroblob(490000)) AS z)",
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c",
    ],
    ids=["a product", "one long call", "endless rows"],
)
def test_ctrl_c_ends_it(path: Path, statement: str, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    with (
        begun.open("wb") as out,
        subprocess.Popen(
            command("sql", str(path), statement, "--output", "csv"),
            stdout=out, stderr=subprocess.PIPE, preexec_fn=heeding_interrupts,
        ) as process,
    ):  # fmt: skip
        wait_until(lambda: _is_at_work(process.pid))
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""


def _is_at_work(pid: int) -> bool:
    """Whether the process has its thread for the statement."""
    return len(os.listdir(f"/proc/{pid}/task")) > 1
