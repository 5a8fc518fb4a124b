"""The end of the terminal is the end of the program: a dropped line leaves nothing running.

Usually the system says so by a signal. A terminal can also go away silently (its owner was
killed, the program was started detached from it): reading from it then brings nothing, again and
again, and the program would ask for ever.
"""

from __future__ import annotations

import select
import sys
import threading
from collections.abc import Callable


def when_gone(tell: Callable[[], None]) -> None:
    """Call ``tell``, on a thread of its own, when the terminal is gone."""
    if sys.platform == "linux":  # elsewhere it cannot be polled
        threading.Thread(target=_watch, args=(tell,), name="terminal", daemon=True).start()


def _watch(tell: Callable[[], None]) -> None:
    poll = select.poll()
    # No event is asked for: a hang-up is told all the same, and nothing else.
    poll.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, 0)
    poll.poll()
    tell()
