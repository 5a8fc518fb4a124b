"""``netwrix-tui search QUERY --archive PLACE``: an archive is searched, and no server."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from netwrix_tui.archive.kept_archive import archived_name, open_archived
from netwrix_tui.headless.kept_notes import kept_notes
from netwrix_tui.headless.output import Output
from netwrix_tui.headless.search_case import SearchCaseCommand, search_at_hand
from netwrix_tui.results.loading.record_source import RecordSource

if TYPE_CHECKING:
    from netwrix_tui.archive.kept_archive import KeptArchive


class SearchArchiveCommand(SearchCaseCommand):
    """``search`` and ``enum`` over an archive; the newest records come first."""

    nothing = "Nothing was found in the archive."

    def __init__(self, options: argparse.Namespace, archive: KeptArchive) -> None:
        """Raises UsageError."""
        self._search = search_at_hand(options, "--archive", "An archive")
        self._archive = archive
        self._output = Output(options, kept_notes(archived_name(archive)))
        self._limit = options.limit

    def open_sources(self) -> Mapping[str, RecordSource]:
        """The archive of one server."""
        return {"": open_archived(self._archive, self._output.messages.say)}
