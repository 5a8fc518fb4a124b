"""Table of the explorer's actions: each with the controller method that does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from textual.app import App

from netwrix_tui.tui.counts.controller import CountsController
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.explorer.navigation import SearchNavigation
from netwrix_tui.tui.explorer.profile_switch import ProfileSwitch
from netwrix_tui.tui.explorer.search_history import SearchHistory
from netwrix_tui.tui.explorer.tour import TourController
from netwrix_tui.tui.notes.controller import NotesController
from netwrix_tui.tui.notes.marks_controller import MarksController
from netwrix_tui.tui.output.copy_controller import CopyController
from netwrix_tui.tui.output.save_controller import SaveController
from netwrix_tui.tui.search.body_preview_controller import BodyPreviewController
from netwrix_tui.tui.table.columns_controller import ColumnsController
from netwrix_tui.tui.table.follow_controller import FollowController
from netwrix_tui.tui.write.controller import WriteController


class Controllers(Protocol):
    """Controllers of the explorer, as its actions see it."""

    navigation: SearchNavigation
    current_search: CurrentSearch
    history: SearchHistory
    copying: CopyController
    saving: SaveController
    notes: NotesController
    marks: MarksController
    counts: CountsController
    columns: ColumnsController
    body_preview: BodyPreviewController
    follow: FollowController
    writing: WriteController
    profile_switch: ProfileSwitch
    tour: TourController

    @property
    def app(self) -> App[Any]:
        """The application."""

    def switch_zone(self) -> None:
        """Local time or UTC."""

    def explain_keys(self) -> None:
        """The help."""


ACTION_METHODS: dict[str, Callable[[Controllers], object]] = {
    "search": lambda of: of.navigation.search(),
    "query": lambda of: of.navigation.edit_line(),
    "builder": lambda of: of.navigation.edit_search(),
    "searches": lambda of: of.history.offer(),
    "trail_back": lambda of: of.navigation.step(-1),
    "trail_forward": lambda of: of.navigation.step(1),
    "copy": lambda of: of.copying.copy(),
    "copy_as": lambda of: of.copying.choose_format(),
    "copy_cell": lambda of: of.copying.copy_cell(),
    "plain": lambda of: of.copying.show_plain(),
    "save": lambda of: of.saving.ask(),
    "columns": lambda of: of.columns.choose(),
    "zone": lambda of: of.switch_zone(),
    "retry": lambda of: of.navigation.retry(),
    "quick_filter": lambda of: of.navigation.edit_filter(),
    "facets": lambda of: of.counts.toggle_facets(),
    "timeline": lambda of: of.counts.toggle_timeline(),
    "preview": lambda of: of.body_preview.toggle(),
    "wire": lambda of: of.body_preview.switch_wire(),
    "newest": lambda of: of.navigation.toggle_newest_first(),
    "profile": lambda of: of.marks.leave(lambda: of.saving.leave(of.profile_switch.choose)),
    "follow": lambda of: of.follow.toggle(),
    "load_all": lambda of: of.current_search.load_all(),
    "write": lambda of: of.writing.begin(),
    "note": lambda of: of.notes.ask_note(),
    "marked": lambda of: of.notes.show_marked(),
    "compare": lambda of: of.notes.compare(),
    "theme": lambda of: of.app.action_theme(),  # type: ignore[attr-defined]
    "back": lambda of: of.navigation.back(),
    "keys": lambda of: of.explain_keys(),
    "tour": lambda of: of.tour.begin(),
    "marks_back": lambda of: of.marks.bring_back(),
    "quit": lambda of: of.marks.leave(lambda: of.saving.leave(of.app.exit)),
}
"""By the name of the action."""


def _has_records(of: Controllers) -> bool:
    return len(of.current_search.store) > 0


CAN_BE_DONE: dict[str, Callable[[Controllers], bool]] = {
    "retry": lambda of: of.navigation.can_retry,
    "newest": _has_records,
    "trail_back": lambda of: of.current_search.trail.has(-1),
    "trail_forward": lambda of: of.current_search.trail.has(1),
    "save": lambda of: _has_records(of) or of.saving.is_busy,
    **dict.fromkeys(("copy", "copy_as", "copy_cell", "plain", "note", "compare"), _has_records),
}
"""When an action can be done; one that is not here always can."""


def action_method(method: Callable[[Controllers], object]) -> Callable[[Controllers], None]:
    """The method of the screen that Textual calls for an action."""

    def act(of: Controllers) -> None:
        method(of)  # what it returns is not waited for: it may be a dialog

    return act
