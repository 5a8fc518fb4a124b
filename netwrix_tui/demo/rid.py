"""Record IDs: 17 digits of the UTC time of writing, then 32 hexadecimal digits.

The digits hide the record's index, so that a record is found by its RID without a search.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_MODULUS = 1 << 128
_FACTOR = 0x9E3779B97F4A7C15F39CC0605CEDC835
"""Odd, and so invertible; its multiples look like chance."""
_INVERSE = pow(_FACTOR, -1, _MODULUS)
_FORM = re.compile(r"\d{17}([0-9A-Fa-f]{32})")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DELAY_MS = 5_000
_DELAY_SPREAD_MS = 90_000
LONGEST_DELAY = 95
"""Seconds between When and the writing of a record, at most."""


def rid_of(index: int, moment_ms: int, seed: int) -> str:
    """The RID of the record at ``index``; written up to LONGEST_DELAY after ``moment_ms``."""
    digest = ((index + 1) * _FACTOR + seed * 0xD1B54A32D192ED03) % _MODULUS
    written = moment_ms + _DELAY_MS + digest % _DELAY_SPREAD_MS
    days, rest = divmod(written, 86_400_000)
    seconds, milliseconds = divmod(rest, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{_day(days)}{hour:02}{minute:02}{second:02}{milliseconds:03}{digest:032X}"


def index_in(rid: str, seed: int) -> int | None:
    """The index that a RID names, or None where it cannot be one of this seed's.

    The caller compares the RID of that index: the digits before may be wrong.
    """
    match = _FORM.fullmatch(rid)
    if match is None:
        return None
    digest = int(match[1], 16)
    return (digest - seed * 0xD1B54A32D192ED03) * _INVERSE % _MODULUS - 1


@lru_cache(maxsize=512)
def _day(days: int) -> str:
    return f"{_EPOCH + timedelta(days=days):%Y%m%d}"
