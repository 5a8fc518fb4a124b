"""Custody log: a chained line for each act on a case file."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

from netwrix_tui.case import chain
from netwrix_tui.case.moments import storable, written
from netwrix_tui.clock import now

CHANGED = "changed"

_TOGETHER = timedelta(minutes=1)
"""Changes within this time become one line; the first of them is written at once."""


class LogState(NamedTuple):
    """The state of a log, to be restored if a transaction fails."""

    chain: bytes
    pending: Counter[str]
    since: datetime | None


class CustodyLog:
    """Writes lines into the table of a case file, within the transactions of the caller.

    Every method may raise sqlite3.Error.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.user, self.host = chain.this_user(), chain.this_host()
        self.state = LogState(chain.last(connection, "custody"), Counter(), None)

    def note(self, act: str, detail: str = "") -> None:
        """Write a line: a word for the act, and its detail. Pending changes come before it."""
        self.flush()
        self.state = self.state._replace(since=None)
        self._add(now(), act, storable(detail))

    def change(self, counts: dict[str, int]) -> None:
        """Count changes, as ``{"marked": 3}``; they are written at once, or together later."""
        more = Counter({what: count for what, count in counts.items() if count})
        if not more:
            return
        at = now()
        since = self.state.since
        self.state = self.state._replace(pending=self.state.pending + more)
        if since is None or not timedelta() <= at - since < _TOGETHER:
            self.flush()
            self.state = self.state._replace(since=at)

    def flush(self) -> None:
        """Write a line for the changes that have none yet."""
        pending = self.state.pending
        if pending:
            self.state = self.state._replace(pending=Counter())
            self._add(now(), CHANGED, ", ".join(f"{n:,} {what}" for what, n in pending.items()))

    def _add(self, at: datetime, act: str, detail: str) -> None:
        digest = chain.custody_digest(at, self.user, self.host, act, detail)
        linked = chain.link(self.state.chain, digest)
        self.state = self.state._replace(chain=linked)
        self._db.execute(
            "INSERT INTO custody (at, user, host, act, detail, chain) VALUES (?, ?, ?, ?, ?, ?)",
            (written(at), self.user, self.host, act, detail, linked),
        )
