"""The blanks that many ready-made searches share."""

from __future__ import annotations

from netwrix_tui.searches.recipe import NUMBER, SPAN, Blank

WHO = Blank("who", "Who did it?", "Who", is_person=True)
FOLDER = Blank("folder", "Which file or folder?", "What")
SERVER = Blank("server", "On which server?", "Where")
HOURS = Blank("hours", "Working hours", "WorkingHours", "working", is_needed=True)
"""By default the profile's own."""

NOISE = Blank(
    "noise", "Without which accounts?", "Who",
    "SYSTEM, svc-, backup, antivirus, scanner, $", takes_several=True,
)  # fmt: skip
WITHIN = Blank("within", "Within what time?", SPAN, "1h", is_needed=True)


def at_least(default: str) -> Blank:
    """How often something happens at least."""
    return Blank("n", "How many at least?", NUMBER, default, is_needed=True)


def since(default: str) -> Blank:
    """The time to look at: ``7d``, ``yesterday``, ``2026-11-01..2026-11-05``."""
    return Blank("since", "Since when?", "When", default, is_needed=True)


WEEK, MONTH = since("7d"), since("30d")
