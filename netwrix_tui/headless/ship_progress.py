"""How far shipping has come: records, rate, and lag (how old the latest shipped record is)."""

from __future__ import annotations

import time

from netwrix_tui import clock
from netwrix_tui.headless.messages import Messages
from netwrix_tui.records.amounts import records_words
from netwrix_tui.shipping.delivery import Delivery

_REPORT = 60.0
"""Seconds between two lines where standard error is no terminal, as in a unit's journal."""

_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60


class ShipProgress:
    """Tells of one delivery: on a line of a terminal, else on a line a minute."""

    def __init__(self, delivery: Delivery, messages: Messages) -> None:
        self._delivery = delivery
        self._messages = messages
        self._began = time.monotonic()
        self._next = self._began + _REPORT
        self._reported = 0

    def line(self) -> str:
        """``shipping · 12,000 stored · 810/s · lag 4 s``."""
        delivery = self._delivery
        if delivery.trouble:
            return f"{delivery.trouble} · {delivery.tally.settled:,} shipped"
        return f"shipping · {self._words()}"

    def look(self) -> None:
        """Say where it stands, now and then, where nobody sees the line."""
        now = time.monotonic()
        settled = self._delivery.tally.settled
        if self._messages.has_progress or now < self._next or settled == self._reported:
            return
        self._next, self._reported = now + _REPORT, settled
        self._messages.say(f"{self._words()}.")

    def summary(self) -> list[str]:
        """What became of all, in a sentence."""
        if not self._delivery.tally.settled:
            return ["No record was shipped."]
        return [f"{self._words()}."]

    def _words(self) -> str:
        tally = self._delivery.tally
        seconds = max(time.monotonic() - self._began, 0.001)
        parts = [f"{records_words(tally.stored)} stored"]
        if tally.there:
            parts.append(f"{tally.there:,} were there")
        if tally.rejected:
            parts.append(f"{tally.rejected:,} rejected")
        if tally.doubtful:
            parts.append(f"{tally.doubtful:,} in doubt")
        parts.append(f"{tally.settled / seconds:,.0f}/s")
        if tally.latest is not None:
            behind = max(clock.epoch() - tally.latest / 1_000_000, 0.0)
            parts.append(f"lag {_span(behind)}")
        return " · ".join(parts)


def _span(seconds: float) -> str:
    """``4 s``, ``12 min``, ``3 h``, ``40 d``."""
    for unit, name in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= 2 * unit:
            return f"{seconds / unit:,.0f} {name}"
    return f"{seconds:,.0f} s"
