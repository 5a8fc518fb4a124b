"""A profile: the settings of one server and account, under a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from enum import Enum, auto
from typing import Any

from netwrix_tui.errors import UsageError

COMMANDS = (
    "archive", "demo", "demo-server", "doctor", "enum", "evidence", "follow", "help", "open",
    "recipes", "resume", "search", "sessions", "ship", "sql", "summary", "verify", "write",
)  # fmt: skip
"""Names that the command line keeps for itself: ``netwrix-tui search`` is no profile's name."""

LATER_COMMANDS = frozenset((
    "archive", "evidence", "open", "resume", "sessions", "ship", "sql", "summary", "verify",
))  # fmt: skip
"""Those that became commands once there were profiles, which may be called so.

Such a profile goes on to work by ``--profile``; no further one is made.
"""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Scope(Enum):
    """What a setting belongs to: whatever that is, it goes along there and to no other."""

    IDENTITY = auto()
    """The profile, the server and the account themselves."""
    SERVER = auto()
    """The server, whoever signs in."""
    TRUST = auto()
    """The server's certificate; those of one source belong together."""
    PROOF = auto()
    """The account at its server: where its password comes from; those of one source together."""
    GRANT = auto()
    """What was allowed by hand for this server. Another account chosen on the screen is not."""
    ANYWHERE = auto()
    """This machine and its user: it fits every server."""


def _of(scope: Scope) -> Any:
    return field(default=None, metadata={"scope": scope})


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one server, each None where nothing was said. Never a password.

    ``password_command`` is a command whose first line of output is the password; ``keyring`` says
    that the system's keyring holds it. ``pinned`` is the day on which the thumbprint was confirmed
    (``2026-11-26``). ``writable`` lets the explorer write records.
    ``spill_limit_mb`` is how many megabytes of records one search may keep on disk.
    ``keep_sessions`` is how many hours a session is kept after it was left, 0 for not at all.
    ``parallel`` is how many requests of a search may be under way there at a time.
    ``working_hours`` are those outside of which activity is unusual (``Mon-Fri 08:00-18:00``), by
    the clock of ``zone`` (``Europe/Berlin``), in which times are shown; the machine's, if not said.
    ``archive`` is the directory of its archive on this machine, or the address of one on a cluster;
    ``archive_password_command`` and ``archive_keyring`` give the password of that one.
    Each says what it belongs to: where profiles are put together, that is all that counts.
    ``servers`` are the names of other profiles, whose servers are asked together; such a profile
    has no server and no account of its own.
    """

    name: str = field(default="", metadata={"scope": Scope.IDENTITY})
    server: str | None = _of(Scope.IDENTITY)
    user: str | None = _of(Scope.IDENTITY)
    servers: tuple[str, ...] | None = _of(Scope.IDENTITY)
    auth: str | None = _of(Scope.SERVER)
    thumbprint: str | None = _of(Scope.TRUST)
    pinned: str | None = _of(Scope.TRUST)
    ca_file: str | None = _of(Scope.TRUST)
    wire: str | None = _of(Scope.ANYWHERE)
    page_size: int | None = _of(Scope.ANYWHERE)
    allow_plain_http: bool | None = _of(Scope.GRANT)
    password_command: tuple[str, ...] | None = _of(Scope.PROOF)
    keyring: bool | None = _of(Scope.PROOF)
    writable: bool | None = _of(Scope.GRANT)
    slow: bool | None = _of(Scope.ANYWHERE)
    spill_limit_mb: int | None = _of(Scope.ANYWHERE)
    keep_sessions: int | None = _of(Scope.ANYWHERE)
    parallel: int | None = _of(Scope.SERVER)
    working_hours: str | None = _of(Scope.SERVER)
    zone: str | None = _of(Scope.SERVER)
    archive: str | None = _of(Scope.SERVER)
    archive_password_command: tuple[str, ...] | None = _of(Scope.SERVER)
    archive_keyring: bool | None = _of(Scope.SERVER)

    def settings(self, *scopes: Scope) -> dict[str, Any]:
        """What is said within these scopes, by the settings' names; what is not said is left out.

        Without any: all that is said.
        """
        names = settings_of(*(scopes or Scope))
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    def only(self, *scopes: Scope) -> Profile:
        """What is said within these scopes, and nothing else."""
        return Profile(**self.settings(*scopes))


def settings_of(*scopes: Scope) -> tuple[str, ...]:
    """The names of the settings that belong to one of these scopes, in the profile's order."""
    return tuple(each.name for each in fields(Profile) if each.metadata["scope"] in scopes)


def check_name(name: str, *, is_new: bool = True) -> None:
    """Raises UsageError for a name that a profile cannot have, or that no new one gets."""
    if name in LATER_COMMANDS and not is_new:
        return
    if name in COMMANDS or name in LATER_COMMANDS:
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
