"""Keys that are typed ahead go where they were meant to go.

A key opens a line to type in, or a dialog; the keys after it may be there before that has the
focus: a bad line hands over several at once, and fast fingers do the same. Textual would have them
act on the pane that was left. Here they wait until the focus has arrived.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import ref

from textual.app import App
from textual.events import Event, Key
from textual.screen import Screen
from textual.widget import Widget

Result = TypeVar("Result")
Aim = Callable[[], Widget | None]
"""Tells the pane that had the focus, None where there was none or it is gone."""

_MOST_UNDER_WAY = 256
"""Keys on their way through a pane's queue whose aim is remembered."""

_PATIENCE = 1.0
"""Seconds after which a focus that does not arrive is not waited for any more."""


class KeepsTypedAhead(App[Result]):
    """An app that holds keys back while it is changing what they are for."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[Key] = []
        # Weakly: a dialog that was closed is not to last until so many keys have followed it.
        self._aims: deque[tuple[Event, Aim]] = deque(maxlen=_MOST_UNDER_WAY)
        self._changes = 0
        self._is_changing = False

    def on_load(self) -> None:
        """Wait for the focus of every screen that is laid over another."""
        self.screen_change_signal.subscribe(self, self._screen_changed)

    def expect_focus(self) -> None:
        """The focus is about to go elsewhere: keep keys until :meth:`focus_arrived`."""
        self._is_changing = True
        self._changes += 1
        change = self._changes

        def give_up() -> None:
            if change == self._changes:
                self.focus_arrived()

        self.set_timer(_PATIENCE, give_up)

    def focus_arrived(self) -> None:
        """Keys go on to whatever has the focus now."""
        self._is_changing = False
        if self._held:
            # After the keys that are on their way already: they were typed before these.
            self.call_later(self._press_held)

    async def on_event(self, event: Event) -> None:
        if not (isinstance(event, Key) and self._keeps(event)):
            await super().on_event(event)

    def _keeps(self, event: Key) -> bool:
        if not event.is_forwarded:
            if self._is_changing or self._held:
                self._held.append(event)
                return True
            self._aims.append((event, _aim_of(self.focused)))
            return False
        # It came back: the pane that it was sent to has no use for it, and a binding may have.
        aimed_at = next((aim() for sent, aim in self._aims if sent is event), self.focused)
        if not self._is_changing and aimed_at is self.focused:
            return False
        self._held.append(Key(event.key, event.character))
        if not self._is_changing:
            self.call_later(self._press_held)
        return True

    def _press_held(self) -> None:
        if self._is_changing:
            return
        held, self._held = self._held, []
        for key in held:
            self.post_message(Key(key.key, key.character))

    def _screen_changed(self, screen: Screen[Any]) -> None:
        self.expect_focus()
        # Its focus is set when it resumes, which comes before this in its queue.
        screen.call_later(screen.call_after_refresh, self.focus_arrived)


def expect_focus(widget: Widget) -> None:
    """Tell a widget's app that the widget is about to get the focus."""
    if isinstance(widget.app, KeepsTypedAhead):
        widget.app.expect_focus()


def focus_arrived(widget: Widget) -> None:
    """Tell a widget's app that the widget has the focus."""
    if isinstance(widget.app, KeepsTypedAhead):
        widget.app.focus_arrived()


def _aim_of(focused: Widget | None) -> Aim:
    return (lambda: None) if focused is None else ref(focused)
