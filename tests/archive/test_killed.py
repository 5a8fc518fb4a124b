"""kill -9 at any moment, a full disk: in the end each record is there exactly once."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from netwrix_tui.archive.layout import all_parts, days_in, found_server, parts_of
from netwrix_tui.archive.writer import ArchiveWriter
from tests.archive.kept import RECORDS
from tests.archive.reading import check_once, rows
from tests.case.sample import records
from tests.checkout import CHECKOUT
from tests.child_process import ChildProcess

RIDS = [record.rid for record in records(RECORDS)]


def keeping(place: Path, *limit: str) -> ChildProcess[str]:
    return ChildProcess(
        [sys.executable, "-m", "tests.archive.kept", str(place), *limit],
        cwd=CHECKOUT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def to_end(place: Path) -> None:
    with keeping(place) as process:
        assert process.stdout is not None
        assert process.stdout.read().splitlines()[-1] == "over"


@pytest.mark.parametrize(
    "moments", [20, pytest.param(200, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_a_kill_loses_nothing_and_doubles_nothing(tmp_path: Path, moments: int) -> None:
    dice = Random(moments)
    place, kills = tmp_path / "0", 0
    while kills < moments:
        with keeping(place) as process:
            assert process.stdout is not None
            for _ in range(dice.randrange(1, 14)):
                if process.stdout.readline().strip() == "over":
                    break
            time.sleep(dice.random() * 0.03)  # anywhere within what it does next
            process.kill()
            rest = process.stdout.read()
        kills += 1
        found = rows(place) if place.exists() and days_of(place) else []
        assert len(found) == len(set(found))
        if "over" in rest:
            check_once(place, RIDS)
            place = tmp_path / str(kills)
    to_end(place)
    check_once(place, RIDS)
    assert not list(place.rglob("*.part"))


def days_of(place: Path) -> list[str]:
    return [day for child in place.iterdir() for day in days_in(child)]


def test_what_a_killed_compaction_leaves_counts_once_and_goes(tmp_path: Path) -> None:
    to_end(tmp_path)
    directory = found_server(tmp_path)
    day = days_in(directory)[1]
    merged = next(part for part in parts_of(directory, day) if part.last > part.first)
    # As if it had been killed before it took the parts away: they are there again.
    for number in range(merged.first, merged.last + 1):
        (merged.path.parent / f"part-{number:06}.parquet").write_bytes(merged.path.read_bytes())
    assert len(all_parts(directory, day)) > len(parts_of(directory, day))
    check_once(tmp_path, RIDS)
    with ArchiveWriter.opened(tmp_path, "nwx01", "CORP\\jane") as writer:
        list(writer.compact())
    assert len(all_parts(directory, day)) == 1
    check_once(tmp_path, RIDS)


def test_a_full_disk_is_told_and_the_same_command_goes_on(tmp_path: Path) -> None:
    with keeping(tmp_path, "12000") as process:
        assert process.stdout is not None
        last = process.stdout.read().splitlines()[-1]
    assert last.startswith("trouble StorageFull")
    assert "the same command goes on where it was" in last
    assert not list(tmp_path.rglob("*.part"))
    to_end(tmp_path)
    check_once(tmp_path, RIDS)
