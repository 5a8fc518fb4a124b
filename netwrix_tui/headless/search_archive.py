"""``netwrix-tui search QUERY --archive DIR``: an archive is searched, and no server."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from netwrix_tui.archive.archive_source import ArchiveSource
from netwrix_tui.archive.layout import server_name
from netwrix_tui.archive.spilling import spill_directory
from netwrix_tui.headless.kept_notes import kept_notes, notes_of_servers
from netwrix_tui.headless.output import Output
from netwrix_tui.headless.search_case import SearchCaseCommand, search_at_hand
from netwrix_tui.records.server_filter import require_one_server
from netwrix_tui.results.loading.record_source import RecordSource


class SearchArchiveCommand(SearchCaseCommand):
    """``search`` and ``enum`` over an archive; the newest records come first."""

    nothing = "Nothing was found in the archive."

    def __init__(self, options: argparse.Namespace, directories: Mapping[str, Path]) -> None:
        """``directories`` are those of servers, in the archive, by their names; of one, without.

        Raises UsageError.
        """
        self._search = search_at_hand(options, "--archive", "An archive")
        if "" in directories:
            require_one_server(self._search)
        self._directories = directories
        names = {name: name or server_name(place) for name, place in directories.items()}
        notes = kept_notes(names[""]) if "" in names else notes_of_servers(names)
        self._output = Output(options, notes, several="" not in directories)
        self._limit = options.limit

    def open_sources(self) -> Mapping[str, RecordSource]:
        """The archive of one server, or of several by their names."""
        return {
            name: ArchiveSource(place, spill=spill_directory())
            for name, place in self._directories.items()
        }
