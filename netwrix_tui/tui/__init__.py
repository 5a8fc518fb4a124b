"""The explorer: all of Textual, and only here. Its rooms are sorted by what is on the screen."""
