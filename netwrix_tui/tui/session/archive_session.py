"""Session on an archive on this machine: searches are answered from it, and it counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from netwrix_tui.archive.layout import found_server, server_name
from netwrix_tui.archive.state import read_state
from netwrix_tui.tui.session.session import Session
from netwrix_tui.wire.wire_format import WireFormat

if TYPE_CHECKING:
    from netwrix_tui.config.profile import Profile
    from netwrix_tui.results.loading.record_source import RecordSource


def archive_session(place: Path, wanted: str = "", settings: Profile | None = None) -> Session:
    """A session on the records of one server; ``wanted`` names it where there are several.

    Raises UsageError.
    """
    directory = found_server(place.expanduser(), wanted)
    state = read_state(directory)
    server = server_name(directory)

    def open_client() -> RecordSource:
        from netwrix_tui.archive.archive_source import ArchiveSource
        from netwrix_tui.archive.spilling import spill_directory

        return ArchiveSource(directory, spill=spill_directory())

    session = Session(
        state.account if state is not None else "",
        server,
        open_client,
        notes=(str(place),),
        wire=WireFormat.JSON,
        remembered_as=server,
        archive=directory,
        counts=True,
    )
    if settings is None:
        return session
    return replace(session, slow=bool(settings.slow), remembered_as=settings.name or server)
