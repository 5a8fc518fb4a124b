"""Session of a demo server: a process that is started at the first request."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.client.trust import trust_from
from netwrix_tui.demo.server_options import DEFAULT_RECORDS, DEFAULT_SEED
from netwrix_tui.tui.session.server_session import new_client
from netwrix_tui.tui.session.session import Session
from netwrix_tui.wire.wire_format import WireFormat

if TYPE_CHECKING:
    from netwrix_tui.results.loading.record_source import RecordSource

THIS_MACHINE = "this machine"
"""What the demo's server is called."""


class Belongings:
    """Things that run for a session and end with it, each known by what ends it.

    Any thread may start or end one.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._ends: list[Callable[[], None]] = []
        self._is_over = False

    def take(self, end: Callable[[], None]) -> None:
        """Call ``end`` when the session ends: at once, where it has ended meanwhile."""
        with self._lock:
            if not self._is_over:
                self._ends.append(end)
                return
        end()

    def end(self) -> None:
        """End all of them. May take as long as they do; does nothing the second time."""
        with self._lock:
            self._is_over = True
            ends, self._ends = self._ends, []
        for end in reversed(ends):
            end()


def demo_session(
    wire: WireFormat = WireFormat.JSON,
    *,
    records: int = DEFAULT_RECORDS,
    seed: int = DEFAULT_SEED,
    live: float = 0.0,
    hostile: bool = False,
) -> Session:
    """A session on a demo server: started when it is first asked, ended with the session."""
    started: list[Connection] = []
    belongings = Belongings()

    def open_client() -> RecordSource:
        from netwrix_tui.demo.child import start_demo
        from netwrix_tui.tui.session.demo_anchor import demo_anchor

        anchor = demo_anchor(f"{seed} {records}{' hostile' if hostile else ''}")
        demo = start_demo(
            records=records, seed=seed, live=live, hostile=hostile,
            arguments=("--anchor", str(anchor)),
        )  # fmt: skip
        belongings.take(demo.stop)
        account = demo.accounts[0]
        connection = Connection(
            url=demo.url,
            user=account.user,
            password=Secret(account.password),
            trust=trust_from(demo.sha256, None),
            wire=wire,
        )
        started.append(connection)
        return new_client(connection)

    notes = ("an invented company", f"{records:,} records")
    return Session(
        "demo",
        THIS_MACHINE,
        open_client,
        notes,
        remembered_as="demo",
        wire=wire,
        connection=lambda: started[-1] if started else None,
        writable=True,  # it harms nobody
        is_demo=True,
        end=belongings.end,
    )
