"""The body of a search as it will be sent: as JSON, XML, a curl or a PowerShell command."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Click
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

_TITLE = "BODY"
_GAP = " "


class BodyTabs(Widget):
    """One line; the tab of the form shown stands out, a click on another chooses it."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"tabs--title", "tabs--current"}
    DEFAULT_CSS = """
    BodyTabs { height: 1; color: $secondary;
        & > .tabs--title { color: $foreground; text-style: bold; }
        & > .tabs--current { color: $accent; text-style: bold underline; }
    }
    """

    form: reactive[BodyFormat] = reactive(BodyFormat.JSON)

    class FormatChosen(Message):
        """A tab was clicked."""

        def __init__(self, form: BodyFormat) -> None:
            super().__init__()
            self.form = form

    def render(self) -> Text:
        text = Text(no_wrap=True, end="")
        text.append(_TITLE, self._style("title"))
        for form in BodyFormat:
            text.append(_GAP)
            text.append(form.value, self._style("current") if form is self.form else "")
        return text

    def on_click(self, event: Click) -> None:
        # The click goes on, to give the pane the focus.
        at = len(_TITLE)
        for form in BodyFormat:
            at += len(_GAP)
            if at <= event.x < at + len(form.value):
                self.post_message(self.FormatChosen(form))
            at += len(form.value)

    def _style(self, part: str) -> str:
        return str(self.get_component_rich_style(f"tabs--{part}", partial=True))


class BodyPreview(ScrollsLines, Widget, can_focus=True):
    """Shows what it is given; in which form, and which of several searches, is its own affair."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(SEARCH_ACTIONS, Pane.PREVIEW)
    DEFAULT_CSS = """
    BodyPreview {
        layout: vertical; padding: 0 1; background: $background;
        & > #preview-note { height: auto; max-height: 5; color: $secondary; display: none; }
        & > LinesView { height: 1fr; }
    }
    """

    form: reactive[BodyFormat] = reactive(BodyFormat.JSON)

    class FormChanged(Message):
        """Another form is to be shown."""

    class BodyCopyRequested(Message):
        """The request that is shown is to go to the clipboard."""

        def __init__(self, body: ShownBody, form: BodyFormat) -> None:
            super().__init__()
            self.body = body
            self.form = form

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._preview = Preview()
        self._place = 0
        self._shown: ShownBody | None = None

    def compose(self) -> ComposeResult:
        yield BodyTabs()
        yield Static(id="preview-note", markup=False)
        yield LinesView()

    @property
    def lines_view(self) -> LinesView:
        return self.query_one(LinesView)

    @property
    def note(self) -> str:
        """What is said about the request that is shown."""
        return self._shown.note if self._shown is not None else ""

    def show(self, preview: Preview) -> None:
        """Show the requests of a search; the place among them is kept where there is one."""
        self._preview = preview
        self._place = min(self._place, max(len(preview) - 1, 0))
        self._show()

    def watch_form(self) -> None:
        if self.is_mounted:
            self.query_one(BodyTabs).form = self.form
            self.post_message(self.FormChanged())

    @on(BodyTabs.FormatChosen)
    def _tab_chosen(self, message: BodyTabs.FormatChosen) -> None:
        message.stop()
        self.form = message.form

    def action_next_form(self) -> None:
        """The form of the next tab."""
        forms = list(BodyFormat)
        self.form = forms[(forms.index(self.form) + 1) % len(forms)]

    def action_form_json(self) -> None:
        """JSON."""
        self.form = BodyFormat.JSON

    def action_form_xml(self) -> None:
        """XML."""
        self.form = BodyFormat.XML

    def action_form_curl(self) -> None:
        """The curl command."""
        self.form = BodyFormat.CURL

    def action_form_powershell(self) -> None:
        """The PowerShell command."""
        self.form = BodyFormat.POWERSHELL

    def action_next_search(self) -> None:
        """The next of several searches; behind the last comes the first."""
        self._step(1)

    def action_previous_search(self) -> None:
        """The one before."""
        self._step(-1)

    def action_copy_body(self) -> None:
        """Ask for what is shown to be copied, exactly as it is sent."""
        if self._shown is not None and self._shown.copied:
            self.post_message(self.BodyCopyRequested(self._shown, self.form))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Several searches have a next one."""
        return action not in ("next_search", "previous_search") or len(self._preview) > 1

    def _step(self, by: int) -> None:
        self._place = (self._place + by) % max(len(self._preview), 1)
        self._show()

    def _show(self) -> None:
        shown = self._preview.shown(self.form, self._place)
        if shown == self._shown:
            return
        self._shown = shown
        note = self.query_one("#preview-note", Static)
        note.update("\n".join(visible_lines(shown.note)))
        note.display = bool(shown.note)
        self.lines_view.show(lambda width: RawLines(shown.text, width, shown.language))
        self.refresh_bindings()
