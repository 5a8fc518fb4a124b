"""Doors of tests into Textual: what a test has to know of it that it tells nobody, one place each.

A test that wants more of Textual's private names adds a function here, with the words for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget


def toasts(app: App[Any]) -> list[str]:
    """What the notifications that still stand say, the oldest first."""
    return [toast.message for toast in app._notifications]


def strips_of(screen: Screen[Any]) -> list[Strip]:
    """The lines of a screen as they are painted."""
    return screen._compositor.render_strips()


def screen_text(screen: Screen[Any]) -> str:
    """Everything on a screen, as a person reads it."""
    return "\n".join("".join(part.text for part in strip) for strip in strips_of(screen))


def compositor_of(screen: Screen[Any]) -> type:
    """The class of what composes a screen's frames."""
    return type(screen._compositor)


def seconds_a_frame(screen: Screen[Any]) -> float:
    """How long a screen waits between two frames."""
    return screen._update_timer._interval


def running_timers(app: App[Any]) -> list[Timer]:
    """The timers that will do something some time, of the application and all that is in it."""
    nodes = [app, *app.screen_stack, *(w for s in app.screen_stack for w in s.walk_children())]
    return [
        timer
        for node in nodes
        for timer in node._timers
        if timer._active.is_set() and timer._task is not None and not timer._task.done()
    ]


def has_messages(app: App[Any]) -> bool:
    """True where a widget has messages that it has not handled yet."""
    return any(node.message_queue_size for node in tuple(app._registry))


async def wait_for_screen(pilot: Pilot[Any]) -> None:
    """Wait until what has been taken out of the queues of a screen's widgets is done."""
    await pilot._wait_for_screen()


def lay_out(app: App[Any]) -> None:
    """Lay out and paint now what waits for the next frame."""
    if app.is_running and app._screen_stack:
        app.screen._on_timer_update()


def is_animated(app: App[Any]) -> bool:
    """True while something moves or fades."""
    return not app.animator._complete_event.is_set()


def forget_repaints(panes: list[Widget]) -> None:
    """Take what waits to be painted for painted."""
    for pane in panes:
        pane._dirty_regions.clear()


def waits_for_layout(pane: Widget) -> bool:
    """True where a widget will be laid out again."""
    return pane._layout_required


def waits_for_paint(pane: Widget) -> bool:
    """True where lines of a widget will be painted again."""
    return bool(pane._dirty_regions)


def error_of(app: App[Any]) -> Exception | None:
    """What ended an application that crashed."""
    return app._exception


def name_of_character(character: str) -> str:
    """What Textual calls the key of a character."""
    return _character_to_key(character)


def unicode_name_of(key: str) -> str:
    """The name in Unicode of the character of a key. Raises KeyError where it has none."""
    return _get_unicode_name_from_key(REPLACED_KEYS.get(key, key))


def note_layouts(
    monkeypatch: pytest.MonkeyPatch, kind: type[Any], noted: Callable[[Any], None]
) -> None:
    """Have ``noted`` called with a screen of this class after each layout of it."""
    lay_out = kind._refresh_layout

    def noting(self: Any, *given: Any, **named: Any) -> None:
        lay_out(self, *given, **named)
        noted(self)

    monkeypatch.setattr(kind, "_refresh_layout", noting)
