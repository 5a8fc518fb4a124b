"""Message of the current search: more has been loaded, or the state of a search has changed."""

from __future__ import annotations

from textual.message import Message


class ResultsChanged(Message):
    """More has been loaded, or the state of the search has changed.

    Posted by ``CurrentSearch``, mostly on the worker's thread.
    """

    bubble = False

    def can_replace(self, message: Message) -> bool:
        """A burst of these is one of them."""
        return isinstance(message, ResultsChanged)
