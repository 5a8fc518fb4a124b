"""An independent count of records by groups: over plain dicts, as naively as can be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import Any

API_NAMES = {
    "Who": "who", "Action": "action", "ObjectType": "object_type", "What": "what",
    "Where": "where", "DataSource": "data_source", "Workstation": "workstation",
    "MonitoringPlan": "monitoring_plan", "Item": "item", "RID": "rid", "When": "when",
}  # fmt: skip
NAMES = (*API_NAMES, "Domain", "Folder", "Extension", "Day", "Hour", "Weekday", "Server")
SORTS = ("count", "first", "last", "who", "what", "workstation")


def value(record: dict[str, str], name: str, zone: tzinfo, server: str) -> str:
    """What a record has under a name; texts are by the names of Row's fields."""
    if name in API_NAMES:
        return record[API_NAMES[name]]
    if name == "Server":
        return record.get("server") or server
    if name == "Domain":
        who = record["who"]
        if "\\" in who:
            return who[: who.index("\\")]
        return who[who.rindex("@") + 1 :] if "@" in who else ""
    if name == "Folder":
        what = re.sub(r"[\\/]+$", "", record["what"])
        cut = max(what.rfind("\\"), what.rfind("/"))
        folder = what[:cut] if cut >= 0 else ""
        bare = re.sub(r"[\\/]+$", "", folder)
        return "" if not bare or (bare.endswith(":") and "/" in what[: cut + 1]) else folder
    if name == "Extension":
        found = re.search(r"[^\\/]\.([A-Za-z0-9_-]{1,10})\Z", record["what"])
        return found[1].lower() if found else ""
    moment = moment_of(record["when"])
    if moment is None:
        return ""
    try:
        there = moment.astimezone(zone)
    except OverflowError:
        return ""
    return {
        "Day": f"{there.year:04}-{there.month:02}-{there.day:02}",
        "Hour": f"{there.hour:02}",
        "Weekday": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][there.weekday()],
    }[name]


def moment_of(when: str) -> datetime | None:
    """A time as the API writes it."""
    try:
        return datetime.fromisoformat(when).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def counted(
    records: Iterable[dict[str, str]], names: tuple[str, ...], zone: tzinfo, server: str = ""
) -> dict[tuple[str, ...], dict[str, Any]]:
    """Each group by its values: count, first and last moment, numbers of different values."""
    groups: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for record in records:
        groups[tuple(value(record, name, zone, server) for name in names)].append(record)
    found = {}
    for values, its in groups.items():
        moments = sorted(m for m in (moment_of(record["when"]) for record in its) if m is not None)
        found[values] = {
            "count": len(its),
            "first": moments[0] if moments else None,
            "last": moments[-1] if moments else None,
            **{
                name: len({record[name] for record in its} - {""})
                for name in ("who", "what", "workstation")
            },
        }
    return found
