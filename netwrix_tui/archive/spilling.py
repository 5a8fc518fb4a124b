"""The user's own directory in which queries of an archive put what does not fit into memory."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from netwrix_tui.config.directories import cache_directory
from netwrix_tui.private_directory import make_private


def spill_directory() -> Path | None:
    """A private directory (0700) for a while; None where none can be made."""
    place = cache_directory() / "archive"
    with suppress(OSError):
        make_private(place)
        return place
    return None
