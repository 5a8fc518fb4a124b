"""Opens the explorer on a server. What a client needs is imported on the worker's thread."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from netwrix_tui.ending import GRACE, end_within
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.session.demo_session import demo_session
from netwrix_tui.tui.session.server_session import profile_session
from netwrix_tui.tui.terminal.at_terminal import at_terminal
from netwrix_tui.wire.wire_format import WireFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netwrix_tui.archive.kept_archive import KeptArchive
    from netwrix_tui.client.connection import Connection, Secret
    from netwrix_tui.config.choosing_servers import Servers
    from netwrix_tui.config.profile import Profile
    from netwrix_tui.config.profile_file import ProfileFile
    from netwrix_tui.searches.start_view import StartView


def open_explorer(
    connection: Connection,
    settings: Profile,
    read: Profile | None = None,
    start: StartView | None = None,
) -> int:
    """Run the explorer on a server until its user leaves; returns the exit status.

    ``read`` is the profile that the settings come from, as the file held it; ``start`` the view
    that it begins with.
    """
    session = profile_session(connection, settings, read)
    if settings.archive:
        from netwrix_tui.tui.session.archive_session import with_archive

        session = with_archive(session)
    return _run(NetwrixTui(replace(session, start=start)))


def open_servers(servers: Servers) -> int:
    """Run the explorer on several servers until its user leaves; returns the exit status."""
    from netwrix_tui.tui.session.servers_session import servers_session

    return _run(NetwrixTui(servers_session(servers)))


def open_connect_screen(file: ProfileFile, known: Profile, password: Secret | None) -> int:
    """Run the explorer where no server is known yet: its user is asked for one."""
    from netwrix_tui.tui.connect.controller import ConnectController

    return _run(NetwrixTui(None, ConnectController(file, known, password)))


def open_demo(
    wire: WireFormat,
    *,
    records: int,
    seed: int,
    live: float,
    hostile: bool,
    slow: bool,
    start: StartView | None = None,
) -> int:
    """Run the explorer on a demo server of its own, which ends with it."""
    session = demo_session(wire, records=records, seed=seed, live=live, hostile=hostile)
    try:
        return _run(NetwrixTui(replace(session, slow=slow, start=start)))
    finally:
        session.end()


def open_archive(
    place: str, archives: Mapping[str, KeptArchive], settings: Profile | None, *, slow: bool
) -> int:
    """Run the explorer on an archive, of one server or several, without asking them."""
    from netwrix_tui.tui.session.archive_session import archives_session

    session = archives_session(place, archives, settings)
    return _run(NetwrixTui(replace(session, slow=slow or session.slow)))


def open_case(path: Path, *, read_only: bool, slow: bool, start: StartView | None = None) -> int:
    """Run the explorer on a case file, without its server."""
    from netwrix_tui.tui.session.case_session import case_session

    session = case_session(path, read_only=read_only)
    return _run(NetwrixTui(replace(session, slow=slow, start=start)))


def resume_session(path: Path, *, slow: bool) -> int:
    """Run the explorer on an earlier session, as it was left."""
    from netwrix_tui.case.case_reader import CaseReader
    from netwrix_tui.tui.session.case_session import (
        case_session,
        resumed_servers,
        resumed_session,
    )

    with CaseReader(path) as case:
        sources = case.sources()
    together = [source for source in sources if source.name]
    if len(together) > 1:
        session = resumed_servers(path, together)
    else:
        session = resumed_session(path, sources[-1]) if sources else case_session(path)
    try:
        return _run(NetwrixTui(replace(session, slow=slow or session.slow)))
    finally:
        session.end()


def _run(app: NetwrixTui) -> int:
    from netwrix_tui.tui.terminal import beside_frames

    with at_terminal():
        try:
            app.run()
        finally:
            beside_frames.restore(app)
    status = app.return_code or 0
    # A thread that lays something out, or reads a file, is waited for at the end of a process.
    end_within(GRACE, status, restore=lambda: None)
    return status
