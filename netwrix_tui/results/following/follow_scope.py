"""Scope of a live follow: which records of a loaded search are new, and from when on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from netwrix_tui.clock import utc_at
from netwrix_tui.errors import UsageError
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import END, Span, spans_of
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.following.follower import LATENESS
from netwrix_tui.results.loading.chained_fetcher import page_subset
from netwrix_tui.wire.page import Page

_SECOND = 1_000_000
_LATE = 3_600 * _SECOND
"""How far before the newest loaded record one is looked for that came since it was loaded."""

_TELLING_ROWS = 100
_MOST_LOOKED_THROUGH = 20_000
"""Records, about, that the first look may go through."""
_LEAST_LATENESS = timedelta(minutes=5)

_ROWS_AT_AN_END = 1_000
"""Rows at either end of a store among which its newest and its oldest record are looked for."""

_LONG_AGO = 1_000_000_000 * _SECOND
"""A moment before all auditing: what is older comes of a When that is none."""

_NO_MOMENT = -(1 << 62)


@dataclass(frozen=True, slots=True)
class FollowScope:
    """``parameters`` hold no When; records from ``since`` on are new where they are not loaded.

    ``spans`` are what the search's When leaves, the last of them without its end. ``newest`` is the
    moment above which nothing was there when it began, in microseconds since the epoch; None where
    the order of the records does not tell. ``lateness`` is how far back it looks for latecomers:
    less than a day where so many records come that going through them would take long.
    """

    parameters: SearchParameters
    since: datetime
    spans: tuple[Span, ...]
    newest: int | None = None
    lateness: timedelta = LATENESS

    def fitting(self, page: Page) -> Page:
        """Those records of a page that the search's When takes in, the oldest first."""
        timestamps = [timestamp_of(when) for when in page.column("when")]
        fits = [at for at, moment in enumerate(timestamps) if self._fits(moment)]
        if _falls([moment for moment in timestamps if moment is not None]):
            fits.reverse()
        fits.sort(key=lambda at: _order_key(timestamps[at]))
        return page_subset(page, fits)

    @staticmethod
    def begins(page: Page) -> int:
        """By what pages that came together are put in order: their first moment."""
        return _order_key(timestamp_of(page.column("when")[0]))

    def _fits(self, moment: int | None) -> bool:
        if moment is None:
            return True  # nobody can tell; the server thinks it belongs here
        second = moment // _SECOND
        return any(first <= second <= last for first, last in self.spans)


def scope_of(
    parameters: SearchParameters, store: Store, began: datetime, *, is_all: bool, in_slices: bool
) -> FollowScope:
    """What to follow of a search that began at ``began``, of which the store holds what it brought.

    ``is_all`` is True where that is all there was. Raises UsageError where the search ends in the
    past, so that nothing can come any more.
    """
    when = parameters.named("When")
    spans = spans_of(when, int(began.timestamp()))
    if not spans or spans[-1][1] < int(began.timestamp()):
        raise UsageError(
            "The search ends in the past: no new record can come into it.",
            next_step="Search with another When, such as the last seven days, and follow that.",
        )
    spans[-1] = (spans[-1][0], END)
    is_falling = in_slices or store.arrival_order is ArrivalOrder.NEWEST_FIRST
    since, newest = None, None
    if len(store) and (is_all or is_falling):
        since, newest = _edge(store, int(began.timestamp() * _SECOND), is_all=is_all)
    return FollowScope(
        parameters.without(*when),
        min(since or began, began),
        tuple(spans),
        newest if is_falling else None,
        LATENESS if newest is None else _lateness(store),
    )


def _edge(store: Store, began: int, *, is_all: bool) -> tuple[datetime | None, int | None]:
    """From when on a record is new that is not loaded, and the newest moment that is.

    None where the moments are none. A record that is dated ahead of when it was loaded says nothing
    of the others: what comes is older than the year 2099.
    """
    rows = len(store)
    timestamps = store.timestamps
    last = timestamps[max(0, rows - _ROWS_AT_AN_END) : rows]
    newest = min(began, max(max(timestamps[: min(rows, _ROWS_AT_AN_END)]), max(last)))
    oldest = min(last) + _SECOND
    since = newest - _LATE if is_all else max(oldest, newest - _LATE)
    if not _LONG_AGO < since < END * _SECOND:
        return None, None
    try:
        return utc_at(0) + timedelta(microseconds=since), newest
    except OverflowError:
        return None, None  # a When that nobody lives to see


def _lateness(store: Store) -> timedelta:
    """How far back it can look without going through more records than it should."""
    rows = len(store)
    first, last = store.timestamp(0), store.timestamp(rows - 1)
    if rows < _TELLING_ROWS or first is None or last is None:
        return LATENESS
    span = timedelta(microseconds=abs(first - last))
    return min(LATENESS, max(_LEAST_LATENESS, span * (_MOST_LOOKED_THROUGH / rows)))


def _falls(timestamps: list[int]) -> bool:
    return len(timestamps) > 1 and timestamps[0] > timestamps[-1]


def _order_key(moment: int | None) -> int:
    return _NO_MOMENT if moment is None else moment
