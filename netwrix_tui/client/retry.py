"""Retry policy: reads are repeated after a broken connection or a busy server, writes never.

A write may have been stored before its connection broke; sent again it would be there twice.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from netwrix_tui.errors import ConnectionLost, NetwrixTuiError, ServerRefused

T = TypeVar("T")

_BUSY = frozenset({502, 503})
"""Not 504: what took too long once takes as long again. Results ask for less at a time instead."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often, and after how many seconds: ``first_pause`` doubles up to ``longest_pause``.

    Each pause is drawn from its upper half, so that many clients do not come back together. After
    ``longest_in_all`` seconds nothing is tried again: a server that hangs before it fails would be
    waited for as often as it is tried.
    """

    tries: int = 3
    first_pause: float = 0.5
    longest_pause: float = 8.0
    longest_in_all: float = 120.0

    def pause(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row."""
        longest: float = min(self.longest_pause, self.first_pause * 2 ** (failures - 1))
        return longest * random.uniform(0.5, 1.0)  # noqa: S311  # spreads load, keeps no secret


async def read_with_retries(read: Callable[[], Awaitable[T]], policy: RetryPolicy) -> T:
    """The outcome of a read, tried again as the policy says. Cancelling ends a pause at once.

    What cannot be mended by trying again is raised at once: a refused account, a refused search,
    a server that cannot be reached at all.
    """
    began = time.monotonic()
    for failures in range(1, policy.tries):
        try:
            return await read()
        except (ConnectionLost, ServerRefused) as error:
            is_late = time.monotonic() - began >= policy.longest_in_all
            if is_late or not _may_pass(error):
                raise
        await asyncio.sleep(policy.pause(failures))
    return await read()


def _may_pass(error: NetwrixTuiError) -> bool:
    return not isinstance(error, ServerRefused) or error.status in _BUSY
