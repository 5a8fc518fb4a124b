"""Opens the explorer on a server. What a client needs is imported on the worker's thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from netwrix_tui.client.connection import DEFAULT_PORT, Connection, Secret
from netwrix_tui.client.trust import CaFile, PinnedCertificate, trust_from
from netwrix_tui.demo.options import DEFAULT_RECORDS, DEFAULT_SEED
from netwrix_tui.tui.app import NetwrixTui
from netwrix_tui.tui.belongings import Belongings
from netwrix_tui.tui.session import Session
from netwrix_tui.tui.terminal.at_terminal import at_terminal
from netwrix_tui.wire.wire_format import WireFormat

if TYPE_CHECKING:
    from netwrix_tui.client.auditor import AuditorClient
    from netwrix_tui.config.profile import Profile
    from netwrix_tui.config.profile_file import ProfileFile
    from netwrix_tui.results.source import RecordSource


def open_explorer(connection: Connection, settings: Profile, read: Profile | None = None) -> int:
    """Run the explorer on a server until its user leaves; returns the exit status.

    ``read`` is the profile that the settings come from, as the file held it.
    """
    return _run(NetwrixTui(explored(connection, settings, read)))


def open_connect_screen(file: ProfileFile, known: Profile, password: Secret | None) -> int:
    """Run the explorer where no server is known yet: its user is asked for one."""
    from netwrix_tui.tui.connecting.connecting import Connecting

    return _run(NetwrixTui(None, Connecting(file, known, password)))


def explored(connection: Connection, settings: Profile, read: Profile | None = None) -> Session:
    """The session of a connection that settings describe, and that come from a profile if any."""
    name = settings.name or connection.server
    session = replace(session_of(connection), remembered_as=name, settings=settings, read=read)
    return replace(session, writable=bool(settings.writable), slow=bool(settings.slow))


def open_demo(
    wire: WireFormat, *, records: int, seed: int, live: float, hostile: bool, slow: bool
) -> int:
    """Run the explorer on a demo server of its own, which ends with it."""
    session = demo_session(wire, records=records, seed=seed, live=live, hostile=hostile)
    try:
        return _run(NetwrixTui(replace(session, slow=slow)))
    finally:
        session.end()


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

        demo = start_demo(records=records, seed=seed, live=live, hostile=hostile)
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
        return _client(connection)

    notes = ("an invented company", f"{records:,} records")
    return Session(
        "demo",
        "this machine",
        open_client,
        notes,
        remembered_as="demo",
        wire=wire,
        connection=lambda: started[-1] if started else None,
        writable=True,  # it harms nobody
        is_demo=True,
        end=belongings.end,
    )


def session_of(connection: Connection) -> Session:
    """The session of a connection, with what the top line says about it."""
    current = [connection]
    opened: list[AuditorClient] = []

    def open_client() -> RecordSource:
        opened[:] = [_client(current[0])]
        return opened[0]

    def reopen(password: Secret) -> RecordSource:
        current[0] = replace(connection, password=password)
        return open_client()

    def scheme() -> str:
        chosen = opened[0].scheme if opened else None
        return chosen.spelling if chosen is not None else ""

    return Session(
        account=connection.user,
        server=connection.server.removesuffix(f":{DEFAULT_PORT}"),
        open_client=open_client,
        notes=_notes(connection),
        warning="" if connection.is_encrypted else "not encrypted",
        page_size=connection.page_size,
        reopen=reopen,
        wire=connection.wire,
        connection=lambda: current[0],
        scheme=scheme,
    )


def _client(connection: Connection) -> AuditorClient:
    from netwrix_tui.client.auditor import AuditorClient

    return AuditorClient(connection)


def _run(app: NetwrixTui) -> int:
    from netwrix_tui.tui.terminal import driver

    with at_terminal():
        try:
            app.run()
        finally:
            driver.restore(app)
    return app.return_code or 0


def _notes(connection: Connection) -> tuple[str, ...]:
    if not connection.is_encrypted:
        return ()
    if isinstance(connection.trust, PinnedCertificate):
        return ("certificate pinned",)
    if isinstance(connection.trust, CaFile):
        return ("certificate by CA file",)
    return ("certificate trusted by this system",)
