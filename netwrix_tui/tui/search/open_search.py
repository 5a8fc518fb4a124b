"""Asks for the file in which a search stands."""

from __future__ import annotations

from pathlib import Path

from netwrix_tui.errors import UsageError
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.tui.dialogs.ask_line import AskLine
from netwrix_tui.wire.written_search import WrittenSearch, read_search, text_of_file

_LONGEST = 50 * 1024 * 1024
"""Bytes of a file; the server takes no longer body."""


class OpenSearch(AskLine[WrittenSearch]):
    """Name of a file, dismissed with the search that it holds, or with None."""

    def __init__(self, zone: ShownZone) -> None:
        super().__init__(
            "Open a search: a file with JSON, XML or a query",
            read=lambda name: _read(name.strip(), zone),
            placeholder="search.json",
            keys="enter opens it · esc leaves",
            reads_files=True,
        )


def _read(name: str, zone: ShownZone) -> WrittenSearch:
    """The search in a file. Raises UsageError."""
    try:
        path = Path(name).expanduser()
        if path.stat().st_size > _LONGEST:
            raise UsageError(f"{path} is longer than any search.", next_step="Choose another file.")
        data = path.read_bytes()
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is no name of a file"
        raise UsageError(f"It cannot be read: {reason}.", next_step="Check the name.") from error
    return read_search(text_of_file(data), zone)
