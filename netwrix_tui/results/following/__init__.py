"""New records of a search as they arrive on the server.

``follower.py`` asks the server again and again and says what is new, for the explorer and for
``netwrix-tui follow``; ``look_schedule.py`` says when. ``live_follow.py`` puts the new records into
a search that the explorer has loaded.
"""
