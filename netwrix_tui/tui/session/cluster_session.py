"""Session on an archive on a cluster: searches are answered from it, and it counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from netwrix_tui.tui.session.session import Session
from netwrix_tui.wire.wire_format import WireFormat

if TYPE_CHECKING:
    from netwrix_tui.archive.cluster.cluster_archive import ClusterArchive
    from netwrix_tui.archive.cluster.shards import Shards
    from netwrix_tui.config.profile import Profile
    from netwrix_tui.results.loading.record_source import RecordSource


def cluster_session(archive: ClusterArchive, settings: Profile | None = None) -> Session:
    """A session on the records of one server on a cluster."""
    missing = [""]

    def told(shards: Shards) -> None:
        missing[0] = shards.words()

    def open_client() -> RecordSource:
        return archive.opened(told)

    session = Session(
        archive.account,
        archive.server,
        open_client,
        notes=(str(archive),),
        warning="" if archive.address.is_encrypted or archive.address.is_here else "not encrypted",
        wire=WireFormat.JSON,
        remembered_as=archive.server,
        archive=str(archive),
        missing=lambda: missing[0],
        counts=True,
    )
    if settings is None:
        return session
    return replace(session, slow=bool(settings.slow), remembered_as=settings.name or archive.server)
