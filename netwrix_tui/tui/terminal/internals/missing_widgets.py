"""Widgets that are not there yet, or no longer, when a late key, timer or worker looks for them.

A closed dialog still gets the key after the one that closed it, its timers and the results of its
workers; an opened one gets a key before it is composed. Code that looks for one of its widgets then
finds none, in Textual's own palette as well.
"""

from __future__ import annotations

from types import TracebackType

from textual.app import App
from textual.css.query import NoMatches
from textual.dom import DOMNode, NoScreen
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.worker import WorkerFailed

_VAIN = (NoMatches, NoScreen)
"""What a widget raises that looks for another, or for the screen that it was on."""

_ENDING = ("_pruning", "_closing", "_closed")


def stands(node: DOMNode) -> bool:
    """True where a widget is composed, and neither it nor what it stands on is being removed."""
    above = None
    for above in node.ancestors_with_self:
        if isinstance(above, Widget) and not (above.is_mounted and above.is_running):
            return False
        if any(getattr(above, name, False) for name in _ENDING):
            return False
    return isinstance(above, App)


class LooksInVain(MessagePump):
    """Something that stands, and may handle a message about what does not any more.

    With an exception Textual ends the messages of whoever raised it.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except _VAIN as error:
            if not _was_in_vain(error.__traceback__):
                raise


def is_missed_by_nobody(error: BaseException) -> bool:
    """True where a lookup failed in what does not stand, and nothing that stands has ended by it.

    To be asked in the context of whoever raised it.
    """
    if isinstance(error, WorkerFailed):
        return isinstance(error.error, _VAIN) and _was_in_vain(error.error.__traceback__)
    pump = _pump()
    if not isinstance(pump, DOMNode) or stands(pump):
        return False
    return isinstance(error, _VAIN) and _was_in_vain(error.__traceback__)


def _pump() -> MessagePump | None:
    """Whose messages are handled here; None where a release does not tell."""
    try:
        from textual._context import active_message_pump
    except ImportError:
        return None
    return active_message_pump.get(None)


def _was_in_vain(traceback: TracebackType | None) -> bool:
    """Whether the innermost node that took part is one that does not stand."""
    node: DOMNode | None = None
    while traceback is not None:
        its_self = traceback.tb_frame.f_locals.get("self")
        if isinstance(its_self, DOMNode):
            node = its_self
        traceback = traceback.tb_next
    return node is not None and not stands(node)
