"""A file of an archive, written by DuckDB under another name and renamed once it is complete."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from netwrix_tui.archive.engine import literal
from netwrix_tui.atomic_write import new_part
from netwrix_tui.private_directory import give_to_owner

ROW_GROUP = 16_384
"""Rows that are read together: a page of records takes one or two of these groups."""

_FORM = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}, USE_TMP_FILE false"


def write_part(connection: Any, query: str, values: list[Any], target: Path) -> int:
    """Write what a query finds; returns how many rows. Nothing is left where it fails.

    Only its owner can read the file (0600). It gets its name once all of it is on the disk.
    Raises OSError and DuckDB's errors.
    """
    handle, part = new_part(target.parent)
    copy = f"COPY ({query}) TO {literal(str(part))} ({_FORM})"
    try:
        if os.name == "posix":
            with open(handle, "rb+") as file:
                give_to_owner(file.fileno(), target)
                count = int(connection.execute(copy, values).fetchone()[0])
                if count:
                    os.fsync(file.fileno())
                    os.replace(part, target)  # the lock holds until it has its name
        else:
            os.close(handle)  # DuckDB opens nothing there that somebody else has open
            count = int(connection.execute(copy, values).fetchone()[0])
            if count:
                with open(part, "rb+") as file:
                    os.fsync(file.fileno())
                os.replace(part, target)
        if not count:
            part.unlink()
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    return count


def settle(directory: Path) -> None:
    """See to it that names given in a directory outlive a power cut, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
