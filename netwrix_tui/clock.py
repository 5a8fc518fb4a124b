"""What time it is, for the explorer, the commands and the demo server alike.

``NETWRIX_TUI_CLOCK`` in the environment shifts it for a process and its children: ``+9h``,
``-30d``, ``+90m``, or seconds as ``-86400``; without it, and with anything else in it, it is the
machine's time. It is for tests and demonstrations: certificates and sign-in go by the machine's
own clock.
"""

from __future__ import annotations

import os
import re
import time
from datetime import UTC, datetime, timedelta, tzinfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

VARIABLE = "NETWRIX_TUI_CLOCK"

_SHIFT = re.compile(r"([+-]\d{1,10}(?:\.\d{1,6})?)([smhd]?)", re.ASCII)
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}
_FARTHEST = 200 * 366 * 86_400
"""Seconds: so far from now that no calendar ends on the way."""


def epoch() -> float:
    """Seconds since 1970-01-01 00:00 UTC."""
    return time.time() + shift()


def utc_at(seconds: float) -> datetime:
    """The moment so many seconds after 1970-01-01 00:00 UTC, or before it.

    Unlike :meth:`datetime.fromtimestamp`, which raises OSError before 1970 on Windows.
    """
    return _EPOCH + timedelta(seconds=seconds)


def now(zone: tzinfo = UTC) -> datetime:
    """The moment, with its zone."""
    return utc_at(epoch()).astimezone(zone)


def local_now() -> datetime:
    """The moment in the machine's own zone, with the offset that it has then."""
    return now().astimezone()


def shift() -> float:
    """How many seconds the clock is ahead of the machine's."""
    match = _SHIFT.fullmatch(os.environ.get(VARIABLE, ""))
    seconds = float(match[1]) * _SECONDS[match[2]] if match else 0.0
    return seconds if abs(seconds) <= _FARTHEST else 0.0


def shift_to(moment: datetime) -> str:
    """The value of ``NETWRIX_TUI_CLOCK`` with which it is ``moment`` now."""
    return f"{moment.timestamp() - time.time():+.3f}"
