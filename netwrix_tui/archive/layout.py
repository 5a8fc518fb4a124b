"""Layout of an archive: ``ARCHIVE/server=NAME/day=YYYY-MM-DD/part-NNNNNN.parquet``.

A part that was compacted out of others is ``part-000001-000009.parquet`` and stands for all of
these numbers: a reader that finds both has to ignore the others, which will be deleted. So a single
rename is all that a compaction needs. Any other file in these directories is not a part.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time_ns
from urllib.parse import quote, unquote

from netwrix_tui.errors import UsageError

UNDATED = "__HIVE_DEFAULT_PARTITION__"
"""The day of records whose When is no moment, as other engines name what has no value."""

STATE_NAME = "_netwrix.json"
"""The file beside the days that says where the copying is; other engines pass over it."""

_SERVER, _DAY = "server=", "day="
_PART = re.compile(r"part-(\d{6,})(?:-(\d{6,}))?\.parquet")
_SETTLED_NS = 1_000_000_000
"""After so long a directory's time tells whether it has changed."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of records of one day; ``first`` to ``last`` are the numbers that it stands for."""

    path: Path
    day: str
    first: int
    last: int


def server_directory(place: Path, server: str) -> Path:
    """The directory of a server's records."""
    return place / f"{_SERVER}{quote(server, safe=' .@_-[]')}"


def servers(place: Path) -> list[str]:
    """The servers that an archive has records of."""
    try:
        names = [e.name for e in os.scandir(place) if e.name.startswith(_SERVER) and e.is_dir()]
    except OSError as error:
        raise UsageError(
            f"The archive {place} cannot be read: {error.strerror}.",
            next_step="Name the directory that netwrix-tui archive --to was given.",
        ) from error
    return sorted(unquote(name.removeprefix(_SERVER)) for name in names)


def found_server(place: Path, wanted: str = "") -> Path:
    """The directory of the server that is meant: the one there is, else the one that is wanted.

    ``place`` may be that directory itself. Raises UsageError.
    """
    if place.name.startswith(_SERVER) and place.is_dir():
        return place
    there = servers(place)
    if wanted in there:
        return server_directory(place, wanted)
    if not there:
        raise UsageError(
            f"{place} is no archive: it has no records of any server.",
            next_step="netwrix-tui archive --to DIR makes one.",
        )
    if wanted or len(there) > 1:
        lacks = f"has nothing of {wanted}" if wanted else f"holds {len(there)} servers"
        raise UsageError(
            f"The archive {place} {lacks}.",
            cause=f"It has {', '.join(there)}.",
            next_step=f"Name one: --archive {server_directory(place, there[0])}.",
        )
    return server_directory(place, there[0])


def found_servers(place: Path, wanted: str = "") -> dict[str, Path]:
    """The directories of all servers that an archive has, by their names; of one, without a name.

    With ``wanted``, that one's. Raises UsageError.
    """
    if not wanted and not place.name.startswith(_SERVER):
        there = servers(place)
        if len(there) > 1:
            return {name: server_directory(place, name) for name in there}
    return {"": found_server(place, wanted)}


def server_name(directory: Path) -> str:
    """The server whose directory this is."""
    return unquote(directory.name.removeprefix(_SERVER))


def day_directory(directory: Path, day: str) -> Path:
    """Where the records of a day are."""
    return directory / f"{_DAY}{day}"


def part_path(directory: Path, day: str, first: int, last: int | None = None) -> Path:
    """The name of a part."""
    tail = "" if last is None or last == first else f"-{last:06}"
    return day_directory(directory, day) / f"part-{first:06}{tail}.parquet"


def days_in(directory: Path) -> list[str]:
    """The days there are, the undated one last, the others from the first on."""
    with os.scandir(directory) as entries:
        names = [entry.name for entry in entries if entry.name.startswith(_DAY)]
    return sorted(name.removeprefix(_DAY) for name in names)


def parts_of(directory: Path, day: str) -> list[Part]:
    """The parts of a day that count, in the order of their numbers; none where it is not there."""
    return visible(all_parts(directory, day))


def all_parts(directory: Path, day: str) -> list[Part]:
    """Every part of a day, also those that another one stands for."""
    try:
        with os.scandir(day_directory(directory, day)) as entries:
            found = [(entry.path, _PART.fullmatch(entry.name)) for entry in entries]
    except FileNotFoundError:
        return []
    parts = [
        Part(Path(path), day, int(match[1]), int(match[2] or match[1]))
        for path, match in found
        if match is not None
    ]
    return sorted(parts, key=lambda part: (part.first, -part.last))


def visible(parts: Iterable[Part]) -> list[Part]:
    """Those that no other one stands for; ``parts`` are in order."""
    seen: list[Part] = []
    for part in parts:
        if not seen or part.last > seen[-1].last:
            seen.append(part)
    return seen


class Listing:
    """The parts of an archive, as they are now; what has not changed is not listed again."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._known: dict[str, tuple[int, list[Part]]] = {}

    def days(self) -> list[str]:
        """The days there are."""
        try:
            return days_in(self.directory)
        except OSError as error:
            raise UsageError(
                f"The archive {self.directory} cannot be read: {error.strerror}."
            ) from error

    def files(self, days: Sequence[str]) -> list[str]:
        """The names of the parts of some days."""
        return [str(part.path) for day in days for part in self._parts(day)]

    def forget(self) -> None:
        """List everything anew: a file that was there is gone."""
        self._known.clear()

    def _parts(self, day: str) -> list[Part]:
        try:
            changed = day_directory(self.directory, day).stat().st_mtime_ns
        except FileNotFoundError:
            return []
        before, parts = self._known.get(day, (-1, []))
        if changed == before:
            return parts
        parts = parts_of(self.directory, day)
        if time_ns() - changed > _SETTLED_NS:
            self._known[day] = changed, parts
        return parts
