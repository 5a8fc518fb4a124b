"""Controller of the body preview: opened, closed, updated while the builder changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from netwrix_tui.client.connection import Connection
from netwrix_tui.clock import now
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.tui.search.body_preview import BodyPreview
from netwrix_tui.tui.search.body_text import BodyFormat, preview_of
from netwrix_tui.wire.wire_format import WireFormat

_WIRES = {BodyFormat.JSON: WireFormat.JSON, BodyFormat.XML: WireFormat.XML}
_ENDINGS = {
    BodyFormat.JSON: ".json", BodyFormat.XML: ".xml", BodyFormat.CURL: ".sh",
    BodyFormat.POWERSHELL: ".ps1"
}  # fmt: skip


class SentAs(Protocol):
    """Connection and options of the requests."""

    @property
    def wire(self) -> WireFormat:
        """The format of the searches that come."""

    @property
    def connection(self) -> Connection | None:
        """Where searches go; None as long as that is not known."""

    def switch_wire(self) -> None:
        """JSON instead of XML, or the other way round."""


class PreviewPane(Protocol):
    """Pane that shows the preview."""

    @property
    def preview_is_open(self) -> bool:
        """True while the pane is on the screen."""

    @property
    def preview_covers(self) -> bool:
        """True where it lies over the results."""

    def open_preview(self) -> None:
        """Put the pane on the screen, and the focus on it."""

    def close_preview(self) -> None:
        """Take it away; a focus that it had goes to what is seen then."""


class BodyPreviewController:
    """Controller that keeps the preview on the builder's search, in the session's format."""

    def __init__(
        self,
        preview: BodyPreview,
        pane: PreviewPane,
        sent_as: SentAs,
        *,
        plan: Callable[[], SearchPlan],
        copy_text: Callable[[str, str, str], None],
    ) -> None:
        """``plan`` is what the builder holds; ``copy_text`` takes a text, what it is, and the
        ending of its file where it is too long for the clipboard.
        """
        self._preview = preview
        self._pane = pane
        self._sent_as = sent_as
        self._plan = plan
        self.copy_text = copy_text

    def toggle(self) -> None:
        """Show what the search sends; where it is shown already, take that away."""
        pane = self._pane
        if pane.preview_is_open and (self._preview.has_focus_within or not pane.preview_covers):
            pane.close_preview()
        else:
            self.open()

    def open(self) -> None:
        """Show the pane, in the format that searches have just now."""
        self._pane.open_preview()
        self._show_wire()

    def switch_wire(self) -> None:
        """JSON or XML, for the searches that come."""
        self._sent_as.switch_wire()
        self._show_wire()

    def _show_wire(self) -> None:
        """Show the format that searches have just now, where a format is what is shown."""
        preview = self._preview
        if preview.body_format in _WIRES:
            preview.body_format = BodyFormat(self._sent_as.wire.value)
        self.show()

    def show(self) -> None:
        """Bring the pane up to the builder, where anybody looks at it."""
        if not self._pane.preview_is_open:
            return
        preview = self._preview
        parameters = self._plan().parameters()
        wire = _WIRES.get(preview.body_format, self._sent_as.wire)
        connection = self._sent_as.connection
        preview.show(preview_of(parameters, connection, wire, now()))

    def copy(self, message: BodyPreview.BodyCopyRequested) -> None:
        """Send what is shown to the clipboard."""
        what = f"the {message.body_format} of the search"
        self.copy_text(message.body.copied, what, _ENDINGS[message.body_format])
