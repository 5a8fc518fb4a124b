"""What the explorer does about how a search is sent: shown before, in which format, in slices."""

from __future__ import annotations

from textual import on

from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder
from netwrix_tui.tui.dialogs.notifications import notify_information
from netwrix_tui.tui.explorer.navigation import BUILDER_OPEN, SearchNavigation
from netwrix_tui.tui.search.body_preview import BodyPreview
from netwrix_tui.tui.search.body_preview_controller import BodyPreviewController


class SendingKeys(SearchNavigation):
    """The part of an explorer that knows what goes out for a search."""

    previewing: BodyPreviewController

    def on_mount(self) -> None:
        self.watch(self.panes.builder, "plan", self.previewing.show, init=False)

    def action_preview(self) -> None:
        """Show what the search sends; where it is shown already, take that away."""
        preview = self.panes.preview
        if self.previewing.is_open and (preview.has_focus_within or not self._preview_covers):
            self.previewing.close()
            if preview.has_focus_within or self.focused is None:
                was_editing = self.has_class(BUILDER_OPEN)
                self._go_to(self.panes.builder if was_editing else self.panes.table)
            return
        self.previewing.open()
        self._go_to(preview)

    def action_wire(self) -> None:
        """JSON or XML, for the searches that follow."""
        self.searching.sending.switch_wire()
        self.previewing.follow_wire()
        name = self.searching.sending.wire.upper()
        notify_information(self, f"Searches go as {name} from now on. F5 searches again.")

    def action_newest(self) -> None:
        """Search again in slices of time, so that the newest come first; or no more in slices."""
        sending = self.searching.sending
        sending.newest_first = not sending.newest_first
        words = "newest first" if sending.newest_first else "as the server sends it"
        self.begin(self.panes.builder.plan, words=words)

    def close_what_covers(self) -> bool:
        """Close the preview where it lies over the results; whether it did."""
        if self.previewing.is_open and self._preview_covers:
            self.previewing.close()
            return True
        return False

    @property
    def can_turn_round(self) -> bool:
        """True where asking in slices would bring another order, or is what is being done."""
        searching = self.searching
        comes_so = (
            searching.store.order is ArrivalOrder.NEWEST_FIRST
            and not searching.sending.newest_first
        )
        return bool(len(searching.store)) and not comes_so

    def _arrived(self) -> None:
        self.close_what_covers()
        super()._arrived()

    @on(BodyPreview.FormChanged)
    def _form_changed(self) -> None:
        self.previewing.show()

    @on(BodyPreview.CopyWanted)
    def _copy_wanted(self, message: BodyPreview.CopyWanted) -> None:
        self.previewing.copy(message)

    @property
    def _preview_covers(self) -> bool:
        return not (self.has_class("-wide") and self.has_class("-tall"))
