"""Group keys: by what records are put into groups. Columns, parts of them, and times of a zone.

A group's values are texts as they were received, but for those that are made here: an extension is
in small letters, a day is ``2026-11-05``, an hour ``14``, a weekday ``Mon``. What a record does not
tell is empty text, which is a group as any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import UsageError
from netwrix_tui.records.epoch import moment_at
from netwrix_tui.records.pivots import parent
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.timestamps import QUARTER

MOST_KEYS = 3
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EXTENSION = re.compile(r"[^\\/]\.([A-Za-z0-9_-]{1,10})\Z")


class KeyKind(Enum):
    """Where the value of a key comes from."""

    COLUMN = auto()
    """A text field of a row, as it is."""
    PART = auto()
    """A part of a text field."""
    TIME = auto()
    """The time, by the clock of a zone."""
    RECORD = auto()
    """What every record has of its own: RID, When."""
    SERVER = auto()
    """The server that a record is of."""


@dataclass(frozen=True, slots=True)
class GroupKey:
    """One key: ``name`` as a script says it, ``title`` on the screen, ``field`` of a Row."""

    name: str
    title: str
    kind: KeyKind
    field: str = ""


DOMAIN = GroupKey("Domain", "Domain", KeyKind.PART, "who")
FOLDER = GroupKey("Folder", "Folder", KeyKind.PART, "what")
EXTENSION = GroupKey("Extension", "Extension", KeyKind.PART, "what")
DAY = GroupKey("Day", "Day", KeyKind.TIME)
HOUR = GroupKey("Hour", "Hour", KeyKind.TIME)
WEEKDAY = GroupKey("Weekday", "Weekday", KeyKind.TIME)
SERVER = GroupKey("Server", "Server", KeyKind.SERVER, "server")

GROUP_KEYS: tuple[GroupKey, ...] = (
    GroupKey("Who", "Who", KeyKind.COLUMN, "who"),
    GroupKey("Action", "Action", KeyKind.COLUMN, "action"),
    GroupKey("ObjectType", "Object type", KeyKind.COLUMN, "object_type"),
    GroupKey("What", "What", KeyKind.COLUMN, "what"),
    GroupKey("Where", "Where", KeyKind.COLUMN, "where"),
    GroupKey("DataSource", "Data source", KeyKind.COLUMN, "data_source"),
    GroupKey("Workstation", "Workstation", KeyKind.COLUMN, "workstation"),
    GroupKey("MonitoringPlan", "Monitoring plan", KeyKind.COLUMN, "monitoring_plan"),
    GroupKey("Item", "Item", KeyKind.COLUMN, "item"),
    DOMAIN, FOLDER, EXTENSION, DAY, HOUR, WEEKDAY, SERVER,
    GroupKey("When", "When", KeyKind.RECORD, "when"),
    GroupKey("RID", "RID", KeyKind.RECORD, "rid"),
)  # fmt: skip
"""All of them, in the order in which they are offered."""

DISTINCT_FIELDS = ("who", "what", "workstation")
"""The fields of which a group tells how many different values it has, empty text left out."""


def keys_named(names: Sequence[str]) -> tuple[GroupKey, ...]:
    """The keys of these names, in any case, with blanks or without. Raises UsageError."""
    known = {_bare(key.name): key for key in GROUP_KEYS} | {"source": GROUP_KEYS[5]}
    found: list[GroupKey] = []
    for name in filter(None, map(str.strip, names)):
        key = known.get(_bare(name))
        if key is None:
            there = [key.name for key in GROUP_KEYS]
            raise UsageError(
                f"There is nothing named {name[:40]!r} to group by.",
                next_step=f"{did_you_mean(name, there)}There are {', '.join(there)}.",
            )
        if key not in found:
            found.append(key)
    if not 1 <= len(found) <= MOST_KEYS:
        raise UsageError(
            f"{len(found)} are named to group by.", next_step=f"Take one to {MOST_KEYS}."
        )
    return tuple(found)


def part_of(key: GroupKey) -> Callable[[str], str]:
    """What makes the value of a key of the kind PART out of its field."""
    return {DOMAIN: domain_of, FOLDER: folder_of, EXTENSION: extension_of}[key]


def domain_of(account: str) -> str:
    """``CORP`` of ``CORP\\jane``, ``corp.example`` of ``jane@corp.example``; empty without one."""
    domain, slash, _ = account.partition("\\")
    if slash:
        return domain
    return account.rpartition("@")[2] if "@" in account else ""


def folder_of(what: str) -> str:
    """The folder, unit or site that holds an object, without the separator behind it."""
    return parent(what)[:-1]


def extension_of(what: str) -> str:
    """``xlsx`` of ``Plan.XLSX``; empty where the last part of a path has none."""
    found = _EXTENSION.search(what)
    return found[1].lower() if found is not None else ""


def time_value(key: GroupKey, moment: datetime) -> str:
    """The value of a key of the kind TIME, of a moment in the zone that counts."""
    if key is DAY:
        return moment.date().isoformat()
    return f"{moment.hour:02}" if key is HOUR else WEEKDAYS[moment.weekday()]


class TimeValues(dict[int, str]):
    """Values of a TIME key by the quarter of an hour since 1970, each worked out once.

    No zone changes its day, hour or offset within a quarter. A time that is none is empty text.
    """

    def __init__(self, key: GroupKey, zone: ShownZone) -> None:
        super().__init__()
        self._key = key
        self._zone = zone

    def __missing__(self, quarter: int) -> str:
        moment = moment_at(quarter * QUARTER, self._zone.tzinfo)
        value = "" if moment is None else time_value(self._key, moment)
        self[quarter] = value
        return value


def value_order(key: GroupKey, value: str) -> tuple[int, str, str]:
    """Sorts the values of a key as people do: weekdays as they come, capital letters as small."""
    place = WEEKDAYS.index(value) if key is WEEKDAY and value in WEEKDAYS else 0
    return place, value.casefold(), value


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()
