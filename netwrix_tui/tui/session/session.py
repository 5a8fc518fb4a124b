"""Session: the account and the server of an explorer, and how to reach it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from netwrix_tui.wire.wire_format import WireFormat

if TYPE_CHECKING:
    from datetime import datetime

    from netwrix_tui.client.connection import Connection, Secret
    from netwrix_tui.config.profile import Profile
    from netwrix_tui.records.working_hours import WorkingHours
    from netwrix_tui.records.zone import ShownZone
    from netwrix_tui.results.loading.record_source import RecordSource
    from netwrix_tui.searches.start_view import StartView


_AT_A_TIME = 4
"""Requests at a time where no profile says how many."""


@dataclass(frozen=True, slots=True)
class Session:
    """One account at one server, with a way to open a client.

    ``open_client`` runs on the worker's thread, where it may take its time: importing the HTTP
    library, waiting for the demo to start. ``notes`` are the facts that the top line shows
    (``certificate pinned``), the most important first, behind the ``scheme`` by which the account
    signs in, which is empty until the server was asked; ``warning`` is one
    that is never left out (``not encrypted``); ``page_size`` is how many records
    its client asks for at a time. ``reopen`` opens a client with another password, on the worker's
    thread too; None where there is none to ask for. ``remembered_as`` is the name under which is
    kept what the user sets on the screen (the profile's, else the server's); empty: not at all.
    ``settings`` are what it was opened with, None for the demo; ``read`` is the profile that they
    come from, as the file held it then. ``wire`` is the format to begin
    with, and ``connection`` tells where requests go, None as long as that is not known.
    ``writable`` lets its user write records; ``slow`` spares a slow line to the terminal.
    ``is_demo`` says that its server is the demo's, a process that was started for it; ``end`` ends
    what was started. ``certificate`` is the SHA-256 of the one that the server has, once it is
    known, and ``clock_difference`` how many seconds its clock is ahead. ``case`` is a kept session,
    or a case file, that the explorer begins with; with ``begins_anew`` its first search follows as
    a new step. ``is_offline`` says that the case answers, ``is_read_only`` that nothing is written
    to it, ``records_in_case`` how many records it holds, in words, ``title`` what it is called,
    and ``captured`` when it was begun. ``start`` is the view that the explorer begins with.
    ``parts`` are the sessions of several servers that are asked together, by their names;
    ``account`` and ``server`` then name all of them. ``archive`` is the directory of the archive,
    or the address of one on a cluster, that answers in the place of the server, or with
    ``asks_server`` before it: the server then is asked for what came since. ``missing`` says what
    of it does not answer. ``counts`` says that the source counts all that matches.
    """

    account: str
    server: str
    open_client: Callable[[], RecordSource]
    notes: tuple[str, ...] = ()
    warning: str = ""
    page_size: int = 1000
    reopen: Callable[[Secret], RecordSource] | None = None
    remembered_as: str = ""
    wire: WireFormat = WireFormat.JSON
    connection: Callable[[], Connection | None] = lambda: None
    settings: Profile | None = None
    read: Profile | None = None
    writable: bool = False
    slow: bool = False
    is_demo: bool = False
    scheme: Callable[[], str] = lambda: ""
    certificate: Callable[[], str] = lambda: ""
    clock_difference: Callable[[], float | None] = lambda: None
    case: Path | None = None
    begins_anew: bool = False
    is_offline: bool = False
    is_read_only: bool = False
    records_in_case: str = ""
    title: str = ""
    captured: datetime | None = None
    start: StartView | None = None
    archive: Path | str | None = None
    missing: Callable[[], str] = lambda: ""
    asks_server: bool = False
    counts: bool = False
    end: Callable[[], None] = lambda: None
    parts: Mapping[str, Session] = field(default_factory=dict)

    def part(self, server: str) -> Session:
        """The session of one of several servers; itself where one is asked."""
        return self.parts.get(server, self)

    @property
    def at_a_time(self) -> int:
        """How many requests of a search may be under way at a time; 1 where no server is asked."""
        if self.is_offline or self.archive is not None:
            return 1
        said = self.settings.parallel if self.settings is not None else None
        usual = min((part.at_a_time for part in self.parts.values()), default=_AT_A_TIME)
        return said or usual

    @property
    def working_hours(self) -> WorkingHours:
        """The hours outside of which activity is unusual."""
        from netwrix_tui.records.working_hours import WorkingHours  # behind the first frame

        said = self.settings.working_hours if self.settings is not None else None
        return WorkingHours.parse(said) if said else WorkingHours()

    @property
    def zone(self) -> ShownZone:
        """The zone of its profile, else the machine's, with the hours that are worked there."""
        from netwrix_tui.config.own_time import own_zone  # behind the first frame

        return own_zone(self.settings)

    @property
    def profile(self) -> str:
        """The name of the profile that it was opened by; empty where there is none."""
        return self.settings.name if self.settings is not None else ""

    def goes_on_as(self, other: Session) -> bool:
        """True where the explorer of this one may go on as the other, with all that it has loaded.

        It does where they differ in nothing but how the server is trusted and the account proven.
        """
        return self.settings is not None and _made_of(self) == _made_of(other)


def _made_of(session: Session) -> tuple[object, ...]:
    """What an explorer is made of, and cannot change while it stands."""
    from netwrix_tui.client.account_identity import account_identity  # behind the first frame

    settings = session.settings
    kept = (
        None
        if settings is None
        else (
            settings.working_hours,
            settings.zone,
            settings.spill_limit_mb,
        )
    )
    return (
        session.server, session.warning, account_identity(session.account), session.remembered_as,
        session.page_size, session.writable, session.slow, kept,
    )  # fmt: skip
