"""Controller of what is unusual: fetches the baseline that it is found against, and says so."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.columnstore.timestamps import QUARTER
from netwrix_tui.results.history.baseline_reading import (
    BaselineReading,
    baseline_search,
    spans_before,
)
from netwrix_tui.results.loading.chained_fetcher import Fetch
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.results.loading.unexpected_error import as_error
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.results.view.baseline import DAYS, Baseline
from netwrix_tui.tui.answers.history_controller import bounds_of
from netwrix_tui.tui.dialogs.notifications import notify_information
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.session.session import Session
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.sort_filter_controller import SortFilterController

_AGAIN = "The record says why; ! again returns."


class AnsweredSearch(Protocol):
    """Current search, as far as it is asked about."""

    @property
    def session(self) -> Session:
        """Where searches go, and as whom."""

    @property
    def plan(self) -> SearchPlan:
        """Its plan."""

    @property
    def parameters(self) -> SearchParameters | None:
        """What was searched for; None before the first search."""

    @property
    def phase(self) -> PagerPhase:
        """Where the loading stands."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a baseline is for: the records of a store, of which the earliest is of that quarter."""

    store: Store
    first: int


class UnusualController:
    """Turns the most unusual records up, and fetches what they are compared with, one at a time."""

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        worker: ApiWorker,
        sort_filter: SortFilterController,
        search: AnsweredSearch,
    ) -> None:
        self._host = host
        self._table = table
        self._worker = worker
        self._sort_filter = sort_filter
        self._search = search
        self._asked: Future[None] | None = None
        self._reading: BaselineReading | None = None
        self._of: _Subject | None = None
        sort_filter.stop_beside = self._stop

    def show_unusual(self) -> None:
        """The most unusual first, and say what that means; or as it was."""
        if not self._sort_filter.turn_unusual():
            self._stop()
            return
        subject = self._subject()
        if subject is not None and subject != self._of:
            self._begin(subject)
        elif self._reading is not None and self._asked is None:
            self._say(self._reading)

    def catch_up(self) -> None:
        """More has been loaded: where that is of earlier times, another baseline is wanted."""
        of = self._of
        if of is not None and of.store is not self._table.store:
            self._let_go()
        if not self._sort_filter.is_by_unusual or self._search.phase is not PagerPhase.END:
            return  # each page of a search would be another baseline to read
        subject = self._subject()
        if subject is not None and subject != self._of:
            self._begin(subject)

    def end(self) -> None:
        """The screen is left."""
        self._let_go()

    def _subject(self) -> _Subject | None:
        quarters = self._table.store.quarters
        return _Subject(self._table.store, min(quarters.copy())) if quarters else None

    def _let_go(self) -> None:
        self._stop()
        self._of = self._reading = None
        self._sort_filter.use_baseline(None)

    def _begin(self, subject: _Subject) -> None:
        self._stop()
        parameters = self._search.parameters
        if parameters is None:
            return
        quarters = subject.store.quarters.copy()
        first, last = subject.first * QUARTER, (max(quarters) + 1) * QUARTER
        spans, same_hours = spans_before(first, last, self._table.zone)
        reading = BaselineReading(spans, same_hours=same_hours)
        self._of, self._reading = subject, reading
        if not spans:
            self._done(reading)
            return
        wanted, size = baseline_search(parameters, spans), self._worker.page_size
        bounds = bounds_of(self._search.session)

        def make(ask: Ask) -> Fetch:
            return SearchFetcher(ask, wanted, size)

        def tell() -> None:
            self._host.call_later(partial(self._show_progress, reading))

        async def work(ask: Ask) -> None:
            try:
                await reading.read(ask, make, tell, bounds)
            except Exception as error:  # noqa: BLE001 - any error has to reach the screen
                reading.error = as_error(error)
            finally:
                self._host.call_later(partial(self._done, reading))

        self._asked = self._worker.run_alongside(work)
        self._show_progress(reading)

    def _stop(self) -> bool:
        """End what is read; False where nothing is."""
        if self._asked is None:
            return False
        self._asked.cancel()
        self._asked = None
        self._sort_filter.show_beside("")
        return True

    def _show_progress(self, reading: BaselineReading) -> None:
        if reading is self._reading and self._asked is not None:
            read = f" · {records_words(len(reading.store))}" if len(reading.store) else ""
            self._sort_filter.show_beside(f"reading the {DAYS} days before{read} · esc stops")

    def _done(self, reading: BaselineReading) -> None:
        if reading is not self._reading:
            return  # nobody asks for it any more
        self._asked = None
        self._sort_filter.show_beside("")
        baseline = reading.baseline()
        self._sort_filter.use_baseline(baseline)
        if self._sort_filter.is_by_unusual:
            self._say(reading, baseline)

    def _say(self, reading: BaselineReading, baseline: Baseline | None = None) -> None:
        notify_information(self._host, self._words(reading, baseline or reading.baseline()))

    def _words(self, reading: BaselineReading, baseline: Baseline) -> str:
        day = self._sort_filter.working_day
        hours = f"H outside {day.words} ({day.zone.name})"
        if not baseline.days:
            return (
                f"Most unusual first, by bursts (B) and hours alone ({hours}): there is no "
                f"baseline, {_why_none(reading)}. Nothing is called new. {_AGAIN}"
            )
        not_all = f" Not all was read: {reading.why_stopped}." if reading.why_stopped else ""
        return (
            f"Most unusual first, against {baseline.words} ({records_words(len(baseline.store))} "
            f"read): B burst of changes, N new, {hours}. A small letter: usual for "
            f"this account.{not_all} {_AGAIN}"
        )


def _why_none(reading: BaselineReading) -> str:
    """Why there is nothing to compare with."""
    if reading.error is not None:
        return f"as the source could not be asked: {str(reading.error).rstrip('.')}"
    if not len(reading.store) and not reading.why_stopped:
        return f"as the source has no record of the {DAYS} days before"
    return reading.why_stopped or "as its records come in no known order"
