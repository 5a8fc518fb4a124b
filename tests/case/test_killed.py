"""kill -9 at any moment: what was committed is there at the next start, and the file is sound."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.session_files import summary
from tests.case.sample import PAGE
from tests.checkout import CHECKOUT


def investigated(path: Path, *limit: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.case.investigation", str(path), *limit],
        cwd=CHECKOUT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def check(path: Path, pages: int) -> None:
    """All that was said to be committed is in the file, at least, and it hangs together."""
    with CaseReader(path) as case:
        (search,) = case.trail()
        batches = case.batches(search.id)
        assert len(batches) >= pages
        rids = [row.rid for batch in batches for row in case.batch_page(batch).rows]
        assert len(rids) == PAGE * len(batches) == len(set(rids))
        assert len(case.marks(search.id)) >= pages
        assert len(case.notes()) >= pages
        assert len(case.findings()) == bool(case.notes())
        assert case.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


@pytest.mark.parametrize(
    "moments", [20, pytest.param(200, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_what_was_committed_outlives_a_kill(tmp_path: Path, moments: int) -> None:
    dice = Random(moments)
    for number in range(moments):
        path = tmp_path / f"{number}.nwcase"
        with investigated(path) as process:
            assert process.stdout is not None
            pages = 0
            wanted = dice.randrange(1, 8)
            while pages < wanted:
                pages = int(process.stdout.readline().split()[1])
            time.sleep(dice.random() * 0.02)  # anywhere within the next page
            process.kill()
            for line in process.stdout:  # what it had said before
                if line.startswith("pages "):
                    pages = int(line.split()[1])
        check(path, pages)
        assert summary(path).records >= pages * PAGE
        CaseWriter.open(path).close()  # the next start goes on with it
        check(path, pages)


def test_a_full_disk_stops_the_keeping_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "full.nwcase"
    with investigated(path, "300000") as process:
        assert process.stdout is not None
        lines = process.stdout.read().splitlines()
    assert lines[-1] == "over"
    pages = max(int(line.split()[1]) for line in lines if line.startswith("pages "))
    trouble = next(line for line in lines if line.startswith("trouble"))
    assert "cannot be written" in trouble
    assert "Make room there" in trouble
    check(path, pages)


def test_a_file_that_is_cut_off_is_told(tmp_path: Path) -> None:
    from tests.case.sample import sample

    path = sample(tmp_path / "a.nwcase")
    path.write_bytes(path.read_bytes()[: 20 * 1024])
    from netwrix_tui.errors import UsageError

    with pytest.raises((UsageError, sqlite3.DatabaseError)), CaseReader(path) as case:
        list(case.pages())
