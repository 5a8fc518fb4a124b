"""New records of a search as they arrive on the server.

``follower.py`` asks the server again and again and says what is new, for the explorer and for
``netwrix-tui follow``; ``live_follow.py`` puts that into a search that the explorer has loaded. The
other files are parts of the follower: the queries that it sends, the records that it knows, how
often it asks.
"""
