"""An archive of one server to read from, wherever it stands: on this machine or on a cluster."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netwrix_tui.archive.cluster.cluster_archive import ClusterArchive
    from netwrix_tui.archive.cluster.shards import Shards
    from netwrix_tui.results.loading.record_source import RecordSource

    KeptArchive = Path | ClusterArchive
    """The directory of a server in an archive of files, or its records on a cluster."""


def archived_name(archive: KeptArchive) -> str:
    """The server whose records these are."""
    if isinstance(archive, Path):
        from netwrix_tui.archive.layout import server_name

        return server_name(archive)
    return archive.server


def archive_id(archive: KeptArchive) -> str:
    """An identifier that no other archive has."""
    if isinstance(archive, Path):
        return f"archive {archive.resolve()}"
    return f"archive {archive} {archive.server}"


def open_archived(
    archive: KeptArchive, say: Callable[[str], None] = lambda _: None
) -> RecordSource:
    """A source of its records; ``say`` gets a sentence if a part of them is missing."""
    if isinstance(archive, Path):
        from netwrix_tui.archive.archive_source import ArchiveSource
        from netwrix_tui.archive.spilling import spill_directory

        return ArchiveSource(archive, spill=spill_directory())

    def told(shards: Shards) -> None:
        words = shards.words()
        if words:
            say(f"{words}.")

    return archive.opened(told)
