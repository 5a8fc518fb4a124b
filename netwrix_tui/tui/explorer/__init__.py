"""The explorer screen: panes, navigation between searches, status, help, tour.

It composes the panes, makes the controllers, and has two tables that say who does what:
``actions.py`` for the keys, ``messages.py`` for what the panes tell.
"""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["ACTIONS", "EVERYWHERE", "MESSAGES", "Explorer"]

__getattr__ = doors(
    __name__,
    actions="ACTIONS EVERYWHERE", explorer_screen="Explorer", message_routes="MESSAGES",
)  # fmt: skip
