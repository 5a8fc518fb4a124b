"""Which server, whose account, and how: from the command line down to the defaults."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["Profile", "ProfileFile", "connected", "described", "state_directory"]

__getattr__ = doors(
    __name__,
    choosing="connected described", directories="state_directory", profile="Profile",
    profile_file="ProfileFile",
)  # fmt: skip
