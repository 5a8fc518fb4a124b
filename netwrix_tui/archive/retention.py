"""Retention of an archive: days that are older than a given span are deleted."""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from netwrix_tui.archive.layout import UNDATED, all_parts, day_directory, days_in
from netwrix_tui.archive.state import read_state, write_state
from netwrix_tui.archive.writer import held
from netwrix_tui.errors import StorageFull, UsageError

_SPAN = re.compile(r"(\d{1,5})\s*([dwmy])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Expired:
    """Days that are older than what is kept, and the bytes of their files."""

    first_kept: date
    days: tuple[str, ...]
    size: int


def first_kept(span: str, today: date) -> date:
    """The first day that is kept by ``90d``, ``12w``, ``18m`` or ``3y``. Raises UsageError.

    Months and years are those of the calendar.
    """
    match = _SPAN.fullmatch(span.strip())
    number = int(match[1]) if match else 0
    if match is None or not number:
        raise UsageError(
            f"--keep: {span!r} is no span of days.", next_step="Type it as 90d, 12w, 18m or 3y."
        )
    unit = match[2].lower()
    try:
        if unit in "dw":
            return today - timedelta(days=number * (7 if unit == "w" else 1))
        months = today.year * 12 + today.month - 1 - number * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(today.day, monthrange(max(year, 1), month + 1)[1]))
    except (ValueError, OverflowError) as error:
        raise UsageError(f"--keep: {span} is longer than the calendar.") from error


def expired(directory: Path, kept_from: date) -> Expired:
    """What is older than the first day that is kept. Records without a day stay."""
    days = [day for day in days_in(directory) if day != UNDATED and day < kept_from.isoformat()]
    size = sum(part.path.stat().st_size for day in days for part in all_parts(directory, day))
    return Expired(kept_from, tuple(days), size)


def remove(directory: Path, old: Expired) -> None:
    """Take these days away; what comes of them later is not kept either.

    Raises UsageError where another program writes the archive, StorageFull where it cannot be done.
    """
    with held(directory):
        remove_held(directory, old)


def remove_held(directory: Path, old: Expired) -> None:
    """The same, by whoever holds the archive already."""
    state = read_state(directory)
    try:
        if state is not None:
            # First, so that a record that comes again meanwhile does not come back.
            write_state(directory, replace(state, kept_from=old.first_kept.isoformat()))
        for day in old.days:
            for part in all_parts(directory, day):
                part.path.unlink(missing_ok=True)
            with suppress(OSError):  # something of somebody else's is in it
                day_directory(directory, day).rmdir()
    except OSError as error:
        raise StorageFull(
            f"The archive {directory} cannot be changed: {error.strerror}."
        ) from error
