"""``netwrix-tui search QUERY --archive DIR``: an archive is searched, and no server."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from netwrix_tui.archive.archive_source import ArchiveSource
from netwrix_tui.archive.layout import server_name
from netwrix_tui.archive.spilling import spill_directory
from netwrix_tui.headless.kept_notes import kept_notes
from netwrix_tui.headless.output import Output
from netwrix_tui.headless.search_case import SearchCaseCommand, search_at_hand
from netwrix_tui.results.loading.record_source import RecordSource


class SearchArchiveCommand(SearchCaseCommand):
    """``search`` and ``enum`` over an archive; the newest records come first."""

    nothing = "Nothing was found in the archive."

    def __init__(self, options: argparse.Namespace, directory: Path) -> None:
        """``directory`` is that of a server, in the archive. Raises UsageError."""
        self._search = search_at_hand(options, "--archive", "An archive")
        self._directory = directory
        self._output = Output(options, kept_notes(server_name(self._directory)))
        self._limit = options.limit

    def open_sources(self) -> Mapping[str, RecordSource]:
        """The archive of one server."""
        return {"": ArchiveSource(self._directory, spill=spill_directory())}
