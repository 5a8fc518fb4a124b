"""Tour of one minute: a step at a time, each waiting until the user has done it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace
from rich.text import Text
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import WorkType

from netwrix_tui.config.directories import state_directory
from netwrix_tui.errors import UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.json_store import KeptFile
from netwrix_tui.tui.actions.key_map import key_map_of
from netwrix_tui.tui.dialogs.notifications import notify_information, notify_warning
from netwrix_tui.tui.explorer.actions import ACTIONS
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.explorer.help_screen import HelpScreen
from netwrix_tui.tui.record.record_viewer import RecordViewer
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.text.footer import FooterLine

_END = "{explorer.back} on the list ends the tour · {explorer.tour} begins it again"


@dataclass(frozen=True, slots=True)
class TourView:
    """State of the explorer that the tour looks at, all of one moment."""

    row: int
    in_table: bool
    in_record: bool
    in_help: bool
    searches: int
    marks: int


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step; ``is_done`` compares the state now with that when the tour began.

    So what was done ahead of a step is not asked for again. ``words`` name keys by the ids of
    their actions.
    """

    words: str
    is_done: Callable[[TourView, TourView], bool]


STEPS: tuple[TourStep, ...] = (
    TourStep(
        "Each line is something that somebody did: when, who, what, where. Press {table.down} to "
        "walk down.",
        lambda was, now: now.row != was.row,
    ),
    TourStep(
        "Press {table.open} to read the record under the cursor: all its fields, before and after.",
        lambda was, now: now.in_record,
    ),
    TourStep("Press {explorer.back} to go back to the list.", lambda was, now: now.in_table),
    TourStep(
        "Now find something out. Press {explorer.searches}, type privileged, press enter, and "
        "enter once more.",
        lambda was, now: now.searches != was.searches and now.in_table,
    ),
    TourStep(
        "Somebody came into Domain Admins at night, and went out again: {table.open} shows who. "
        "Press {table.mark} on a line to mark it.",
        lambda was, now: now.marks > was.marks,
    ),
    TourStep(
        "{explorer.copy} copies what is marked for a ticket, {explorer.builder} changes the "
        "search. Press {explorer.keys} to see all keys.",
        lambda was, now: now.in_help,
    ),
)


class TourPanel(Widget):
    """Panel with the next step. It takes no focus: the keys go where they always go."""

    DEFAULT_CSS = """
    TourPanel { height: auto; padding: 0 1; border-top: heavy $accent; background: $panel; }
    """

    words: reactive[str] = reactive("", layout=True)
    place: reactive[str] = reactive("")
    end: reactive[str] = reactive("")

    def render(self) -> Text:
        """The step, and how the tour is left."""
        return Text.assemble(
            (f"Tour {self.place}  ", "bold"), self.words, "\n", (self.end, "dim"), overflow="fold"
        )


DEMO = "demo"
"""What is remembered for the demo is remembered under this name, which no profile can have."""

_LOOKS = 0.2
"""Seconds between two looks at what the user has done."""


class ShownFile(ExtensibleStruct, frozen=True):
    tour: bool = False


class TourController:
    """Controller of the tour, which begins by itself in the first demo."""

    def __init__(
        self,
        screen: Screen[None],
        table: ResultsTable,
        viewer: RecordViewer,
        search: CurrentSearch,
    ) -> None:
        self._screen = screen
        self._table = table
        self._viewer = viewer
        self._search = search
        self._step = 0
        self.last_view: TourView | None = None
        self._timer: Timer | None = None

    @property
    def is_under_way(self) -> bool:
        """True from its first sentence to its last."""
        return self._timer is not None

    def begin_once(self) -> None:
        """Begin by itself, where it never has."""
        work: WorkType[None] = self._begin_once
        self._screen.run_worker(work, group="tour")

    def begin(self) -> None:
        """Begin the tour, or begin it again."""
        self.end()
        self._screen.mount(TourPanel(), before=self._screen.query_one(FooterLine))
        self.last_view = None
        self._timer = self._screen.set_interval(_LOOKS, self._check_step)
        self._begin_step(0)

    async def _begin_once(self) -> None:
        file = KeptFile(state_directory(os.environ) / "shown.json", ShownFile)
        if (await asyncio.to_thread(file.read)).tour:
            return
        self.begin()
        try:
            await asyncio.to_thread(file.change, lambda shown: replace(shown, tour=True))
        except UsageError as error:
            notify_warning(self._screen, error.sentence())  # it is shown once more, no harm done

    def _begin_step(self, step: int) -> None:
        self._step = step
        for panel in self._screen.query(TourPanel):
            panel.words = self._told(STEPS[step].words)
            panel.end = self._told(_END)
            panel.place = f"{step + 1} of {len(STEPS)}"

    def _told(self, words: str) -> str:
        return key_map_of(self._screen.app).told(words, ACTIONS)

    def _check_step(self) -> None:
        now = self._view
        was = self.last_view
        if was is None:
            if len(self._table.store):
                self.last_view = now
            return
        if not STEPS[self._step].is_done(was, now):
            return
        if self._step + 1 < len(STEPS):
            self._begin_step(self._step + 1)
        else:
            self.end()
            words = self._told("That was the tour. {explorer.tour} begins it again.")
            notify_information(self._screen, words)

    @property
    def _view(self) -> TourView:
        return TourView(
            row=self._table.cursor_row,
            in_table=self._table.has_focus,
            in_record=self._viewer.has_focus_within,
            in_help=isinstance(self._screen.app.screen, HelpScreen),
            searches=len(self._search.trail.steps),
            marks=len(self._table.marks),
        )

    def end(self) -> None:
        """Take the tour off the screen."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._screen.query(TourPanel).remove()
