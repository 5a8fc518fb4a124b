"""Display of the current search: status line, notice, breadcrumbs, errors."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from netwrix_tui.clock import now
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.doubts import ONLY_REVIEWED, absence, doubts
from netwrix_tui.records.sentence import sentence
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.following.live_follow import FollowState, live_follow_of
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.searches.trail import Trail
from netwrix_tui.searches.widening import Widening
from netwrix_tui.tui.dialogs.notifications import notify_error
from netwrix_tui.tui.explorer.breadcrumbs import Breadcrumbs, Crumb, Trace
from netwrix_tui.tui.explorer.error_recovery import ErrorRecovery
from netwrix_tui.tui.explorer.notice import Notice
from netwrix_tui.tui.explorer.source_total import Whence
from netwrix_tui.tui.explorer.status_line import ResultsState, ServerCount, StatusLine
from netwrix_tui.tui.explorer.top_bar import TopBar
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.session.session import Session
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.view_window import HEADER


def empty_state(
    loaded: LoadedSearch, session: Session, zone: ShownZone, recovery: ErrorRecovery
) -> str:
    """Why a search has no records on the screen; ``recovery`` names the way on after an error."""
    status = loaded.status
    live = live_follow_of(loaded)
    if live is not None and not live.state.is_over:
        return "No records yet. New ones appear here as they arrive; F pauses, esc ends that."
    if status.phase is PagerPhase.FAILED and status.error is not None:
        told = recovery.told(status.error)
        return f"{told.sentence()}\n\n{recovery.way(status.error)}"
    if status.phase is PagerPhase.END:
        words = sentence(loaded.parameters, zone)
        filters = loaded.parameters.filters
        slips = " ".join(filter(None, [*doubts(filters), absence(filters)]))
        # The demo's own account may read everything.
        only = f" {ONLY_REVIEWED}" if session.settings is not None else ""
        return (
            f"No records.{' ' if slips else ''}{slips}\n\n"
            f"The search was: {words}, on {session.server} as {session.account}.{only}"
        )
    if status.phase is PagerPhase.LOADING:
        asking = f"Asking {session.server} for the first records …"
        return f"{asking}\n\n{loaded.lateness}" if loaded.lateness else asking
    return "Nothing was loaded. F5 searches."


class SearchDisplay:
    """Widgets around the table, updated to a search."""

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        status: StatusLine,
        notice: Notice,
        crumbs: Breadcrumbs,
        top_bar: TopBar,
        recovery: ErrorRecovery,
    ) -> None:
        self._host = host
        self._table = table
        self._status = status
        self._notice = notice
        self._crumbs = crumbs
        self._top_bar = top_bar
        self._recovery = recovery
        self._notified: NetwrixTuiError | None = None

    def show_trail(self, trail: Trail[LoadedSearch]) -> None:
        """Bring the line of breadcrumbs up to the trail."""
        crumbs = tuple(Crumb(step.label, step.held is not None) for step in trail.steps)
        self._crumbs.trace = Trace(crumbs, max(0, trail.position), len(trail.cut))

    def show_status(
        self,
        loaded: LoadedSearch,
        wider: Sequence[Widening],
        of_case: str = "",
        total: int | None = None,
        whence: Whence | None = None,
    ) -> None:
        """The status line, and the notice where there is nothing to show in the table."""
        table, notice, store = self._table, self._notice, loaded.store
        live = live_follow_of(loaded)
        follow = live.state if live is not None else None
        pager = loaded.status
        if pager.error is not None:
            pager = replace(pager, error=self._recovery.told(pager.error))
        self._status.show(
            ResultsState(
                pager=pager,
                loaded=len(store),
                order=store.arrival_order,
                marked=len(table.marks),
                doubles=store.duplicates,
                joined=loaded.joined,
                sort_keys=table.view.sort_keys,
                hours_are_filtered=loaded.hours_are_filtered,
                matching=len(table.view) if table.view.quick_filter else None,
                filter_doubt="" if len(table.view) else table.view.quick_filter.doubt,
                in_slices=loaded.in_slices,
                follow=follow,
                new_above=table.new_above,
                looked_at=self._polled_at(follow),
                of_case=of_case,
                total=total,
                whence=whence.words if whence is not None else "",
                trouble=whence.trouble if whence is not None else "",
                is_held=loaded.holds,
                at_a_time=loaded.at_a_time,
                why_not_beside=loaded.why_not_beside,
                servers=self._servers(loaded),
            )
        )
        self._notify_failure(loaded)
        if loaded.status.pages:
            self._top_bar.connected = True
        self._top_bar.missing = self._top_bar.session.missing()
        self._top_bar.failed = tuple(each.name for each in loaded.servers if each.error is not None)
        notice.text = (
            ""
            if len(store)
            else empty_state(loaded, self._top_bar.session, table.zone, self._recovery)
        )
        notice.choices = tuple(way.words for way in wider)
        # Not by a class: all styles of the table would be looked up again for it. Nor again and
        # again: a height that is taken away lays the screen out, whether there was one or not.
        if notice.display is bool(len(store)):
            notice.display = not len(store)
            table.styles.height = None if len(store) else HEADER

    def _servers(self, loaded: LoadedSearch) -> tuple[ServerCount, ...]:
        if not self._top_bar.session.parts:
            return ()  # none, or the one beside its archive
        counts = dict(loaded.store.column("server").top(len(loaded.servers) + 1))
        return tuple(
            ServerCount(each.name, counts.get(each.name, 0), self._recovery.short(each))
            for each in loaded.servers
        )

    def _notify_failure(self, loaded: LoadedSearch) -> None:
        """Say a failure in full once, where the notice has no place: the status line cuts it."""
        error = loaded.status.error if loaded.status.phase is PagerPhase.FAILED else None
        if error is self._notified:
            return
        # What was said before is of a search that went on, or of the failure that is over.
        self._host.app.clear_notifications()
        if error is not None and len(loaded.store):
            notify_error(self._host, self._recovery.told(error), self._recovery.way(error))
        self._notified = error

    def _polled_at(self, follow: FollowState | None) -> str:
        if follow is None or follow.looked is None:
            return ""
        ago = timedelta(seconds=time.monotonic() - follow.looked)
        return f"{now(self._table.zone.tzinfo) - ago:%H:%M:%S}"
