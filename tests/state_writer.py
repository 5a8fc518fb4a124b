"""One of several programs that keep things in one directory for some seconds, as explorers do.

``python -m tests.state_writer DIRECTORY NAME SECONDS`` says at its end how often it wrote.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from netwrix_tui.searches.kept_names import KeptNames
from netwrix_tui.searches.kept_searches import RecentSearches, SavedSearch, SavedSearches
from netwrix_tui.searches.name_links import Link
from netwrix_tui.searches.notes import Notes

PROFILE = "corp"


def link(name: str, number: int) -> Link:
    """What a writer learns of one name."""
    return Link(f"CORP\\{name}.{number}", f"{name}.{number}@corp.example", f"{name}-{number}")


def main(directory: Path, name: str, seconds: float) -> int:
    """Write and read until the time is over; returns how often."""
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        Notes(directory, PROFILE).write(f"{name}-{number}", f"note {number}", number)
        SavedSearches(directory, PROFILE).save(SavedSearch(f"{name} {number}", "who:jane"))
        RecentSearches(directory, PROFILE).remember(f"who:{name}{number}", number)
        names = KeptNames(directory, PROFILE)
        names.learn([link(name, number)])
        notes = Notes(directory, PROFILE)
        notes.load()
        if not notes.is_kept(f"{name}-0"):
            raise RuntimeError("what was kept has gone")
        number += 1
    return number


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
