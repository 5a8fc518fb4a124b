"""The preview of what a search sends: opened and closed, and kept up while the builder changes."""

from __future__ import annotations

from textual.screen import Screen

from netwrix_tui.clock import now
from netwrix_tui.tui.exploring.handing_over import HandingOver
from netwrix_tui.tui.exploring.panes import Panes
from netwrix_tui.tui.exploring.searching import Searching
from netwrix_tui.tui.layout.body_form import BodyForm, preview_of
from netwrix_tui.tui.widgets.body_preview import BodyPreview
from netwrix_tui.wire.wire_format import WireFormat

PREVIEW_OPEN = "-preview-open"

_WIRES = {BodyForm.JSON: WireFormat.JSON, BodyForm.XML: WireFormat.XML}
_ENDINGS = {
    BodyForm.JSON: ".json", BodyForm.XML: ".xml", BodyForm.CURL: ".sh", BodyForm.POWERSHELL: ".ps1"
}  # fmt: skip


class Previewing:
    """Shows in the preview pane what the builder's search sends, in the format of the session."""

    def __init__(
        self, screen: Screen[None], panes: Panes, searching: Searching, handing_over: HandingOver
    ) -> None:
        self._screen = screen
        self._panes = panes
        self._searching = searching
        self._handing_over = handing_over

    @property
    def is_open(self) -> bool:
        """True while the pane is on the screen."""
        return self._screen.has_class(PREVIEW_OPEN)

    def open(self) -> None:
        """Show the pane, in the format that searches have just now."""
        self._screen.add_class(PREVIEW_OPEN)
        self.follow_wire()

    def follow_wire(self) -> None:
        """Show the format that searches have just now, where a format is what is shown."""
        preview = self._panes.preview
        if preview.form in _WIRES:
            preview.form = BodyForm(self._searching.sending.wire.value)
        self.show()

    def close(self) -> None:
        """Take the pane away."""
        self._screen.remove_class(PREVIEW_OPEN)

    def show(self) -> None:
        """Bring the pane up to the builder, where anybody looks at it."""
        if not self.is_open:
            return
        preview = self._panes.preview
        parameters = self._panes.builder.plan.parameters()
        wire = _WIRES.get(preview.form, self._searching.sending.wire)
        connection = self._searching.sending.connection
        preview.show(preview_of(parameters, connection, wire, now()))

    def copy(self, message: BodyPreview.CopyWanted) -> None:
        """Send what is shown to the clipboard."""
        what = f"the {message.form} of the search"
        text = message.body.copied
        self._handing_over.copy_text(text, what, _ENDINGS[message.form])
