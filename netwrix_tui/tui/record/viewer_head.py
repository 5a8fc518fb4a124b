"""The record pane's first line: its views as tabs, and which record of how many it is."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from rich.text import Text
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class RecordView(StrEnum):
    """The ways to look at a record, in the order of their tabs."""

    FIELDS = "fields"
    CHANGES = "changes"
    JSON = "json"
    XML = "xml"


_TITLE = "RECORD"
_GAP = "  "


class ViewerHead(Widget):
    """One line; the tab of the view shown stands out, a click on another chooses it."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "viewer-head--title",
        "viewer-head--tab",
        "viewer-head--current",
        "viewer-head--position",
    }

    DEFAULT_CSS = """
    ViewerHead {
        height: 1;
        background: $background;
        color: $secondary;

        & > .viewer-head--title { color: $foreground; text-style: bold; }
        & > .viewer-head--tab { color: $secondary; }
        & > .viewer-head--position { color: $secondary; }
        & > .viewer-head--current { color: $accent; text-style: bold underline; }
    }
    """

    view: reactive[RecordView] = reactive(RecordView.FIELDS)
    position: reactive[str] = reactive("")

    class ViewChosen(Message):
        """A tab was clicked."""

        def __init__(self, view: RecordView) -> None:
            super().__init__()
            self.view = view

    def render(self) -> Text:
        text = Text(no_wrap=True, end="")
        text.append(_TITLE, self._style("title"))
        for view in RecordView:
            text.append(_GAP)
            text.append(view.value, self._style("current" if view is self.view else "tab"))
        room = self.content_size.width - text.cell_len - len(self.position)
        if room > 1:
            text.append(" " * room)
            text.append(self.position, self._style("position"))
        return text

    def on_click(self, event: Click) -> None:
        # The click goes on, to give the pane the focus.
        at = len(_TITLE)
        for view in RecordView:
            at += len(_GAP)
            if at <= event.x < at + len(view.value):
                self.post_message(self.ViewChosen(view))
            at += len(view.value)

    def _style(self, part: str) -> str:
        style = self.get_component_rich_style(f"viewer-head--{part}", partial=True)
        return str(style)
