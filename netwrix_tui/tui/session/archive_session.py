"""Sessions on an archive on this machine: searches are answered from it, and it counts.

Alone, or with its server, which is then asked for what came since.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from netwrix_tui.archive.layout import found_server, server_directory, server_name
from netwrix_tui.archive.state import read_state
from netwrix_tui.client.connection import DEFAULT_PORT
from netwrix_tui.errors import StorageFull
from netwrix_tui.home import expanded
from netwrix_tui.tui.session.session import Session
from netwrix_tui.wire.wire_format import WireFormat

if TYPE_CHECKING:
    from netwrix_tui.archive.kept_archive import KeptArchive
    from netwrix_tui.client.connection import Secret
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


def archives_session(
    place: Path | str, archives: Mapping[str, KeptArchive], settings: Profile | None = None
) -> Session:
    """A session on the records of one server, or of several by their names, each with its column.

    Raises UsageError.
    """
    if "" in archives:
        return _kept_session(archives[""], settings)
    parts = {name: _kept_session(archive) for name, archive in archives.items()}
    accounts = dict.fromkeys(part.account for part in parts.values() if part.account)
    name = settings.name if settings is not None else ""
    return Session(
        ", ".join(accounts),
        ", ".join(parts),
        next(iter(parts.values())).open_client,
        notes=(str(place),),
        remembered_as=name or ",".join(parts),
        archive=place,
        slow=settings is not None and bool(settings.slow),
        parts=parts,
        missing=lambda: next(filter(None, (part.missing() for part in parts.values())), ""),
    )


def _kept_session(archive: KeptArchive, settings: Profile | None = None) -> Session:
    if isinstance(archive, Path):
        return archive_session(archive, settings=settings)
    from netwrix_tui.tui.session.cluster_session import cluster_session

    return cluster_session(archive, settings)


def with_archive(live: Session) -> Session:
    """A server's session, answered by its archive as far as that reaches, where it has one.

    The archive is the one that the profile names. Where there is none of this server yet, or
    nothing that reads it, the server alone is asked.
    """
    settings, connection = live.settings, live.connection()
    if settings is None or connection is None or not settings.archive:
        return live
    server = connection.server.removesuffix(f":{DEFAULT_PORT}").lower()
    directory = server_directory(expanded(settings.archive, os.environ), server)
    if not directory.is_dir():
        return live
    if find_spec("duckdb") is None:
        return replace(live, notes=("its archive needs DuckDB", *live.notes))

    def opened(open_server: Callable[[], RecordSource]) -> RecordSource:
        from netwrix_tui.archive.archive_with_server import ArchiveWithServer
        from netwrix_tui.archive.spilling import spill_directory

        spill = spill_directory()
        if spill is None:
            raise StorageFull("There is no directory for what comes beside the archive.")
        return ArchiveWithServer(directory, live.server, live.account, open_server, spill=spill)

    again = live.reopen

    def reopen(password: Secret) -> RecordSource:
        return opened(live.open_client if again is None else partial(again, password))

    return replace(
        live, open_client=lambda: opened(live.open_client), reopen=again and reopen,
        archive=directory, asks_server=True, counts=True,
    )  # fmt: skip
