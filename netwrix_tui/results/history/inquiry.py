"""Inquiry: asks the source about the past of one record, within so many requests and seconds.

All records of the account within the days before are read where they are few: they answer four
questions at once, and tell its usual hours. Where they are many, each question is asked by itself:
whether there was anything at all is known from the first page then, how much only if it is little.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.history.questions import (
    OF_ACCOUNT,
    Question,
    QuestionKind,
    Subject,
    questions_of,
)
from netwrix_tui.results.history.tally import QuestionTally, Reading
from netwrix_tui.results.loading.time_sliced_fetcher import Ask

REQUESTS, SECONDS = 10, 10.0
"""Bounds of one asking; another one may go on where it stopped."""

_MOST_PAGES = 5
"""Pages of an account's records that are worth reading for all questions about it."""

_MOST_KEPT = 20_000
"""Records of the object that are kept, for what undid the record."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one asking may take."""

    requests: int = REQUESTS
    seconds: float = SECONDS


class Inquiry:
    """What is asked about one record, and what has come. It belongs to the thread that asks.

    ``page_size`` is how many records a page is asked for. ``objects`` holds what came of the
    record's object.
    """

    def __init__(self, subject: Subject, page_size: int) -> None:
        self.subject = subject
        self.questions: dict[QuestionKind, Question] = questions_of(subject)
        self.readings: dict[QuestionKind, Reading] = {}
        self.requests = 0
        self.seconds = 0.0
        self.error: NetwrixTuiError | None = None
        self.why_stopped = ""
        """Why not everything was read, in words; empty where it was."""
        self.objects = Store()
        self._page_size = page_size or 1000

    @property
    def read(self) -> int:
        """How many records came, in all answers."""
        return sum(reading.read for reading in self.readings.values())

    @property
    def account_is_whole(self) -> bool:
        """True where all records of the account in the days before were read."""
        tally = self._tally_of(QuestionKind.ACCOUNT, QuestionKind.ACCOUNT)
        return tally is not None and tally.is_whole

    def tally(self, kind: QuestionKind) -> QuestionTally | None:
        """What is known of a question: from the records of the account, or from its own search."""
        from_account = self._tally_of(QuestionKind.ACCOUNT, kind)
        own = self._tally_of(kind, kind)
        if from_account is not None and from_account.is_whole:
            return from_account
        if own is not None and (own.is_certain or from_account is None):
            return own
        return from_account if from_account is not None and from_account.is_certain else own

    @property
    def is_due(self) -> bool:
        """True where asking on would tell more."""
        return self._next(thorough=True) is not None

    async def ask(
        self, ask: Ask, told: Callable[[], None], bounds: Bounds, *, thorough: bool = False
    ) -> None:
        """Ask until all is known, or a bound is reached; ``told`` is called after each page.

        What is known to have happened often is counted to the end only by a ``thorough`` asking.
        Errors are kept in ``error``. A cancelled one may be asked on.
        """
        began, asked = monotonic(), 0
        self.error, self.why_stopped = None, ""
        try:
            while (reading := self._next(thorough=thorough)) is not None:
                left = bounds.seconds - (monotonic() - began)
                if asked >= bounds.requests:
                    self.why_stopped = f"stopped after {asked} requests"
                    break
                if left <= 0:
                    self.why_stopped = f"stopped after {bounds.seconds:.0f} s"
                    break
                asked += 1
                self.requests += 1
                await self._page(ask, reading, left)
                told()
        except TimeoutError:
            self.why_stopped = f"stopped after {bounds.seconds:.0f} s"
        except asyncio.CancelledError:
            self.why_stopped = "stopped by esc"
            raise
        except NetwrixTuiError as error:
            self.error = error
            self.why_stopped = "stopped by an error"
        finally:
            self.seconds += monotonic() - began
        told()

    async def _page(self, ask: Ask, reading: Reading, seconds: float) -> None:
        plan = self.questions[reading.kind].plan
        assert plan is not None  # noqa: S101 - what cannot be asked is not read
        async with asyncio.timeout(seconds):
            page = await ask(plan.parameters(), reading.mark)
        reading.take(page)
        if reading.kind is QuestionKind.OBJECT and len(self.objects) < _MOST_KEPT:
            self.objects.append(page)

    def _next(self, *, thorough: bool) -> Reading | None:
        """What is to be asked next; None where nothing is left to know."""
        for kinds in self._turns(thorough=thorough):
            for kind in kinds:
                reading = self._reading(kind)
                if reading is not None and not reading.is_over:
                    return reading
        return None

    def _turns(self, *, thorough: bool) -> Iterable[tuple[QuestionKind, ...]]:
        """What is asked, the most important first; each goes on until it is answered."""
        account, own = QuestionKind.ACCOUNT, QuestionKind.OBJECT
        reads_account = self.questions[account].plan is not None and self._is_worth_reading()
        kinds = (own,) if reads_account else (*OF_ACCOUNT, own)
        if reads_account:
            yield (account,)
        # Whether there was any comes before how many there were.
        yield tuple(kind for kind in kinds if not self._is_known(kind))
        yield tuple(kind for kind in kinds if not self._is_certain(kind))
        yield tuple(kind for kind in kinds if self._seems_few(kind))
        if self.subject.changes and self._pages(own) < _MOST_PAGES:
            yield (own,)
        if thorough:
            yield kinds
            yield (account,)

    def _is_worth_reading(self) -> bool:
        """True as long as the records of the account seem to be few pages."""
        reading = self.readings.get(QuestionKind.ACCOUNT)
        if reading is None or reading.is_over:
            return True
        if reading.largest < self._page_size and reading.pages < _MOST_PAGES:
            return True  # a short page is mostly the last
        if reading.oldest is None or not reading.is_newest_first:
            return reading.pages < _MOST_PAGES
        span = self.subject.end - self.subject.start
        so_far = max(1, self.subject.end - reading.oldest)
        return span * reading.pages <= _MOST_PAGES * so_far

    def _is_known(self, kind: QuestionKind) -> bool:
        tally = self.tally(kind)
        return tally is not None and tally.is_certain

    def _is_certain(self, kind: QuestionKind) -> bool:
        reading = self.readings.get(kind)
        return reading is not None and (reading.is_over or reading.tallies[kind].is_certain)

    def _seems_few(self, kind: QuestionKind) -> bool:
        """True where one answer more is likely to end it."""
        reading = self.readings.get(kind)
        return reading is not None and reading.pages == 1 and reading.largest < self._page_size

    def _pages(self, kind: QuestionKind) -> int:
        reading = self.readings.get(kind)
        return reading.pages if reading is not None else 0

    def _reading(self, kind: QuestionKind) -> Reading | None:
        if self.questions[kind].plan is None:
            return None
        if kind not in self.readings:
            self.readings[kind] = Reading(self.subject, kind)
        return self.readings[kind]

    def _tally_of(self, asked: QuestionKind, kind: QuestionKind) -> QuestionTally | None:
        reading = self.readings.get(asked)
        return reading.tallies.get(kind) if reading is not None else None
