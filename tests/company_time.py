"""When it is for the demo's company, its server, the explorer and the tests: no test sees the hour.

A run begins at the same moment, whenever it is started; NETWRIX_TUI_TESTS_AT names another. Tests
that are about a moment set the clock themselves, for a server with ``DemoServers.fresh(at=…)``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from netwrix_tui.clock import VARIABLE, shift_to

BEGIN = "2026-11-18T12:20Z"
"""A Wednesday. No zone that is in use has midnight in the half hour that follows."""


def set_clock() -> None:
    """Sets the clock for this process and its children, unless it has been set for them."""
    moment = os.environ.get("NETWRIX_TUI_TESTS_AT", BEGIN)
    os.environ.setdefault(VARIABLE, shift_to(datetime.fromisoformat(moment)))


@contextmanager
def usual_time() -> Iterator[None]:
    """For records with fixed times: it is some days after them, whatever the run's moment is.

    How a time is written depends on whether its year is this one.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(VARIABLE, shift_to(datetime.fromisoformat(BEGIN)))
        yield
