"""When it is for the demo's company, its server, the explorer and the tests: no test sees the hour.

A run begins at the same moment, whenever it is started; NETWRIX_TUI_TESTS_AT names another. Tests
that are about a moment set the clock themselves, for a server with ``DemoServers.fresh(at=…)``.
"""

from __future__ import annotations

import os
from datetime import datetime

from netwrix_tui.clock import VARIABLE, shift_to

BEGIN = "2026-11-18T12:20Z"
"""A Wednesday. No zone that is in use has midnight in the half hour that follows."""


def set_clock() -> None:
    """Sets the clock for this process and its children, unless it has been set for them."""
    moment = os.environ.get("NETWRIX_TUI_TESTS_AT", BEGIN)
    os.environ.setdefault(VARIABLE, shift_to(datetime.fromisoformat(moment)))
