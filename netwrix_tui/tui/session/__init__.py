"""What an explorer is opened on: server, account, how to reach it.

A :class:`Session` opens the source of records; a controller knows the screen as a
:class:`ScreenHost`.
"""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = [
    "BeginSearch", "ScreenHost", "Session", "profile_session",
]  # fmt: skip

__getattr__ = doors(
    __name__, screen_host="BeginSearch ScreenHost",
    server_session="profile_session", session="Session",
)  # fmt: skip
