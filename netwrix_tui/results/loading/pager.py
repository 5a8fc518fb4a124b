"""Pager of a search: follows continuation marks, one page at a time, none before it is needed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.loading.chained_fetcher import page_subset
from netwrix_tui.results.loading.load_rate import LoadRate, Progress
from netwrix_tui.results.loading.mark_walk import OfEachSearch
from netwrix_tui.results.loading.page_guard import PageGuard, Verdict
from netwrix_tui.results.loading.search_keeper import SearchKeeper
from netwrix_tui.results.loading.unexpected_error import as_error
from netwrix_tui.wire.page import Follows, Page

_NEAR = 200
"""Rows to the end of what is loaded at which the next page is fetched: two tall screens or more."""


class PagerPhase(StrEnum):
    """Where a search stands."""

    IDLE = "idle"  # nothing was loaded, and nothing is under way
    LOADING = "loading"
    MORE = "more"  # at rest, and the server has more
    END = "end"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PagerStatus:
    """``pages`` have been loaded; ``since`` is when the page under way was asked for.

    ``since`` is in seconds of :func:`time.monotonic`, None unless loading. ``error`` says why the
    phase is FAILED, None in any other. ``progress`` is there while everything is being loaded.
    """

    phase: PagerPhase = PagerPhase.IDLE
    pages: int = 0
    since: float | None = None
    error: NetwrixTuiError | None = None
    progress: Progress | None = None


class Pager:
    """Loads the pages of one search into its store, as far as they are wanted.

    Everything but :attr:`status`, :meth:`announce` and :meth:`end` belongs to the loop's thread.
    ``fetch`` gets a page by its mark (None: the first); ``changed`` is called after each change of
    the status or the store. ``page_size`` is how many records a page is asked for, 0 if unknown.
    ``earliest`` is the second since the epoch at which the search begins, None if it does not.
    """

    def __init__(
        self,
        fetch: Callable[[str | None], Awaitable[Page]],
        store: Store,
        changed: Callable[[], None],
        page_size: int = 0,
        earliest: int | None = None,
        keeper: SearchKeeper | None = None,
    ) -> None:
        self._keeper = keeper
        self._follows = Follows.ASKED
        self._earliest = earliest
        self.newest: int | None = None
        """Once a search is followed: the moment above which a record arrived since; or None."""
        self._load_rate: LoadRate | None = None
        self._page_size = page_size
        self._short = False
        self._made_sure = False
        self._fetch = fetch
        self._store = store
        self._changed = changed
        self._status = PagerStatus()
        self._mark: str | None = None
        self._largest = 0
        self._guard = PageGuard()
        self._came = OfEachSearch()
        self._wanted = -1
        self._task: asyncio.Task[None] | None = None
        self._gate = Lock()
        self._ended = False

    @property
    def status(self) -> PagerStatus:
        """Where the search stands; to be read from any thread."""
        return self._status

    @property
    def holds(self) -> bool:
        """True where nothing more is fetched before :meth:`next`."""
        return self._follows is Follows.HELD and self._status.phase is not PagerPhase.END

    def announce(self) -> None:
        """Say that the first page is being loaded, ahead of the loop's coming round to it."""
        self._status = PagerStatus(PagerPhase.LOADING, since=time.monotonic())

    def want(self, row: int) -> None:
        """The user looks as far as this row: load what that takes, and one page ahead."""
        self._wanted = max(self._wanted, row)
        if self._status.phase is not PagerPhase.FAILED:
            self._go_on()

    def next(self) -> None:
        """Load a page, wanted or not, unless one is under way or all are there.

        After a failure, the page that failed.
        """
        self._release()
        self._wanted = max(self._wanted, len(self._store) - 1, 0)
        self._go_on()

    def load_all(self) -> None:
        """Load page after page to the end; after a failure, from the page that failed on."""
        self._release()
        if self._load_rate is None:
            self._load_rate = LoadRate(self._earliest)
        self._go_on()

    def pause(self) -> None:
        """Load no more than the page that is under way; :meth:`load_all` goes on."""
        self._wanted, self._load_rate = -1, None
        self._set(replace(self._status, progress=None))

    def cancel(self) -> None:
        """Stop loading. What is there stays; :meth:`want` or :meth:`next` goes on."""
        self._wanted, self._load_rate = -1, None
        if self._task is not None:
            self._task.cancel()

    def end(self) -> None:
        """From any thread: neither the store nor the status changes after this returns."""
        with self._gate:
            self._ended = True

    def resume(self) -> None:
        """From any thread: take an ended search up again, at the page that it was to get next.

        Nothing is asked for by this alone.
        """
        with self._gate:
            self._ended = False
            if self._status.phase is PagerPhase.LOADING:
                pages = self._status.pages
                self._status = PagerStatus(PagerPhase.MORE if pages else PagerPhase.IDLE, pages)

    def _release(self) -> None:
        if self._follows is Follows.HELD:
            self._follows = Follows.ASKED

    def _go_on(self) -> None:
        if self._task is None and not self._ended and self._is_due():
            self._task = asyncio.get_running_loop().create_task(self._load())
            self._task.add_done_callback(self._wound_up)

    def _wound_up(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() or self._task not in (task, None):
            return
        self._task = None
        pages = self._status.pages
        self._set(PagerStatus(PagerPhase.MORE if pages else PagerPhase.IDLE, pages))
        # It may be wanted again already, since before the request had wound up.
        self._go_on()

    def _is_due(self) -> bool:
        """True where the wanted row is so near to the end that the next page has to come.

        "Near" never means more than a page: that row's page and one beyond it are the most. After
        a short page there is probably nothing more: asking once makes that certain.
        """
        if self._status.phase is PagerPhase.END or self._follows is not Follows.ASKED:
            return self._status.phase is PagerPhase.MORE and self._follows is Follows.AT_HAND
        if self._load_rate is not None:
            return True
        if self._wanted < 0:
            return False
        near = min(max(_NEAR, self._largest // 4), self._largest)
        return self._short or self._wanted >= len(self._store) - near

    async def _load(self) -> None:
        try:
            while self._is_due() and await self._load_page():
                pass
        finally:
            self._task = None

    async def _load_page(self) -> bool:
        """Load the next page; returns whether it went well and there is more."""
        pages = self._status.pages
        now = time.monotonic()
        if not self._set(PagerStatus(PagerPhase.LOADING, pages, now, progress=self._progress(now))):
            return False
        try:
            self._take(await self._fetch(self._mark))
        except Exception as error:  # noqa: BLE001 - any error has to reach the screen
            self._set(PagerStatus(PagerPhase.FAILED, pages, error=as_error(error)))
        return self._status.phase is PagerPhase.MORE

    def _take(self, page: Page) -> None:
        with self._gate:
            if self._ended:
                return
            new = self._append(page)
            self._status = self._after(page, new)
            self._follows = page.follows
            if self._status.phase is PagerPhase.END:
                self._load_rate = None
        self._changed()

    def _append(self, page: Page) -> int:
        """Append a page. Behind its end a mark yields what arrived since: that goes on top."""
        if self.newest is not None:
            timestamps = list(map(timestamp_of, page.column("when")))
            late = [at for at, moment in enumerate(timestamps) if moment and moment > self.newest]
            if late:
                rest = sorted(set(range(len(page))).difference(late))
                newer = page_subset(page, late[::-1])
                return self._append_kept(page_subset(page, rest), page.mark) + self._append_kept(
                    newer, by_following=True
                )
        return self._append_kept(page, page.mark, by_following=page.by_following)

    def _append_kept(
        self, page: Page, mark: str | None = None, *, by_following: bool = False
    ) -> int:
        new = self._store.append(page, by_following=by_following)
        if self._keeper is not None and page.answers and not page.is_filed:
            self._keeper.took(page, mark, by_following=by_following)
        return new

    def append_followed(self, page: Page) -> int:
        """Append records that came by following; returns how many are new. Raises StorageFull.

        Nothing is appended once the search is over.
        """
        with self._gate:
            new = 0 if self._ended else self._append_kept(page, by_following=True)
        if new:
            self._changed()
        return new

    def _after(self, page: Page, new: int) -> PagerStatus:
        pages = self._status.pages + 1
        # A server may have a bound of its own: after the first page only its own pages count.
        too_short = len(page) < (self._largest or self._page_size)
        self._short = too_short and not self._made_sure
        self._made_sure = too_short
        self._largest = max(self._largest, len(page))
        fresh = self._fresh(page, new)
        has_forgotten = self._came.has_forgotten
        verdict = self._guard.judge(self._mark, page, fresh, has_forgotten=has_forgotten)
        if verdict is Verdict.END:
            return PagerStatus(PagerPhase.END, pages)
        if verdict is Verdict.REPEATS:
            return PagerStatus(PagerPhase.FAILED, pages, error=self._guard.error())
        self._mark = page.mark
        return PagerStatus(PagerPhase.MORE, pages, progress=self._status.progress)

    def _fresh(self, page: Page, new: int) -> int:
        """How many records of a page this search had not sent before, ``new`` being the store's.

        The store knows them all, but for those without a RID. It also has what other searches
        found, where several are joined, and what arrived by following: that is known apart then.
        """
        if page.search or self.newest is not None:
            return self._came.take(page).fresh
        rids = page.column("rid")
        if "" not in rids:
            return new
        without = [index for index, rid in enumerate(rids) if not rid]
        return new - len(without) + self._came.take(page_subset(page, without)).fresh

    def _progress(self, now: float) -> Progress | None:
        if self._load_rate is None:
            return None
        store = self._store
        # What arrived on top says nothing of how far the loading has come.
        is_paged = len(store) and len(store) - 1 not in store.followed
        falls = is_paged and store.arrival_order is ArrivalOrder.NEWEST_FIRST
        self._load_rate.note(now, len(store), store.timestamp(len(store) - 1) if falls else None)
        return self._load_rate.progress()

    def _set(self, status: PagerStatus) -> bool:
        with self._gate:
            if self._ended:
                return False
            self._status = status
        self._changed()
        return True
