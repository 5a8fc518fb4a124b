"""Log of custody: a chained line for whatever is done with a case file."""

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
"""Changes that follow each other within this time are one line; the first has its own at once."""


class LogState(NamedTuple):
    """What a log knows; to go back to where a transaction fails."""

    chain: bytes
    pending: Counter[str]
    since: datetime | None


class CustodyLog:
    """Writes lines into a file's table, within the transactions of whoever has the connection.

    Every method may raise sqlite3.Error.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.user, self.host = chain.this_user(), chain.this_host()
        self.state = LogState(chain.last(connection, "custody"), Counter(), None)

    def note(self, act: str, detail: str = "") -> None:
        """A line: a word for what was done, and with what; behind what was changed before."""
        self.flush()
        self.state = self.state._replace(since=None)
        self._add(now(), act, storable(detail))

    def change(self, counts: dict[str, int]) -> None:
        """Something was changed, so often each, as ``{"marked": 3}``."""
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
        """Write the line of what was changed and has none yet."""
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
