"""Status line above the results: what is loaded, what is under way, what failed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.timer import Timer
from textual.widget import Widget

from netwrix_tui.errors import CertificateNotTrusted, NetwrixTuiError
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder
from netwrix_tui.results.following.live_follow import FollowPhase, FollowState
from netwrix_tui.results.loading.load_rate import Progress
from netwrix_tui.results.loading.pager import PagerPhase, PagerStatus
from netwrix_tui.results.view.sorting import MOST_UNUSUAL, SortKeys
from netwrix_tui.tui.table.follow_controller import SEPARATOR, follow_status
from netwrix_tui.tui.table.table_columns import OF_SERVERS
from netwrix_tui.tui.text.truncation import fit_end

_TICK, _SLOW_TICK = 0.5, 2.0
"""Seconds between two looks at the clock while a page is loading; the other for a slow line."""

_FOLLOW_TICK = 1.0
"""The same while a search is followed; on a slow line the clock does not tick then."""

_LEAST_SENTENCE = 20
"""Cells below which a cut sentence says nothing."""

_SLICES = "in slices of time"

_PARTS = {
    PagerPhase.FAILED: "status-line--failed",
    PagerPhase.LOADING: "status-line--loading",
}


@dataclass(frozen=True, slots=True)
class ServerCount:
    """One of several servers: how many of its records are loaded, and what is wrong, if anything.

    ``trouble`` is in few words with the key that helps: ``failed: certificate changed (F9)``.
    """

    name: str
    loaded: int
    trouble: str = ""

    @property
    def words(self) -> str:
        """``corp 3,000``, ``dmz waits for a password (r)``."""
        count = f" {self.loaded:,}" if self.loaded or not self.trouble else ""
        return f"{self.name}{count}{f' {self.trouble}' if self.trouble else ''}"


@dataclass(frozen=True, slots=True)
class ResultsState:
    """State of the results: the pager's status, and the counts of the table under the line.

    ``joined`` is how many searches the server was asked for it; a word anywhere takes several.
    """

    pager: PagerStatus = field(default_factory=PagerStatus)
    loaded: int = 0
    order: ArrivalOrder = ArrivalOrder.UNKNOWN
    marked: int = 0
    doubles: int = 0
    joined: int = 1
    sort_keys: SortKeys = ()
    hours_are_filtered: bool = False
    """True where the server was asked for more hours than are meant, and they are filtered here."""
    matching: int | None = None
    """How many of the loaded records the quick filter lets through; None without one."""
    filter_doubt: str = ""
    """What may be a slip in the quick filter where it lets nothing through."""
    in_slices: bool = False
    """True where the server is asked in slices of time, the newest first."""
    follow: FollowState | None = None
    """Where its following stands; None while it is not followed."""
    new_above: int = 0
    """Rows that arrived above what the screen shows, since the user was there."""
    looked_at: str = ""
    """The time of day of the last look."""
    of_case: str = ""
    """Where the records come from a case: how many it is that it has, or how far it was come."""
    servers: tuple[ServerCount, ...] = ()
    """Each of several servers; none where one is asked."""
    total: int | None = None
    """How many records match in all, where the source says so."""
    whence: str = ""
    """Up to when an archive answers, and what its server adds."""
    trouble: str = ""
    """What is wrong with the server beside its archive, with the key that helps."""
    at_a_time: int = 1
    """How many requests are under way at a time while everything is loaded."""
    why_not_beside: str = ""
    """Why it is one page after the other where it might be several at a time."""
    is_held: bool = False
    """True where the server was not asked yet for what is behind the records that were kept."""


def status_text(state: ResultsState, now: float, width: int, *, is_ticking: bool = True) -> str:
    """The state in words, at most ``width`` cells; ``now`` is of :func:`time.monotonic`.

    What matters most comes first, and what does not fit is left out from the end, but for the key
    that helps. ``is_ticking`` is False where it is not said again as time passes.
    """
    pager = state.pager
    troubled = [bool(server.trouble) for server in state.servers]
    is_partial = any(troubled) and not all(troubled)  # then each is told with what helps it
    if pager.phase is PagerPhase.FAILED and pager.error is not None and not is_partial:
        return _failed(state, pager.error, width)
    follow = state.follow
    if follow is not None and follow.is_over and follow.error is not None:
        return _failed(state, follow.error, width, "following ended")
    if pager.progress is not None and pager.phase in (PagerPhase.LOADING, PagerPhase.MORE):
        return _joined(_loading_all(state, pager.progress), width)
    if pager.phase is PagerPhase.LOADING:
        parts = [_loading(pager, now), "esc cancels", *_counts(state)]
        if state.in_slices and not state.loaded:
            parts.append(_SLICES)
        return _joined(parts, width)
    if follow is not None:
        clock = "" if is_ticking else state.looked_at
        words = follow_status(follow, now, width, new_above=state.new_above, clock=clock)
        return _joined([*words, *_counts(state)], width)
    if not state.loaded and any(server.trouble for server in state.servers):
        return _joined([server.words for server in state.servers], width)
    if not state.loaded:
        nothing = "no records" if pager.phase is PagerPhase.END else "nothing loaded · f5 searches"
        return _joined([nothing], width)
    return _joined(_counts(state), width)


def _loading(pager: PagerStatus, now: float) -> str:
    elapsed = max(0.0, now - pager.since) if pager.since is not None else 0.0
    minutes, seconds = divmod(int(elapsed), 60)
    took = f"{minutes} min {seconds} s" if minutes else f"{elapsed:.1f} s"
    return f"loading page {pager.pages + 1:,} … {took}"


def _loading_all(state: ResultsState, progress: Progress) -> list[str]:
    parts = ["loading all", _loaded(state)]
    rate = f"{progress.rate:,.0f}/s" if progress.rate >= 1 else ""
    beside = f"{state.at_a_time} at a time" if state.at_a_time > 1 else ""
    if beside or rate:
        parts.append(", ".join(filter(None, (beside, rate))))
    parts += ["L pauses", "esc stops"]
    if progress.left is not None:
        parts.append(f"about {_long(progress.left)} left")
    if state.why_not_beside:
        parts.append(f"one at a time: {state.why_not_beside}")
    return parts


def _long(seconds: float) -> str:
    """A time that nobody knows better than to a few parts of it."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:,.0f} min" if seconds < 5400 else f"{seconds / 3600:,.1f} h"


def _counts(state: ResultsState) -> list[str]:
    if not state.loaded:
        return []
    # While a page loads, or after it failed, there may be more, but nobody knows: it is not said.
    loaded = _loaded(state)
    is_filtered = state.matching is not None
    if state.of_case:
        loaded = state.of_case if not is_filtered else f"{loaded} · {state.of_case}"
    elif state.is_held and not is_filtered:
        loaded += ", as they were left · ↓ at the end asks for more"
    elif state.pager.phase is PagerPhase.END and not is_filtered:
        loaded = f"all {loaded}"
    elif state.total is not None and state.total > state.loaded and not is_filtered:
        loaded += f" of all {state.total:,} that match"
    elif state.pager.phase is PagerPhase.MORE and not is_filtered:
        loaded += ", more available"
    parts = [loaded]
    if state.servers:
        of_servers = [server.words for server in state.servers]
        is_troubled = any(server.trouble for server in state.servers)
        parts = of_servers if is_troubled and not is_filtered else [loaded, *of_servers]
    if state.whence:
        parts.append(state.whence)
    if state.trouble:
        parts.insert(0, state.trouble)
    if state.filter_doubt:
        parts.append(state.filter_doubt)
    if state.joined > 1:
        parts.append(f"{state.joined} searches joined")
    if state.hours_are_filtered:
        parts.append("hours filtered here")
    if state.sort_keys:
        is_unusual = state.sort_keys == MOST_UNUSUAL
        words = f"sorted by {_sort_words(state.sort_keys)}"
        parts.insert(0, "most unusual first" if is_unusual else words)
    elif order := _order(state):
        parts.append(order)
    if state.marked:
        parts.append(f"{state.marked:,} marked")
    if state.doubles:
        parts.append(
            f"{state.doubles:,} {'duplicate' if state.doubles == 1 else 'duplicates'} left out"
        )
    return parts


def _loaded(state: ResultsState) -> str:
    loaded = f"{state.loaded:,} loaded"
    if state.matching is None:
        return loaded
    return f"{state.matching:,} of {loaded} {'matches' if state.matching == 1 else 'match'}"


def _sort_words(sort_keys: SortKeys) -> str:
    titles = {column.field: column.title for column in OF_SERVERS}
    return ", ".join(f"{titles.get(key.field, key.field)} {key.sign}" for key in sort_keys)


def _order(state: ResultsState) -> str:
    if state.servers and state.order is ArrivalOrder.MIXED:
        return "in arrival order"
    if not state.in_slices:
        turned = state.order is ArrivalOrder.OLDEST_FIRST
        return f"{state.order}, N newest first" if turned else state.order.words
    # Within one second, and in records of the very moment, a slice has no order to keep.
    order = ArrivalOrder.NEWEST_FIRST if state.order is ArrivalOrder.UNKNOWN else state.order
    return f"{order.words}, {_SLICES}"


def _failed(state: ResultsState, error: NetwrixTuiError, width: int, what: str = "failed") -> str:
    # A certificate is not for trying again: what is looked at first is what has changed.
    is_distrust = isinstance(error, CertificateNotTrusted)
    key = f"{SEPARATOR}{'F9 to compare' if is_distrust else 'r to retry'}"
    kept = f"{state.loaded:,} loaded stay{SEPARATOR}" if state.loaded else ""
    room = width - len(key) - len(f"{what}: ")
    if room - len(kept) < _LEAST_SENTENCE:
        kept = ""
    sentence = fit_end(error.sentence(), max(1, room - len(kept))).removesuffix(".")
    return fit_end(f"{kept}{what}: {sentence}{key}", max(1, width))


def _part(state: ResultsState) -> str | None:
    if state.follow is not None and state.follow.error is not None:
        return _PARTS[PagerPhase.FAILED]
    if state.trouble or any(server.trouble for server in state.servers):
        return _PARTS[PagerPhase.FAILED]
    return _PARTS.get(state.pager.phase)


def _joined(parts: list[str], width: int) -> str:
    text = parts[0]
    for part in parts[1:]:
        longer = f"{text}{SEPARATOR}{part}"
        if cell_len(longer) > width:
            break
        text = longer
    return fit_end(text, max(1, width))


class StatusLine(Widget):
    """One line with the state of the results, repainted only where that changes.

    Before the first :meth:`show` it says nothing.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = set(_PARTS.values())

    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        color: $text-muted;

        & > .status-line--failed { color: $text-error; }
        & > .status-line--loading { color: $text-accent; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._state: ResultsState | None = None
        self._shown = ""
        self.ticks: Timer | None = None
        self._tick: float | None = None
        self._at_work = ""

    def show_work(self, words: str) -> None:
        """Say what is being done to the loaded records, before anything else; or no more."""
        self._at_work = words
        self._repaint()

    def show(self, state: ResultsState) -> None:
        """Say this from now on."""
        self._state = state
        tick = self._tick_of(state)
        if tick != self._tick:
            if self.ticks is not None:
                self.ticks.stop()
            self._tick = tick
            self.ticks = None if tick is None else self.set_interval(tick, self._repaint)
        self._repaint()

    def _tick_of(self, state: ResultsState) -> float | None:
        if state.pager.phase is PagerPhase.LOADING:
            return _TICK if self._is_lively else _SLOW_TICK
        follow = state.follow
        is_waiting = follow is not None and follow.phase in (
            FollowPhase.WAITING, FollowPhase.MISSED,
        )  # fmt: skip
        return _FOLLOW_TICK if is_waiting and self._is_lively else None

    @property
    def _is_lively(self) -> bool:
        return self.app.animation_level != "none"

    def render(self) -> Text:
        self._shown = self._text()
        part = _part(self._state) if self._state is not None else None
        style = self.get_component_rich_style(part, partial=True) if part else ""
        return Text(self._shown, style=style, no_wrap=True, end="")

    def _repaint(self) -> None:
        if self._text() != self._shown:
            self.refresh()

    def _text(self) -> str:
        if self._state is None:
            return ""
        width = self.content_size.width
        if self._at_work:
            return _joined([self._at_work, *_counts(self._state)], width)
        return status_text(self._state, time.monotonic(), width, is_ticking=self._is_lively)
