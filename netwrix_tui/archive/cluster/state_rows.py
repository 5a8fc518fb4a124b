"""State of copying into a cluster: a row on each of its servers; the newest one counts.

A server that was away has an older row, which does no harm: records that are fetched again are
known by their RID. A row also names the machine that writes: two do not copy from one server.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass

from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.quoting import quoted
from netwrix_tui.archive.cluster.row_binary import (
    INT64,
    TEXT,
    UINT64,
    of_number,
    of_text,
)
from netwrix_tui.archive.cluster.tables import STATE_COLUMNS
from netwrix_tui.archive.columns import microseconds_now
from netwrix_tui.archive.state import ArchiveState
from netwrix_tui.clock import now
from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.extensible_struct import decoded, encoded

MOVING = "moving "
"""Before a server's name in a row that says how far the moving of its older archive is."""

_INTO = f"state ({', '.join(STATE_COLUMNS)})"
_SELECT = "SELECT server, version, host, written, state FROM state"
_TYPES = TEXT + UINT64 + TEXT + INT64 + TEXT
STILL = 120_000_000
"""Microseconds after which a machine that has said nothing is taken not to write any more."""


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state as it stands on the cluster: ``host`` writes, or has ended where it is empty."""

    state: ArchiveState
    version: int
    host: str
    written: int


def servers_of(cluster: ClickHouse) -> list[str]:
    """The Netwrix servers that the archive has records of. Raises NetwrixTuiError."""
    names = {row.state.server for row in _rows(cluster, "")}
    return sorted(name for name in names if not name.startswith(MOVING))


def newest_state(cluster: ClickHouse, server: str) -> StateRow | None:
    """The newest state of a server that any part of the cluster has; None where none has one.

    Raises NetwrixTuiError.
    """
    rows = _rows(cluster, f" WHERE server = {quoted(server)}")
    return max(rows, key=lambda row: row.version, default=None)


def write_state(
    cluster: ClickHouse, state: ArchiveState, before: StateRow | None, *, is_over: bool = False
) -> StateRow:
    """Put a state on each server that answers. Raises NetwrixTuiError where none does."""
    written = microseconds_now(now())
    version = max(written, before.version + 1 if before is not None else 0)
    row = StateRow(state, version, "" if is_over else this_host(), written)
    content = (
        of_text(state.server) + of_number(UINT64, version) + of_text(row.host)
        + of_number(INT64, written) + of_text(encoded(state).decode())
    )  # fmt: skip
    cluster.on_all(lambda server: cluster.insert(_INTO, content, {}, server))
    return row


def check_holder(row: StateRow | None) -> None:
    """Raise UsageError where another machine writes this archive."""
    if row is None or row.host in ("", this_host()):
        return
    quiet = microseconds_now(now()) - row.written
    if quiet < STILL:
        raise UsageError(
            f"Another machine, {row.host}, is writing this archive just now.",
            cause=f"It did so {max(quiet, 0) // 1_000_000:,} s ago.",
            next_step=f"Wait until it ends; {STILL // 1_000_000} s after it was cut off, this one "
            "may go on.",
        )


def this_host() -> str:
    """The machine, as the state names it."""
    return platform.node() or "localhost"


def _rows(cluster: ClickHouse, where: str) -> list[StateRow]:
    found, _ = cluster.on_all(lambda each: cluster.ask(_SELECT + where, _TYPES, server=each))
    rows = []
    for _, version, host, written, text in (row for some in found for row in some):
        try:
            state = decoded(text.encode(), ArchiveState)
        except (ValueError, RecursionError) as error:
            raise NetwrixTuiError(
                "The archive's table state cannot be read: a row of it is damaged, or was written "
                "by a newer version of this program."
            ) from error
        rows.append(StateRow(state, version, host, written))
    return rows
