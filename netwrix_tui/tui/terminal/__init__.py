"""The terminal: its driver and every end, what it sends taken apart, what is drawn in few bytes.

Here are, too, the keys that are typed ahead and the fence around Textual's private names.
"""
