"""Patience with a server that leaves one question after the other unanswered: told, and bounded.

A search that takes the server too long is asked for in slices of time, each narrower. A server that
hangs answers none of them: without a bound on all of it, it is waited for by the hour.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic

from netwrix_tui.errors import NetwrixTuiError, ServerSilent
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.time_sliced_fetcher import Ask, took_too_long
from netwrix_tui.wire.page import Page

LONGEST = 600.0
"""Seconds without any answer after which a page is given up: twice the longest silence within one
answer, so that the search as a whole and the newest hour of it get their time."""

_MINUTE = 60


class Patience:
    """Asks a server, and adds up how long it has been silent since it answered last."""

    def __init__(self, ask: Ask, longest: float = LONGEST) -> None:
        self._ask = ask
        self.longest = longest
        """Seconds without any answer after which a page is given up."""
        self._silent = 0.0
        self._counted_to = 0.0
        self._unanswered = 0
        self.told: Callable[[str], None] | None = None
        """Called with the sentence when it is first to be said of a page."""
        self.sentence = ""
        """What is to be said of the page that is asked for; empty while the server answers."""

    def begin(self) -> None:
        """Another page is asked for, which gets the whole time anew."""
        self._silent, self._unanswered, self.sentence = 0.0, 0, ""

    async def ask(self, parameters: SearchParameters, mark: str | None) -> Page:
        """The answer to one of the page's questions. Raises ServerSilent where the time is over."""
        began = monotonic()
        left = max(0.0, self.longest - self._silent)
        try:
            async with asyncio.timeout(left) as bound:
                page = await self._ask(parameters, mark)
        except TimeoutError as error:
            if not bound.expired():
                raise
            self._unanswered += 1
            raise self._given_up() from error
        except NetwrixTuiError as error:
            if not took_too_long(error):
                raise
            # Of several at a time, the time that they wait together counts once.
            ended = monotonic()
            self._silent += ended - max(began, self._counted_to)
            self._counted_to = ended
            self._unanswered += 1
            if self._silent >= self.longest:
                raise self._given_up() from error
            if mark is None:
                self._tell(error)
            raise
        self.begin()
        return page

    def _tell(self, error: NetwrixTuiError) -> None:
        if self.sentence:
            return
        self.sentence = (
            f"{error.what} It is asked in slices of time now, the newest first; "
            f"given up after {_words(self.longest)} without an answer."
        )
        if self.told is not None:
            self.told(self.sentence)

    def _given_up(self) -> ServerSilent:
        questions = "question" if self._unanswered == 1 else "questions"
        return ServerSilent(
            f"The server gave no answer within {_words(self.longest)}, to {self._unanswered:,} "
            f"{questions}.",
            cause="Each asked for less than the one before: its service or its SQL Server hangs, "
            "or something in between holds the answers back.",
            next_step="Look at the Netwrix Auditor services and at SQL Server there, and try "
            "again; netwrix-tui doctor asks for a single record.",
        )


def _words(seconds: float) -> str:
    return f"{seconds / _MINUTE:g} min" if seconds >= _MINUTE else f"{seconds:g} s"
