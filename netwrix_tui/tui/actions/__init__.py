"""What an action is: its keys, its words, its pane.

The actions themselves stand in the ``actions.py`` of each room; ``explorer/registry.py`` joins
them, and ``explorer/action_table.py`` says which controller does what the explorer's own keys ask.
"""
