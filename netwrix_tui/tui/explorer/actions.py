"""The explorer's actions: keys that work everywhere, each with its words and what it does.

Keys of one pane stand in the ``actions.py`` of the pane's room, and what they do in the pane's
widget, as ``action_<name>``; :data:`ACTIONS` joins them all for footer, help and palette.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from netwrix_tui.tui.actions.action import Action, Pane
from netwrix_tui.tui.counts.actions import COUNTS_ACTIONS
from netwrix_tui.tui.record.actions import RECORD_ACTIONS
from netwrix_tui.tui.search.actions import SEARCH_ACTIONS
from netwrix_tui.tui.sql.actions import SQL_ACTIONS
from netwrix_tui.tui.summary.actions import SUMMARY_ACTIONS
from netwrix_tui.tui.table.actions import TABLE_ACTIONS
from netwrix_tui.tui.write.actions import WRITE_ACTIONS

if TYPE_CHECKING:
    from textual.app import App

    from netwrix_tui.tui.answers.controller import AnswersController
    from netwrix_tui.tui.case.controller import CaseController
    from netwrix_tui.tui.case.evidence_controller import EvidenceController
    from netwrix_tui.tui.counts.controller import CountsController
    from netwrix_tui.tui.explorer.case_navigation import CaseNavigation
    from netwrix_tui.tui.explorer.current_search import CurrentSearch
    from netwrix_tui.tui.explorer.handover import HandoverController
    from netwrix_tui.tui.explorer.names_controller import NamesController
    from netwrix_tui.tui.explorer.navigation import SearchNavigation
    from netwrix_tui.tui.explorer.profile_switch import ProfileSwitch
    from netwrix_tui.tui.explorer.search_history import SearchHistory
    from netwrix_tui.tui.explorer.tour import TourController
    from netwrix_tui.tui.explorer.zone_controller import ZoneController
    from netwrix_tui.tui.notes.controller import NotesController
    from netwrix_tui.tui.output.copy_controller import CopyController
    from netwrix_tui.tui.output.save_controller import SaveController
    from netwrix_tui.tui.output.user_commands import UserCommandsController
    from netwrix_tui.tui.search.body_preview_controller import BodyPreviewController
    from netwrix_tui.tui.sql.controller import SqlController
    from netwrix_tui.tui.summary.controller import SummaryController
    from netwrix_tui.tui.table.columns_controller import ColumnsController
    from netwrix_tui.tui.table.follow_controller import FollowController
    from netwrix_tui.tui.table.sort_filter_controller import SortFilterController
    from netwrix_tui.tui.write.controller import WriteController


class Controllers(Protocol):
    """Controllers of the explorer, as its actions see it."""

    navigation: SearchNavigation
    current_search: CurrentSearch
    history: SearchHistory
    copying: CopyController
    saving: SaveController
    notes: NotesController
    counts: CountsController
    answers: AnswersController
    sql: SqlController
    summary: SummaryController
    handover: HandoverController
    user_commands: UserCommandsController
    columns: ColumnsController
    body_preview: BodyPreviewController
    follow: FollowController
    sort_filter: SortFilterController
    writing: WriteController
    profile_switch: ProfileSwitch
    tour: TourController
    zones: ZoneController
    names: NamesController
    case: CaseController
    evidence: EvidenceController
    case_navigation: CaseNavigation

    @property
    def app(self) -> App[Any]:
        """The application."""

    def explain_keys(self) -> None:
        """The help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorerAction(Action):
    """An action that works everywhere: what it does, and when it can be done."""

    do: Callable[[Controllers], object]
    when: Callable[[Controllers], bool]

    def method(self) -> Callable[[Controllers], None]:
        """The method of the screen that Textual calls for it."""

        def act(of: Controllers) -> None:
            self.do(of)  # what it returns is not waited for: it may be a dialog

        return act


def _always(_: Controllers) -> bool:
    return True


def _has_records(of: Controllers) -> bool:
    return len(of.current_search.store) > 0


def _leads_on(of: Controllers) -> bool:
    trail = of.current_search.trail
    return trail.has(1) or bool(trail.cut)


def _back(of: Controllers) -> None:
    """One step back: to the rows of SQL that led to a record, else within the explorer."""
    if not of.sql.come_back():
        of.navigation.back()


def _leave_marks(of: Controllers, leave: Callable[[], None]) -> None:
    """Leave, after what is to be said of marks that nothing keeps, and of files being written."""
    of.navigation.marks.leave(
        lambda: of.saving.leave(lambda: of.evidence.leave(leave)), are_kept=of.case.keeps
    )


def _everywhere(
    name: str,
    keys: str,
    words: str,
    label: str = "",
    key_display: str = "",
    *,
    do: Callable[[Controllers], object],
    when: Callable[[Controllers], bool] = _always,
) -> ExplorerAction:
    return ExplorerAction(
        pane=Pane.EXPLORER, name=name, keys=keys, help=words, label=label,
        key_display=key_display, do=do, when=when,
    )  # fmt: skip


EVERYWHERE: tuple[ExplorerAction, ...] = (
    _everywhere("search", "f5", "Search again with the filters as they are", "search",
                do=lambda of: of.navigation.search()),
    _everywhere("query", "colon", "Type the search as one line", key_display=":",
                do=lambda of: of.navigation.edit_line()),
    _everywhere("builder", "b", "Edit the search", "edit",
                do=lambda of: of.navigation.edit_search()),
    _everywhere("searches", "f6", "Ready-made, saved and recent searches", "find",
                do=lambda of: of.history.offer()),
    _everywhere("names", "I", "The other names of a person: search all of them", key_display="I",
                do=lambda of: of.names.show()),
    _everywhere("trail_back", "less_than_sign,alt+left",
                "Back to the search before, as it was left", key_display="<",
                do=lambda of: of.navigation.step(-1),
                when=lambda of: of.current_search.trail.has(-1)),
    _everywhere("trail_forward", "greater_than_sign,alt+right",
                "Forward to the search that you came back from; at the end of the trail, to one "
                "that a new search cut off", key_display=">",
                do=lambda of: of.navigation.step(1),
                when=_leads_on),
    _everywhere("copy", "c", "Copy the open record, or the marked, or this one", "copy",
                do=lambda of: of.copying.copy(), when=_has_records),
    _everywhere("copy_as", "C", "Copy as text, Markdown, JSON, XML or CSV", key_display="C",
                do=lambda of: of.copying.choose_format(), when=_has_records),
    _everywhere("copy_cell", "y", "Copy the cell under the cursor",
                do=lambda of: of.copying.copy_cell(), when=_has_records),
    _everywhere("copy_command", "Y", "Copy this view as a command, for somebody else",
                key_display="Y", do=lambda of: of.handover.copy_command()),
    _everywhere("user_commands", "vertical_line",
                "Run a command of yours on the marked records, else on this one", key_display="|",
                do=lambda of: of.user_commands.offer(), when=_has_records),
    _everywhere("plain", "v", "Show as plain text, for the terminal's own selection",
                do=lambda of: of.copying.show_plain(), when=_has_records),
    _everywhere("save", "s", "Save this record, the marked, the loaded or all to a file",
                do=lambda of: of.saving.ask(),
                when=lambda of: _has_records(of) or of.saving.is_busy),
    _everywhere("sql", "semicolon", "Query what is loaded, or the case, by SQL", key_display=";",
                do=lambda of: of.sql.ask(), when=_has_records),
    _everywhere("history", "H", "Is this normal? Ask the source for the days before the record",
                key_display="H", do=lambda of: of.answers.ask_history(), when=_has_records),
    _everywhere("columns", "O", "Choose the columns, their order and their widths", key_display="O",
                do=lambda of: of.columns.choose()),
    _everywhere("zone", "u", "Switch between local time and UTC",
                do=lambda of: of.zones.switch()),
    _everywhere("zone_named", "Z", "Show times in any zone, as Europe/Berlin", key_display="Z",
                do=lambda of: of.zones.choose()),
    _everywhere("retry", "r", "Try the failed page again", "retry",
                do=lambda of: of.navigation.retry(), when=lambda of: of.navigation.can_retry),
    _everywhere("quick_filter", "slash", "Filter the loaded records", "filter", "/",
                do=lambda of: of.navigation.edit_filter()),
    _everywhere("mark_shown", "asterisk,ctrl+a",
                "Mark all that the quick filter shows, or all loaded", key_display="*",
                do=lambda of: of.sort_filter.mark_shown(), when=_has_records),
    _everywhere("facets", "f3", "Count the values of a column of the loaded records",
                do=lambda of: of.counts.toggle_facets()),
    _everywhere("timeline", "f4", "Show the loaded records over time",
                do=lambda of: of.counts.toggle_timeline()),
    _everywhere("summary", "t", "Count the loaded records by groups: a table of counts",
                do=lambda of: of.summary.open(), when=_has_records),
    _everywhere("preview", "f7", "Show what the search sends, as JSON, XML, curl …",
                do=lambda of: of.body_preview.toggle()),
    _everywhere("wire", "f8", "Switch between JSON and XML for the next searches",
                do=lambda of: of.body_preview.switch_wire()),
    _everywhere("newest", "N", "Fetch the newest first, in slices of time: on or off",
                do=lambda of: of.navigation.toggle_newest_first(),
                when=_has_records),
    _everywhere("profile", "f9", "Switch to another profile or server",
                do=lambda of: _leave_marks(of, of.profile_switch.choose)),
    _everywhere("follow", "F", "Follow: new records as they arrive; pause, go on", key_display="F",
                do=lambda of: of.follow.toggle()),
    _everywhere("load_all", "L", "Load everything, or pause that", key_display="L",
                do=lambda of: of.current_search.load_all()),
    _everywhere("write", "w", "Write records, from a file or typed; where it is allowed",
                do=lambda of: of.writing.begin()),
    _everywhere("note", "n,e", "Write a note on the record; in an open record: e", key_display="n",
                do=lambda of: of.notes.ask_note(), when=_has_records),
    _everywhere("marked", "M", "List the marked records and the notes", key_display="M",
                do=lambda of: of.notes.show_marked()),
    _everywhere("marks_back", "U", "Restore the marks that esc removed", key_display="U",
                do=lambda of: of.navigation.marks.bring_back()),
    _everywhere("compare", "equals_sign", "Compare two marked records", key_display="=",
                do=lambda of: of.notes.compare(), when=_has_records),
    _everywhere("save_case", "ctrl+s", "Save the session as a case, in one file",
                key_display="^s", do=lambda of: of.case.ask_name()),
    _everywhere("evidence", "E", "Make an evidence package of what was found", key_display="E",
                do=lambda of: of.evidence.ask()),
    _everywhere("resume", "R", "Resume the session that you left", "go on",
                do=lambda of: of.case_navigation.resume(),
                when=lambda of: of.case_navigation.can_resume),
    _everywhere("theme", "f2", "Switch between the dark and the light theme",
                do=lambda of: of.app.action_theme()),  # type: ignore[attr-defined]
    _everywhere("back", "escape", "One step back: close, undo, cancel, clear filter",
                do=_back),
    _everywhere("keys", "question_mark", "Explain this pane and the keys", "keys", "?",
                do=lambda of: of.explain_keys()),
    _everywhere("tour", "f1", "Take the tour of one minute",
                do=lambda of: of.tour.begin()),
    _everywhere("quit", "q,ctrl+q", "Leave", key_display="q",
                do=lambda of: _leave_marks(of, of.app.exit)),
)  # fmt: skip
"""In the order of footer, help and palette."""

EXPLORER_ACTIONS: tuple[Action, ...] = (
    # Trail
    Action(Pane.TRAIL, "step_left", "left,h", "One step to the left", key_display="←"),
    Action(Pane.TRAIL, "step_right", "right,l", "One step to the right", key_display="→"),
    Action(Pane.TRAIL, "go", "enter", "Go to the step", "go", "enter"),
    Action(Pane.TRAIL, "name_step", "n", "Name the step of the trail", "name"),
    # Nothing found
    Action(Pane.NOTICE, "take", "enter", "Run the proposed search", "search that", "enter"),
    Action(Pane.NOTICE, "up", "up,k", "One proposal up", key_display="↑"),
    Action(Pane.NOTICE, "down", "down,j", "One proposal down", key_display="↓"),
)  # fmt: skip
"""Of the panes that are the explorer's own."""


ACTIONS: tuple[Action, ...] = tuple(
    sorted(
        (
            *EVERYWHERE, *EXPLORER_ACTIONS, *TABLE_ACTIONS, *RECORD_ACTIONS, *SEARCH_ACTIONS,
            *COUNTS_ACTIONS, *WRITE_ACTIONS, *SQL_ACTIONS, *SUMMARY_ACTIONS,
        ),
        key=lambda action: list(Pane).index(action.pane),
    )
)  # fmt: skip
"""Every action, once: pane by pane, in the order of footer, help and palette."""
