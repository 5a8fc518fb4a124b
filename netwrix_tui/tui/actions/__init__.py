"""What an action is: its keys, its words, its pane.

Keys that work everywhere stand in ``explorer/actions.py``, with what they do; those of one pane in
the ``actions.py`` of its room.
"""
