"""What PowerShell's ``ConvertTo-Json`` makes of lists, texts and times, taken for what it means.

Windows PowerShell 5.1 wraps a list as ``{"value": […], "Count": 2}``, text with properties of its
own as ``{"value": "…", "PSPath": …}``, and writes times as ``/Date(1764511351000)/``; 7 writes them
with seven digits behind the second. What both flatten is lost: see records/flattened.py.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from netwrix_tui.wire.json_tolerant import Members

_BESIDE_VALUE = frozenset(
    {"DisplayHint", "DateTime", "PSPath", "PSParentPath", "PSChildName", "PSDrive", "PSProvider",
     "ReadCount", "Length"}
)  # fmt: skip
_DATE = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")
_WITH_FRACTION = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})[.,](\d+)(Z|[+-]\d{2}:\d{2})?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wrapped_list(value: object) -> list[object] | None:
    """The list that an object wraps; None for any other value."""
    if not isinstance(value, Members) or len(value) != 2:
        return None
    members = dict(value)
    inner = members.get("value")
    is_list = isinstance(inner, list) and not isinstance(inner, Members)
    return inner if is_list and "Count" in members else None  # type: ignore[return-value]


def unwrapped(value: object) -> object:
    """The value with lists and texts in the place of the objects that wrap them."""
    inner = wrapped_list(value)
    if inner is not None:
        return [unwrapped(each) for each in inner]
    if isinstance(value, Members):
        members = dict(value)
        text = members.pop("value", None)
        if isinstance(text, str) and members and members.keys() <= _BESIDE_VALUE:
            return text
        return Members((name, unwrapped(each)) for name, each in value)
    return [unwrapped(each) for each in value] if isinstance(value, list) else value


def wire_when(text: str) -> tuple[str, bool]:
    """A time as the API takes it, where it is written as PowerShell does; else as it is.

    And whether a fraction of a second was left out.
    """
    if date := _DATE.fullmatch(text.strip()):
        seconds, rest = divmod(int(date[1]), 1_000)
        try:
            moment = _EPOCH + timedelta(seconds=seconds)
        except OverflowError:
            return text, False
        return f"{moment.replace(tzinfo=None).isoformat()}Z", rest != 0
    if match := _WITH_FRACTION.fullmatch(text.strip()):
        return f"{match[1]}{match[3] or ''}", match[2].strip("0") != ""
    return text, False
