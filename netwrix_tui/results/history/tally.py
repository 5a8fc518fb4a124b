"""QuestionTally of one question: how many records came before, how far they were read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from netwrix_tui.records.epoch import moment_at
from netwrix_tui.records.folded import folded
from netwrix_tui.records.record import Row
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.history.questions import OF_ACCOUNT, QuestionKind, Subject
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.page_guard import Verdict
from netwrix_tui.wire.page import Page


@dataclass(slots=True)
class QuestionTally:
    """Records that answer one question. ``is_whole`` says that all there are have been read.

    ``last`` and ``first`` are the moments of the latest and the earliest that was read, in
    microseconds; ``by`` is who did the latest, and ``accounts`` are how many records each has.
    """

    count: int = 0
    is_whole: bool = False
    last: int | None = None
    first: int | None = None
    by: str = ""
    accounts: Counter[str] = field(default_factory=Counter)
    days: set[date] = field(default_factory=set)
    """Different days on which there was any, by the clock of the zone."""

    def take(self, row: Row, moment: int, day: date | None) -> None:
        """One more record, of a day of the zone."""
        self.count += 1
        if day is not None:
            self.days.add(day)
        self.accounts[folded(row.who)] += 1
        if self.last is None or moment > self.last:
            self.last, self.by = moment, row.who
        if self.first is None or moment < self.first:
            self.first = moment

    @property
    def is_certain(self) -> bool:
        """True where it is known whether there was any."""
        return self.count > 0 or self.is_whole


class Reading:
    """Pages of one question as they come: each record once, tallied with what it also answers."""

    def __init__(self, subject: Subject, kind: QuestionKind) -> None:
        self.kind = kind
        self.mark: str | None = None
        self.pages = 0
        self.read = 0
        """Records that came, those of the record itself and after it, too."""
        self.is_over = False
        self.repeats = False
        self.oldest: int | None = None
        self.is_newest_first = True
        """As far as it was seen."""
        self.largest = 0
        self._subject = subject
        self._walk = Walk()
        self._latest: int | None = None
        kinds = (kind, *OF_ACCOUNT) if kind is QuestionKind.ACCOUNT else (kind,)
        self.tallies: dict[QuestionKind, QuestionTally] = {each: QuestionTally() for each in kinds}
        self.moments: list[int] = []
        """Of the account's records, from which its usual hours are found."""

    def take(self, page: Page) -> list[int]:
        """QuestionTally a page; returns the indices of its records that are new."""
        step = self._walk.take(self.mark, page)
        self.pages += 1
        self.largest = max(self.largest, len(page))
        self.read += len(step.new)
        for index in step.new:
            self._tally(page.rows[index])
        self.repeats = step.verdict is Verdict.REPEATS
        self.is_over = step.verdict is not Verdict.GO_ON
        self.mark = page.mark
        if step.verdict is Verdict.END:
            for tally in self.tallies.values():
                tally.is_whole = True
        return step.new

    def _tally(self, row: Row) -> None:
        moment = timestamp_of(row.when)
        if moment is None:
            return
        if self._latest is not None and moment > self._latest:
            self.is_newest_first = False
        self._latest = moment
        self.oldest = moment if self.oldest is None else min(self.oldest, moment)
        if not self._subject.is_before(moment, row.rid):
            return
        if self.kind is QuestionKind.ACCOUNT:
            self.moments.append(moment)
        shown = moment_at(moment, self._subject.zone.tzinfo)
        day = shown.date() if shown is not None else None
        for kind, tally in self.tallies.items():
            # What the server found by its own rules is what was asked for; it knows no weeks.
            is_asked = kind is self.kind and kind is not QuestionKind.HOUR
            if is_asked or self._subject.holds(kind, row, moment):
                tally.take(row, moment, day)
