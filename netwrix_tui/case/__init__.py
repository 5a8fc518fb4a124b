"""The case: searches, pages, marks, notes and findings in one file that outlives the program.

The file is an SQLite database (``schema.py``). One program writes it at a time; any may read.
"""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["CaseReader", "CaseSource", "CaseWriter", "KeptSearch", "SessionKeeper", "Sql"]

__getattr__ = doors(
    __name__,
    case_reader="CaseReader", case_source="CaseSource", case_writer="CaseWriter",
    kept_search="KeptSearch", session_keeper="SessionKeeper", sql="Sql",
)  # fmt: skip
