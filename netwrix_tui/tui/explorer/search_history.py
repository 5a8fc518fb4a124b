"""How an explorer comes to searches that are not typed: kept ones, and wider ones."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from functools import cached_property, partial

from textual import events, on
from textual.worker import WorkType

from netwrix_tui.config.directories import state_directory
from netwrix_tui.errors import UsageError
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.zone import LOCAL
from netwrix_tui.searches.kept_searches import KeptSearches
from netwrix_tui.searches.step_words import ROOM
from netwrix_tui.tui.dialogs.notifications import notify_warning
from netwrix_tui.tui.explorer.current_search import ResultsChanged
from netwrix_tui.tui.explorer.navigation import SearchNavigation
from netwrix_tui.tui.explorer.notice import Notice
from netwrix_tui.tui.search.fill_in import ChosenSearch
from netwrix_tui.tui.search.saved_searches import SavedSearchesScreen


class SearchHistory(SearchNavigation):
    """The part of an explorer that offers searches, and remembers which ones were run."""

    @cached_property
    def kept(self) -> KeptSearches:
        """What is saved and what was run lately."""
        name = self.searching.session.remembered_as
        return KeptSearches(state_directory(os.environ) if name else None, name)

    def __init__(self) -> None:
        super().__init__()
        self._seen_last: SearchParameters | None = None
        self._one_at_a_time = asyncio.Lock()
        self._not_remembered = ""
        """Why a search was not remembered, as it was last said."""

    def on_mount(self) -> None:
        work: WorkType[None] = self._read_recent
        self.run_worker(work, group="recent-searches")

    async def _read_recent(self) -> None:
        """Searches of other days, for the query line to go back to."""
        lines = [each.line for each in await asyncio.to_thread(self.kept.recent)]
        notify_warning(self, self.kept.take_trouble())
        for line in lines:
            with suppress(UsageError):
                self.searching.recent.append(plan_of(line, LOCAL))

    def action_searches(self) -> None:
        """The list of ready-made, saved and recent searches."""
        panes = self.panes
        screen = SavedSearchesScreen(
            self.kept, panes.builder.plan, panes.table.zone, self.searching.seen_values
        )
        self.app.push_screen(screen, self._chosen)

    def _chosen(self, chosen: ChosenSearch | None) -> None:
        if chosen is not None:
            self.begin(chosen.plan, words=shortened(chosen.name, ROOM))

    # Wider ones, where nothing was found

    @on(Notice.Chosen)
    def _wider_wanted(self, message: Notice.Chosen) -> None:
        self._widen(message.index)

    def on_key(self, event: events.Key) -> None:
        """A number takes a proposal, wherever the focus is."""
        digit = event.character or ""
        if digit in set("123456789") and self._widen(int(digit) - 1):
            event.stop()

    def _widen(self, index: int) -> bool:
        wider = self.searching.wider if self.panes.notice.choices else []
        if not 0 <= index < len(wider):
            return False
        self.begin(wider[index].plan)
        return True

    # What was run

    @on(ResultsChanged)
    def _search_seen(self) -> None:
        searched = self.searching.parameters
        notice = self.panes.notice
        if notice.choices and self.focused is self.panes.table:
            notice.focus()
        if searched is None or searched is self._seen_last:
            return
        self._seen_last = searched
        plan = SearchPlan.of(*searched.filters)
        if plan != SearchPlan.initial():
            work: WorkType[None] = partial(self._remember, plan)
            self.run_worker(work, group="recent-searches")

    async def _remember(self, plan: SearchPlan) -> None:
        try:
            async with self._one_at_a_time:
                await asyncio.to_thread(self.kept.remember, plan)
        except UsageError as error:
            if error.what != self._not_remembered:  # not after each search
                self._not_remembered = error.what
                notify_warning(self, error.sentence())
