"""Merged fetcher: one search over several servers, page by page, under marks of its own.

Each server has its own marks, pace and errors. Their records are put into one order by When, as
long as each sends the newest first (:mod:`netwrix_tui.results.loading.ordered_merge`). One that
fails or is slow holds up nobody: the others go on without it, and what it brings later comes then.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from time import monotonic

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.results.loading.chained_fetcher import Fetch, page_subset
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.ordered_merge import OrderedMerge, joined_pages
from netwrix_tui.results.loading.page_guard import Verdict
from netwrix_tui.results.loading.unexpected_error import as_error
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

GRACE = 2.0
"""Seconds that the others wait for a server's page before they go on without it."""

_SIZE = 1_000
"""Records of a page where nobody says how many."""

_MARK = "merged "


class ServerPhase(StrEnum):
    """Where one of several servers stands."""

    RESTING = "resting"  # it has answered, or was not asked yet
    ASKED = "asked"
    FAILED = "failed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ServerState:
    """Where a server stands in a search; ``error`` says why it is FAILED.

    ``since`` is when it was asked, in seconds of :func:`time.monotonic`; None unless ASKED.
    ``is_late`` is True where the others went on without it.
    """

    name: str
    phase: ServerPhase
    error: NetwrixTuiError | None = None
    since: float | None = None
    is_late: bool = False


@dataclass(slots=True)
class _Lane:
    name: str
    fetch: Fetch
    number: int
    mark: str | None = None
    walk: Walk = field(default_factory=Walk)
    task: asyncio.Task[Page] | None = None
    asked: float = 0.0
    was_late: bool = False
    """True where its last page took longer than the others wait."""
    is_late: bool = False
    error: NetwrixTuiError | None = None
    is_over: bool = False

    @property
    def state(self) -> ServerState:
        if self.error is not None:
            return ServerState(self.name, ServerPhase.FAILED, self.error)
        if self.task is not None:
            return ServerState(self.name, ServerPhase.ASKED, since=self.asked, is_late=self.is_late)
        return ServerState(self.name, ServerPhase.ENDED if self.is_over else ServerPhase.RESTING)


class MergedFetcher:
    """Fetches the pages of a search from several servers, by their names. An instance is a
    ``Fetch``.

    It goes ahead page by page: a mark leads to the next page, and the last page can be had once
    more. Where nothing is left but servers that failed, the error of one of them is raised, which
    names it; asked again, they are tried again. ``page_size`` is how many records a page should
    have, 0 if unknown; at most two pages of each server are held. Their records name it.
    ``grace`` is how many seconds the others wait for one.
    """

    def __init__(
        self, fetches: Mapping[str, Fetch], page_size: int = 0, *, grace: float = GRACE
    ) -> None:
        self._merge = OrderedMerge()
        self._lanes = [_Lane(name, fetch, self._merge.open()) for name, fetch in fetches.items()]
        self._size = page_size or _SIZE
        self._grace = grace
        self._news = asyncio.Event()
        self._is_asked = False
        self._has_raised = False
        self._rest: deque[Page] = deque()
        self._given: tuple[str | None, Page] | None = None
        self._pages = 0
        self.on_change: Callable[[], None] = lambda: None
        """Called where the state of a server has changed."""
        self.on_late: Callable[[], None] = lambda: None
        """Called where a page came that nobody waited for any more: it is there to be fetched."""

    @property
    def states(self) -> tuple[ServerState, ...]:
        """Where each server stands, in their order; to be read from any thread."""
        return tuple(lane.state for lane in self._lanes)

    async def __call__(self, mark: str | None) -> Page:
        """The page behind a mark; without a mark, or empty, it is the last."""
        if self._given is not None and self._given[0] == mark:
            return self._given[1]
        if self._has_raised:
            self.retry()
        self._is_asked = True
        try:
            page = await self._next()
        except asyncio.CancelledError:
            self.cancel()
            raise
        finally:
            self._is_asked = False
        self._pages += 1
        is_last = self._merge.is_over and not self._rest
        self._given = mark, replace(page, mark=None if is_last else f"{_MARK}{self._pages}")
        return self._given[1]

    def retry(self) -> None:
        """Ask those servers again that failed, with the next page."""
        self._has_raised = False
        for lane in self._lanes:
            if lane.error is not None:
                lane.error = None
                self._merge.wait_for(lane.number, waits=True)

    def cancel(self) -> None:
        """Give up what is being asked; the next page asks for it again."""
        for lane in self._lanes:
            if lane.task is not None:
                lane.task.cancel()
                lane.task = None

    async def _next(self) -> Page:
        if self._rest:
            return self._rest.popleft()
        parts: list[Page] = []
        size = 0
        while size < self._size:
            part = self._merge.take(self._size - size)
            if part is not None:
                parts.append(part)
                size += len(part)
                continue
            self._ask()
            asked = [lane for lane in self._lanes if lane.task is not None]
            if not asked or (parts and all(lane.is_late for lane in asked)):
                break
            await self._wait(asked, has_some=bool(parts))
        if not parts:
            self._raise_failure()
            return Page(WireFormat.JSON, [], [])
        first, *rest = joined_pages(parts)
        self._rest.extend(rest)
        return first

    def _raise_failure(self) -> None:
        error = next((lane.error for lane in self._lanes if lane.error is not None), None)
        if error is not None:
            self._has_raised = True
            raise error

    def _ask(self) -> None:
        """Ask the servers that hold little: while one is waited for, others can be, too."""
        wanting = self._merge.wanting(self._size // 2 + 1)
        for lane in self._lanes:
            if lane.number in wanting and lane.task is None and lane.error is None:
                lane.asked = monotonic()
                lane.is_late = lane.was_late
                self._merge.wait_for(lane.number, waits=not lane.was_late)
                lane.task = asyncio.ensure_future(_page(lane.fetch, lane.mark))
                lane.task.add_done_callback(partial(self._came, lane))
        self.on_change()

    async def _wait(self, asked: list[_Lane], *, has_some: bool) -> None:
        """Wait until a server has answered, or has had its time while others have something."""
        prompt = [lane for lane in asked if not lane.is_late]
        others_have = has_some or any(self._merge.held(lane.number) for lane in self._lanes)
        left: float | None = None
        if prompt and others_have:
            due = min(lane.asked for lane in prompt) + self._grace
            left = max(0.0, due - monotonic())
        self._news.clear()
        try:
            await asyncio.wait_for(self._news.wait(), left)
        except TimeoutError:
            for lane in prompt:
                if lane.task is not None and monotonic() - lane.asked >= self._grace:
                    lane.is_late = lane.was_late = True
                    self._merge.wait_for(lane.number, waits=False)
            self.on_change()

    def _came(self, lane: _Lane, task: asyncio.Task[Page]) -> None:
        if lane.task is not task:
            if not task.cancelled():
                task.exception()  # of a request that was given up
            return
        lane.task = None
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            self._take(lane, task.result())
        elif isinstance(error, Exception):
            self._failed(lane, as_error(error))
        lane.was_late = monotonic() - lane.asked >= self._grace
        lane.is_late = False
        self._news.set()
        self.on_change()
        if not self._is_asked and self._merge.held(lane.number):
            self.on_late()

    def _take(self, lane: _Lane, page: Page) -> None:
        step = lane.walk.take(lane.mark, page)
        if step.verdict is Verdict.REPEATS:
            self._failed(lane, lane.walk.error())
            return
        if page.search and len(step.new) < len(page):
            # Of several joined searches, a record that another one found is no double.
            page = page_subset(page, step.new)
        self._merge.put(lane.number, page)
        lane.mark = page.mark
        if step.verdict is Verdict.END:
            lane.is_over = True
            self._merge.end(lane.number)

    def _failed(self, lane: _Lane, error: NetwrixTuiError) -> None:
        error.server = lane.name
        lane.error = error
        self._merge.wait_for(lane.number, waits=False)


async def _page(fetch: Fetch, mark: str | None) -> Page:
    return await fetch(mark)


def is_merged_mark(mark: str) -> bool:
    """Whether a mark is of a merged search: it is good for the one that gave it alone."""
    return mark.startswith(_MARK)
