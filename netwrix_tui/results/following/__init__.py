"""New records of a search as they arrive on the server.

``follower.py`` asks the server again and again and says what is new, for the explorer and for
``netwrix-tui follow``; ``look_schedule.py`` says when. ``live_follow.py`` puts the new records into
a search that the explorer has loaded.
"""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = [
    "FollowState",
    "Follower",
    "Looked",
    "Missed",
    "NewRecords",
    "PollBackoff",
    "follow_search",
]

__getattr__ = doors(
    __name__,
    follower="NewRecords Follower Looked Missed", live_follow="FollowState follow_search",
    look_schedule="PollBackoff",
)  # fmt: skip
