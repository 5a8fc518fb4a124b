"""The tour of one minute: it says one thing, waits until the user has done it, says the next."""

from __future__ import annotations

import asyncio
import os
from functools import partial

from msgspec.structs import replace
from textual import events
from textual.timer import Timer
from textual.worker import WorkType

from netwrix_tui.config.directories import state_directory
from netwrix_tui.errors import UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.json_store import KeptFile
from netwrix_tui.tui.dialogs.notifications import notify_information, notify_warning
from netwrix_tui.tui.explorer.help_screen import HelpScreen
from netwrix_tui.tui.explorer.navigation import BUILDER_OPEN, RECORD_OPEN
from netwrix_tui.tui.explorer.search_history import SearchHistory
from netwrix_tui.tui.explorer.tour_panel import TourPanel
from netwrix_tui.tui.explorer.tour_steps import STEPS, TourView
from netwrix_tui.tui.text.footer import FooterLine

DEMO = "demo"
"""What is remembered for the demo is remembered under this name, which no profile can have."""

_LOOKS = 0.2
"""Seconds between two looks at what the user has done."""


class _Shown(ExtensibleStruct, frozen=True):
    tour: bool = False


class TourController(SearchHistory):
    """The part of an explorer that shows a newcomer around: by itself in the first demo."""

    def __init__(self) -> None:
        super().__init__()
        self._tour_step = 0
        self._tour_was: TourView | None = None
        self._tour_timer: Timer | None = None

    def on_mount(self) -> None:
        if self.searching.session.remembered_as == DEMO:
            work: WorkType[None] = partial(self._tour_once)
            self.run_worker(work, group="tour")

    def action_tour(self) -> None:
        """Begin the tour, or begin it again."""
        self._end_tour()
        self.mount(TourPanel(), before=self.query_one(FooterLine))
        self._tour_was = None
        self._tour_timer = self.set_interval(_LOOKS, self._look)
        self._begin_step(0)

    def on_key(self, event: events.Key) -> None:
        """Escape ends the tour, where there is nothing else to step back from."""
        if event.key != "escape" or self._tour_timer is None:
            return
        covered = self.has_class(RECORD_OPEN) or self.has_class(BUILDER_OPEN)
        if not covered and self.focused in (self.panes.table, self.panes.notice):
            event.stop()
            event.prevent_default()
            self._end_tour()

    async def _tour_once(self) -> None:
        file = KeptFile(state_directory(os.environ) / "shown.json", _Shown)
        if (await asyncio.to_thread(file.read)).tour:
            return
        self.action_tour()
        try:
            await asyncio.to_thread(file.change, lambda shown: replace(shown, tour=True))
        except UsageError as error:
            notify_warning(self, error.sentence())  # it is shown once more, no harm done

    def _begin_step(self, step: int) -> None:
        self._tour_step = step
        for panel in self.query(TourPanel):
            panel.words = STEPS[step].words
            panel.place = f"{step + 1} of {len(STEPS)}"

    def _look(self) -> None:
        now = self._tour_view()
        was = self._tour_was
        if was is None:
            if len(self.panes.table.store):
                self._tour_was = now
            return
        if not STEPS[self._tour_step].is_done(was, now):
            return
        if self._tour_step + 1 < len(STEPS):
            self._begin_step(self._tour_step + 1)
        else:
            self._end_tour()
            notify_information(self, "That was the tour. F1 begins it again.")

    def _tour_view(self) -> TourView:
        panes = self.panes
        return TourView(
            row=panes.table.cursor_row,
            in_table=panes.table.has_focus,
            in_record=panes.viewer.has_focus_within,
            in_help=isinstance(self.app.screen, HelpScreen),
            searches=len(self.searching.trail.steps),
            marks=len(panes.table.marks),
        )

    def _end_tour(self) -> None:
        if self._tour_timer is not None:
            self._tour_timer.stop()
            self._tour_timer = None
        self.query(TourPanel).remove()
