"""Keys that are typed ahead go where they were meant to go, and in their order.

A key opens a line to type in, or a dialog; another closes it. The keys after it may be there before
that is done: a bad line hands over several at once, and fast fingers do the same. Textual would
have them act on the pane that had the focus when they came. Here a key waits until what the key
before it has begun is done, and the focus is where it is going to be.

Keys that are pressed before there is anything to act on are those of ``first_frame.py``.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any, TypeVar

from rich.console import RenderableType
from textual.dom import DOMNode
from textual.events import Event, Key, Resize
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from netwrix_tui.tui.terminal.drawing import Drawing
from netwrix_tui.tui.terminal.internals.app_hooks import AppHooks, end_by
from netwrix_tui.tui.terminal.internals.missing_widgets import (
    LooksInVain,
    is_missed_by_nobody,
    stands,
)

Result = TypeVar("Result")

_PATIENCE = 1.0
"""Seconds after which what a key has begun is not waited for any more."""

_ROUNDS = 3
"""Times that everything from the pane up to the app is let come to the end of its messages.

A key goes up, the message that a pane makes of it after that, and what comes of the message.
An edit of a line has done its work with the first.
"""

_MOVES = frozenset({"up", "down", "left", "right", "pageup", "pagedown", "home", "end"})
_EDITS = _MOVES | {"backspace", "delete", "ctrl+a", "ctrl+e", "ctrl+u", "ctrl+k", "ctrl+w"}


class TypeAheadApp(LooksInVain, AppHooks[Result]):
    """An app that hands keys over one after the other wherever one may move the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.drawing = Drawing(self)
        self.last_key_at = 0.0
        """When the last key came, by the monotonic clock."""
        self._waiting: deque[Key] = deque()
        self._settling: asyncio.Task[None] | None = None
        self._arrived = asyncio.Event()
        self._arrived.set()

    def on_load(self) -> None:
        """Wait for the focus of every screen that is laid over another."""
        self.screen_change_signal.subscribe(self, self._screen_changed)

    @property
    def takes_keys(self) -> bool:
        """True where the next key goes straight to what has the focus."""
        return self._settling is None

    def expect_focus(self) -> None:
        """The focus is about to go elsewhere: keep keys until :meth:`focus_arrived`."""
        self._arrived.clear()
        if self._settling is None:
            self._settle(self.focused)

    def focus_arrived(self) -> None:
        """The focus is where it was to go."""
        self._arrived.set()

    def hand_over_first(self, keys: Sequence[Key]) -> None:
        """Hand these keys over before all that wait."""
        if keys:
            self._waiting.extendleft(reversed(keys))
            if self._settling is None:
                self._settle(self.focused)

    def drawn(self, screen: Screen[Any], update: RenderableType | None) -> RenderableType | None:
        """What is written for what changed on a screen; None for nothing."""
        return self.drawing.of(screen, update)

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Resize):
            # Also to the size that it had: what stands there was moved about meanwhile.
            self.drawing.forget()
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self.last_key_at = monotonic()
        if self._settling is not None:
            self._waiting.append(event)
        else:
            await self._hand_over(event)

    def may_act(self, namespace: DOMNode) -> bool:
        """Not where what is to act is not there yet or is going away: that key was for it."""
        return namespace is self or stands(namespace)

    def is_mistake(self, error: Exception) -> bool:
        """That something was looked for where nothing stands is none."""
        return not is_missed_by_nobody(error)

    async def _hand_over(self, key: Key) -> None:
        # Behind the first frame: none of it takes keys that are drawn.
        from netwrix_tui.tui.terminal.low_latency_screen import LowLatencyScreen

        target, screen = self.focused, self.screen
        if isinstance(screen, LowLatencyScreen):
            screen.hurry()
        await super().on_event(key)
        rounds = _rounds_of(key, target)
        if rounds:
            self._settle(target, rounds)

    def _settle(self, target: Widget | None, rounds: int = _ROUNDS) -> None:
        self._settling = asyncio.create_task(self._settled(target, rounds))

    async def _settled(self, target: Widget | None, rounds: int) -> None:
        try:
            try:
                await self._come_to_rest(target, rounds)
            finally:
                self._settling = None
        except Exception as error:  # noqa: BLE001 - a task of its own: nobody else hears of it
            end_by(self, error)
        while self._waiting and self._settling is None:
            try:
                await self._hand_over(self._waiting.popleft())
            except Exception as error:  # noqa: BLE001 - as above; the next key may be none of it
                end_by(self, error)

    async def _come_to_rest(self, target: Widget | None, rounds: int) -> None:
        for _ in range(rounds):
            for pump in self._way_up(target):
                await _through(pump)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._arrived.wait(), _PATIENCE)
        self._arrived.set()

    def _way_up(self, target: Widget | None) -> Iterable[MessagePump]:
        nodes: list[DOMNode] = []
        if target is not None and target.is_attached:
            nodes = [node for node in target.ancestors_with_self if node is not self]
        screen = self.screen
        return [*nodes, *([] if screen in nodes else [screen]), self]

    def _screen_changed(self, screen: Screen[Any]) -> None:
        self.expect_focus()
        # Its focus is set when it resumes, which comes before this in its queue.
        screen.call_later(screen.call_after_refresh, self.focus_arrived)


def _rounds_of(key: Key, target: Widget | None) -> int:
    """How long a key has to be waited for: 0 where it cannot get in the way of the next."""
    if isinstance(target, Input):
        if key.is_printable:
            return 0
        return 1 if key.key in _EDITS else _ROUNDS
    return 0 if key.key in _MOVES else _ROUNDS


async def _through(pump: MessagePump) -> None:
    """Let a pump come to the end of the messages that it has by now."""
    if not pump.is_running:
        return
    came = asyncio.Event()
    if pump.call_later(came.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(came.wait(), _PATIENCE)


def expect_focus(widget: Widget) -> None:
    """Tell a widget's app that the widget is about to get the focus."""
    if isinstance(widget.app, TypeAheadApp):
        widget.app.expect_focus()


def focus_arrived(widget: Widget) -> None:
    """Tell a widget's app that the widget has the focus."""
    if isinstance(widget.app, TypeAheadApp):
        widget.app.focus_arrived()
