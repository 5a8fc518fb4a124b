"""Body preview: a search's request as JSON, XML, a curl or a PowerShell command."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from netwrix_tui.sanitize import visible_lines
from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.search.actions import SEARCH_ACTIONS
from netwrix_tui.tui.search.body_text import BodyFormat, Preview, ShownBody
from netwrix_tui.tui.text.lines_view import LinesView
from netwrix_tui.tui.text.raw_lines import RawLines
from netwrix_tui.tui.text.scrolling import ScrollsLines
from netwrix_tui.tui.text.tab_line import TabLine


def _format_action(body_format: BodyFormat) -> Callable[[BodyPreview], None]:
    def act(preview: BodyPreview) -> None:
        preview.body_format = body_format

    return act


class BodyPreview(ScrollsLines, Widget, can_focus=True):
    """Pane with one request in one of its formats, of the several that a search may take."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(SEARCH_ACTIONS, Pane.PREVIEW)
    DEFAULT_CSS = """
    BodyPreview {
        layout: vertical; padding: 0 1; background: $background;
        & > #preview-note { height: auto; max-height: 5; color: $secondary; display: none; }
        & > LinesView { height: 1fr; }
    }
    """

    body_format: reactive[BodyFormat] = reactive(BodyFormat.JSON)

    class FormatChanged(Message):
        """Another format is to be shown."""

    class BodyCopyRequested(Message):
        """The request that is shown is to go to the clipboard."""

        def __init__(self, body: ShownBody, body_format: BodyFormat) -> None:
            super().__init__()
            self.body = body
            self.body_format = body_format

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._preview = Preview()
        self._place = 0
        self._shown: ShownBody | None = None

    def compose(self) -> ComposeResult:
        yield TabLine("BODY", self.body_format, gap=1)
        yield Static(id="preview-note", markup=False)
        yield LinesView()

    @property
    def note(self) -> str:
        """What is said about the request that is shown."""
        return self._shown.note if self._shown is not None else ""

    def show(self, preview: Preview) -> None:
        """Show the requests of a search; the place among them is kept where there is one."""
        self._preview = preview
        self._place = min(self._place, max(len(preview) - 1, 0))
        self._show()

    def watch_body_format(self) -> None:
        if self.is_mounted:
            self.query_one(TabLine).current = self.body_format
            self.post_message(self.FormatChanged())

    @on(TabLine.TabChosen)
    def _tab_chosen(self, message: TabLine.TabChosen) -> None:
        message.stop()
        self.body_format = BodyFormat(message.tab)

    def action_next_format(self) -> None:
        """The format of the next tab."""
        formats = list(BodyFormat)
        self.body_format = formats[(formats.index(self.body_format) + 1) % len(formats)]

    action_format_json = _format_action(BodyFormat.JSON)
    action_format_xml = _format_action(BodyFormat.XML)
    action_format_curl = _format_action(BodyFormat.CURL)
    action_format_powershell = _format_action(BodyFormat.POWERSHELL)

    def action_next_search(self) -> None:
        """The next of several searches; behind the last comes the first."""
        self._step(1)

    def action_previous_search(self) -> None:
        """The one before."""
        self._step(-1)

    def action_copy_body(self) -> None:
        """Ask for what is shown to be copied, exactly as it is sent."""
        if self._shown is not None and self._shown.copied:
            self.post_message(self.BodyCopyRequested(self._shown, self.body_format))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Several searches have a next one."""
        return action not in ("next_search", "previous_search") or len(self._preview) > 1

    def _step(self, by: int) -> None:
        self._place = (self._place + by) % max(len(self._preview), 1)
        self._show()

    def _show(self) -> None:
        shown = self._preview.shown(self.body_format, self._place)
        if shown == self._shown:
            return
        self._shown = shown
        note = self.query_one("#preview-note", Static)
        note.update("\n".join(visible_lines(shown.note)))
        note.display = bool(shown.note)
        self.lines_view.show(lambda width: RawLines(shown.text, width, shown.language))
        self.refresh_bindings()
