"""Waiting for what another thread or process will have done."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 30.0
"""Seconds after which it is taken never to come."""


def wait_until(holds: Callable[[], bool], what: Callable[[], str] = lambda: "") -> None:
    """Look again and again until it holds; ``what`` tells, where it never does, what is there."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"it never came: {what()}"
        time.sleep(0.01)
