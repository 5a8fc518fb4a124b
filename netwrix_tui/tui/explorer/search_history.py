"""History of searches: ready-made, saved and recent ones, and wider ones."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property, partial

from textual.worker import WorkType

from netwrix_tui.config.directories import state_directory
from netwrix_tui.errors import UsageError
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.sequence_pattern import SequencePattern
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.searches.kept_searches import KeptSearches
from netwrix_tui.searches.known_names import KnownNames
from netwrix_tui.searches.search_choices import read_line
from netwrix_tui.searches.step_words import ROOM
from netwrix_tui.tui.dialogs.notifications import notify_warning
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.search.fill_in import ChosenSearch
from netwrix_tui.tui.search.saved_searches import SavedSearchesScreen
from netwrix_tui.tui.session.screen_host import BeginSearch, ScreenHost


class SearchHistory:
    """Searches to choose from, and the record of those that were run."""

    def __init__(
        self,
        host: ScreenHost,
        search: CurrentSearch,
        *,
        plan: Callable[[], SearchPlan],
        zone: Callable[[], ShownZone],
        begin: BeginSearch,
        known: Callable[[], KnownNames] = KnownNames,
    ) -> None:
        """``plan`` is what the builder holds, ``zone`` the one that times are shown in.

        ``known`` are names of people.
        """
        self._known = known
        self._host = host
        self._search = search
        self._plan = plan
        self._zone = zone
        self._begin = begin
        self._last_noted: SearchParameters | None = None
        self._one_at_a_time = asyncio.Lock()
        self.look_for: Callable[[SequencePattern], None] = lambda _: None
        """Shows the sequences of a pattern in what the search finds."""
        self.columns: Callable[[], Sequence[str]] = list
        self.show_columns: Callable[[Sequence[str]], None] = lambda _: None
        """The fields of the columns that are shown, and what shows others."""
        self._not_remembered = ""
        """Why a search was not remembered, as it was last said."""

    @cached_property
    def kept(self) -> KeptSearches:
        """What is saved and what was run lately."""
        name = self._search.session.remembered_as
        return KeptSearches(state_directory(os.environ) if name else None, name)

    def restore(self) -> None:
        """Read searches of other days, for the query line to go back to."""
        work: WorkType[None] = self._read_recent
        self._host.run_worker(work, group="recent-searches")

    async def _read_recent(self) -> None:
        lines = [each.line for each in await asyncio.to_thread(self.kept.recent)]
        notify_warning(self._host, self.kept.take_trouble())
        for line in lines:
            with suppress(UsageError):
                self._search.recent.append(read_line(line, self._zone()))

    def offer(self) -> None:
        """The list of ready-made, saved and recent searches."""
        screen = SavedSearchesScreen(
            self.kept,
            self._plan(),
            self._zone(),
            self._search.seen_values,
            self._known,
            self.columns(),
        )
        self._host.app.push_screen(screen, self._chosen)

    def _chosen(self, chosen: ChosenSearch | None) -> None:
        if chosen is None:
            return
        self._begin(chosen.plan, words=shortened(chosen.name, ROOM))
        if chosen.columns:
            self.show_columns(chosen.columns)
        if chosen.sequence is not None:
            self.look_for(chosen.sequence)

    def widen(self, index: int) -> bool:
        """Search by a proposal of the notice; False where there is no such proposal."""
        wider = self._search.wider
        if not 0 <= index < len(wider):
            return False
        self._begin(wider[index].plan)
        return True

    def widen_by_key(self, key: str) -> bool:
        """Search by the proposal that has a number."""
        return key in set("123456789") and self.widen(int(key) - 1)

    def note_current(self) -> None:
        """Remember the current search, once."""
        searched = self._search.parameters
        if searched is None or searched is self._last_noted:
            return
        self._last_noted = searched
        plan = SearchPlan.of(*searched.filters)
        if plan != SearchPlan.initial():
            work: WorkType[None] = partial(self._remember, plan)
            self._host.run_worker(work, group="recent-searches")

    async def _remember(self, plan: SearchPlan) -> None:
        try:
            async with self._one_at_a_time:
                await asyncio.to_thread(self.kept.remember, plan)
        except UsageError as error:
            if error.what != self._not_remembered:  # not after each search
                self._not_remembered = error.what
                notify_warning(self._host, error.sentence())
