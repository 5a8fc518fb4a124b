"""Record as one sentence: who did what, where and when."""

from __future__ import annotations

import re

from netwrix_tui.records.change_words import change_words
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.when import instant
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.sanitize import visible

_LONGEST_NAME = 60
"""Characters of a name in the sentence; the fields below it have the whole."""

_LONGEST_CHANGE = 90
"""Characters of a change that the sentence tells, too."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_VERBS = {
    "Add (Failed Attempt)": "failed to add",
    "Remove (Failed Attempt)": "failed to remove",
    "Modify (Failed Attempt)": "failed to modify",
    "Read (Failed Attempt)": "failed to read",
    "Move (Failed Attempt)": "failed to move",
    "Rename (Failed Attempt)": "failed to rename",
    "Discard check out": "discarded the check-out of",
}
_VERBS |= {
    name: name.lower()
    for name in (
        "Added", "Removed", "Modified", "Read", "Moved", "Renamed", "Checked in", "Checked out",
        "Copied", "Sent", "Activated",
    )
}  # fmt: skip

_WITHOUT_OBJECT = {
    "Successful Logon": "logged on",
    "Failed Logon": "failed to log on",
    "Logoff": "logged off",
    "Session start": "started a session",
    "Session end": "ended a session",
}
"""Actions that are told without what they were done to, which is the computer or the account."""


def record_sentence(record: ActivityRecord, zone: ShownZone) -> str:
    """``svc-sync modified user Ann Lee on dc02, Sun 22 Nov 2026 13:58:40``; visible text."""
    who = _name(re.split(r"[\\/]", record.who)[-1] or record.who) or "Somebody"
    verb = _WITHOUT_OBJECT.get(record.action)
    if verb is None:
        done = _VERBS.get(record.action) or f"({_name(record.action)})"
        parts = (who, done, _name(record.object_type), _name(_last_part(record.what)))
        told = " ".join(part for part in parts if part)
    else:
        told = f"{who} {verb}"
    if record.where:
        told += f" {'at' if verb else 'on'} {_name(record.where)}"
    return f"{told}, {moment_words(record.when, zone)}{_only_change(record)}"


def _only_change(record: ActivityRecord) -> str:
    """`` · Member, Added: Ann Lee`` where one short change says what it was; else nothing."""
    if len(record.details) != 1:
        return ""
    (change,) = record.details
    texts = (change.property_name, change.message, change.before, change.after)
    if sum(len(text) for text in texts if text) > _LONGEST_CHANGE:
        return ""
    told = change_words(change)
    return f" · {told}" if told else ""


def moment_words(when: str, zone: ShownZone) -> str:
    """A record's ``When`` in the zone shown; as it stands where it is not a time; visible text."""
    moment = instant(when)
    if moment is None:
        return _name(when) or "at an unknown time"
    try:
        shown = moment.astimezone(zone.tzinfo)
    except (OverflowError, ValueError, OSError):
        # Years 1 and 9999 leave the calendar in some zones; the C library ends sooner.
        return _name(when)
    day = f"{_DAYS[shown.weekday()]} {shown.day} {_MONTHS[shown.month - 1]} {shown.year:04}"
    return f"{day} {shown:%H:%M:%S}"


def _last_part(path: str) -> str:
    """The last part of a path or of an address; text without any is its own last part."""
    return re.split(r"[\\/]", path[-4 * _LONGEST_NAME :].rstrip("\\/"))[-1] or path


def _name(text: str) -> str:
    cut = text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "…"
    return visible(cut).strip()
