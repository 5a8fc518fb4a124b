"""A profile: the settings of one server and account, under a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from netwrix_tui.errors import UsageError

COMMANDS = ("demo", "demo-server", "doctor", "enum", "follow", "help", "recipes", "search", "write")
"""Names that the command line keeps for itself: ``netwrix-tui search`` is no profile's name."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one server, each None where nothing was said. Never a password.

    ``password_command`` is a command whose first line of output is the password; ``keyring`` says
    that the system's keyring holds it. ``pinned`` is the day on which the thumbprint was confirmed
    (``2026-11-26``). ``writable`` lets the explorer write records.
    ``spill_limit_mb`` is how many megabytes of records one search may keep on disk.
    ``working_hours`` are those outside of which activity is unusual (``Mon-Fri 08:00-18:00``).
    """

    name: str = ""
    server: str | None = None
    user: str | None = None
    auth: str | None = None
    thumbprint: str | None = None
    pinned: str | None = None
    ca_file: str | None = None
    wire: str | None = None
    page_size: int | None = None
    allow_plain_http: bool | None = None
    password_command: tuple[str, ...] | None = None
    keyring: bool | None = None
    writable: bool | None = None
    slow: bool | None = None
    spill_limit_mb: int | None = None
    working_hours: str | None = None


def check_name(name: str) -> None:
    """Raises UsageError for a name that a profile cannot have."""
    if name in COMMANDS:
        raise UsageError(
            f"A profile cannot be called {name}.",
            cause=f"netwrix-tui {name} is a command.",
            next_step="Choose another name.",
        )
    if not _NAME.fullmatch(name):
        raise UsageError(
            "This is not a name for a profile.",
            cause="It has letters, digits, dots, dashes and underscores, and begins with one of "
            "the first two.",
            next_step="Choose one like corp or dmz-2.",
        )
