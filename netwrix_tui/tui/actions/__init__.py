"""What an action is: its keys, its words, its pane.

Keys that work everywhere stand in ``explorer/actions.py``, with what they do; those of one pane in
the ``actions.py`` of its room.
"""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["Action", "Pane", "PivotRequested", "bindings", "pivot_action"]

__getattr__ = doors(__name__, action="Action Pane PivotRequested bindings pivot_action")
