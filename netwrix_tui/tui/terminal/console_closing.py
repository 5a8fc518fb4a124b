"""Closing of a Windows console: its window is closed, its user logs off, ctrl+break.

Windows calls each program of the console on a new thread, and ends it when that returns, or some
five seconds later: the thread is held until the app has ended in order. Python itself would answer
on the main thread, too late. On other systems this is ``termination.py``.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from typing import Any

from textual.app import App

from netwrix_tui.tui.terminal.termination import HUNG_UP, Termination

_WAITED = 4.0
"""Seconds; Windows takes the program away after some five."""

_ENDING = frozenset((1, 2, 5, 6))
"""Why the console asks: CTRL_BREAK_EVENT, CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT, CTRL_SHUTDOWN_EVENT
(wincon.h). Ctrl+c, 0, is a key of the explorer's."""

kept: list[object] = []
"""What Windows calls has to live as long as the program does."""


def answer(event: int, leave: Callable[[int], None], wait: Callable[[float], object]) -> bool:
    """Have the app leave, and wait for it; False where the event ends no program."""
    if event not in _ENDING:
        return False
    leave(HUNG_UP)
    wait(_WAITED)
    return True


def leave_when_closed(app: App[Any]) -> None:
    """Hear of the console's end from now on; nothing away from Windows. On the app's loop."""
    if sys.platform != "win32":
        return
    import ctypes

    termination = Termination(app, asyncio.get_running_loop(), lambda: None)

    def asked(event: int) -> bool:
        return answer(event, termination.leave, threading.Event().wait)

    routine = ctypes.WINFUNCTYPE(ctypes.c_bool, ctypes.c_uint)(asked)
    if ctypes.windll.kernel32.SetConsoleCtrlHandler(routine, True):
        kept.append(routine)
