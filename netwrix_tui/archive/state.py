"""State of the archive of one server: how far copying has come. Written after the records."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from netwrix_tui.archive.layout import STATE_NAME
from netwrix_tui.atomic_write import read_file, replace_file
from netwrix_tui.client.account_identity import account_identity
from netwrix_tui.errors import UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct, decoded, encoded

_VERSION = 1


class Gap(ExtensibleStruct, frozen=True):
    """A time for which the mark was lost, and what was done about it.

    From ``since`` until ``until`` nothing was known of the server; it was asked again for all from
    ``asked_from`` on, and ``came`` records had not been there.
    """

    since: datetime
    until: datetime
    asked_from: datetime
    came: int = 0


class GoingBack(ExtensibleStruct, frozen=True, omit_defaults=True):
    """Asking again by time: since when nothing is known, and how many days back it begins.

    ``came`` is how many records had not been there, ``at_edge`` how many of them on the first days.
    """

    since: datetime
    days: int
    came: int = 0
    at_edge: int = 0


class ArchiveState(ExtensibleStruct, frozen=True, omit_defaults=True):
    """How far the copying of a server's records has come.

    ``mark`` is the server's, of ``enum``; or, where ``start`` is set, of a search for all from
    there on. ``looked`` is when the server last answered, ``drained`` when it last had nothing
    more, ``records`` how many were written, ``kept_from`` the first day that is kept.
    """

    version: int = _VERSION
    server: str = ""
    account: str = ""
    mark: str | None = None
    start: datetime | None = None
    looked: datetime | None = None
    drained: datetime | None = None
    records: int = 0
    going_back: GoingBack | None = None
    gaps: tuple[Gap, ...] = ()
    kept_from: str = ""


def read_state(directory: Path) -> ArchiveState | None:
    """The state of the archive in a server's directory; None where there is none yet.

    Raises UsageError where it cannot be read, or is of a newer version.
    """
    path = directory / STATE_NAME
    try:
        data, _ = read_file(path)
        state = decoded(data, ArchiveState)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is damaged'}.",
            next_step="Move it away to begin anew: records that are there are not copied twice.",
        ) from error
    if state.version > _VERSION:
        raise UsageError(
            f"{path} was written by a newer version of this program.", next_step="Use that one."
        )
    return state


def check_account(state: ArchiveState, account: str) -> None:
    """Raise UsageError where the archive holds what another account was shown."""
    if state.account != account_identity(account):
        raise UsageError(
            f"This archive holds what {state.account or 'another account'} was shown.",
            cause="Another account may see other records, and the server does not say so.",
            next_step="Name another directory for it.",
        )


def write_state(directory: Path, state: ArchiveState) -> None:
    """Put a state in the place of the one there is. Raises OSError."""
    replace_file(directory / STATE_NAME, msgspec.json.format(encoded(state)) + b"\n")
