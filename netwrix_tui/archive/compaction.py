"""Compaction of a day: many small files become one, whose name stands for all of them.

A reader meanwhile finds the old files or the new one, never both, and never half of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from netwrix_tui.archive.layout import (
    Part,
    all_parts,
    day_directory,
    part_path,
    parts_of,
    visible,
)
from netwrix_tui.archive.part_file import settle, write_part
from netwrix_tui.atomic_write import remove_abandoned

_MOST_PARTS = 12
"""Small parts of a day that may stand in a row before they are made into one."""

_LARGEST = 96 << 20
"""Bytes of a part beyond which it is not made larger."""

_LARGEST_RAW = 1 << 30
_LONG_RECORDS = 32 << 10
"""Bytes of a record on average: what is sorted and written together would take much memory."""


def wants_compacting(directory: Path, day: str) -> bool:
    """True where a day has many parts of about one size in a row."""
    return len(_last_of_a_size(parts_of(directory, day))) >= _MOST_PARTS


def compact_day(connection: Any, directory: Path, day: str, *, whole: bool = False) -> None:
    """Make one part out of the last small ones; with ``whole``, out of all that are not large.

    Parts that another one stands for are removed. Raises OSError and DuckDB's errors.
    """
    where = day_directory(directory, day)
    if whole:
        with suppress(OSError):
            remove_abandoned(where)
    parts = parts_of(directory, day)
    _remove_hidden(directory, day)
    chosen = _runs(parts) if whole else [_last_of_a_size(parts)]
    for run in chosen:
        if len(run) > 1:
            _merge(connection, directory, day, run)
    _remove_hidden(directory, day)


def _merge(connection: Any, directory: Path, day: str, run: Sequence[Part]) -> None:
    files = [str(part.path) for part in run]
    size, of_raw, records = connection.execute(
        "SELECT sum(total_uncompressed_size), sum(total_uncompressed_size) FILTER "
        "(path_in_schema = 'raw'), sum(num_values) FILTER (path_in_schema = 'raw') "
        "FROM parquet_metadata(?)",
        [files],
    ).fetchone()
    if size > _LARGEST_RAW or of_raw > records * _LONG_RECORDS:
        return
    target = part_path(directory, day, run[0].first, run[-1].last)
    query = 'SELECT * FROM read_parquet($1) ORDER BY "when", rid'
    write_part(connection, query, [files], target)
    settle(target.parent)


def _remove_hidden(directory: Path, day: str) -> None:
    """Remove the parts that another one stands for."""
    parts = all_parts(directory, day)
    counted = set(visible(parts))
    for part in parts:
        if part not in counted:
            # Where somebody reads it on Windows, it goes the next time.
            with suppress(PermissionError):
                part.path.unlink()


def _last_of_a_size(parts: Sequence[Part]) -> list[Part]:
    """The parts at the end that together are worth making one: each not much larger than the rest.

    So each record is written anew a few times alone, however many batches come.
    """
    chosen: list[Part] = []
    total = 0
    for part in reversed(parts):
        size = part.path.stat().st_size
        is_large = size > _LARGEST or (len(chosen) >= _MOST_PARTS and size > total)
        if is_large or total + size > _LARGEST:
            break
        chosen.insert(0, part)
        total += size
    return chosen


def _runs(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts in a row that together are not large."""
    runs: list[list[Part]] = [[]]
    total = 0
    for part in parts:
        size = part.path.stat().st_size
        if runs[-1] and total + size > _LARGEST:
            runs.append([])
            total = 0
        runs[-1].append(part)
        total += size
    return runs
