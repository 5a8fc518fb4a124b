"""``netwrix-tui search QUERY --archive PLACE``: searches an archive instead of a server."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from netwrix_tui.archive.kept_archive import archived_name, open_archived
from netwrix_tui.headless.kept_notes import kept_notes, notes_of_servers
from netwrix_tui.headless.output import Output
from netwrix_tui.headless.search_case import SearchCaseCommand, search_at_hand
from netwrix_tui.records.server_filter import require_one_server
from netwrix_tui.results.loading.record_source import RecordSource

if TYPE_CHECKING:
    from netwrix_tui.archive.kept_archive import KeptArchive


class SearchArchiveCommand(SearchCaseCommand):
    """``search`` and ``enum`` over an archive; the newest records come first."""

    nothing = "Nothing was found in the archive."

    def __init__(self, options: argparse.Namespace, archives: Mapping[str, KeptArchive]) -> None:
        """``archives`` are those of servers by their names; of one, without. Raises UsageError."""
        self._search = search_at_hand(options, "--archive", "An archive")
        if "" in archives:
            require_one_server(self._search)
        self._archives = archives
        names = {name: name or archived_name(archive) for name, archive in archives.items()}
        notes = kept_notes(names[""]) if "" in names else notes_of_servers(names)
        self._output = Output(options, notes, several="" not in archives)
        self._limit = options.limit

    def open_sources(self) -> Mapping[str, RecordSource]:
        """The archive of one server, or of several by their names."""
        say = self._output.messages.say
        return {name: open_archived(archive, say) for name, archive in self._archives.items()}
