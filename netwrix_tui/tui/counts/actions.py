"""The keys of the panes that count: opened, closed, and what comes of a value or a time."""

from __future__ import annotations

from textual import on
from textual.widget import Widget

from netwrix_tui.errors import UsageError
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.tui.counts.controller import FACETS_OPEN, TIMELINE_OPEN, CountsController
from netwrix_tui.tui.counts.facet_lines import EMPTY, filter_term
from netwrix_tui.tui.counts.facets import Facets
from netwrix_tui.tui.counts.timeline import Timeline
from netwrix_tui.tui.counts.timeline_lines import short_span_words
from netwrix_tui.tui.dialogs.notifications import notify_information, notify_warning
from netwrix_tui.tui.explorer.navigation import BUILDER_OPEN, RECORD_OPEN
from netwrix_tui.tui.explorer.request_options_actions import SendingKeys
from netwrix_tui.tui.output.copy_controller import CopyController
from netwrix_tui.tui.table.columns import CHANGES
from netwrix_tui.tui.terminal.typed_ahead import expect_focus

_ROOM = 40
"""Cells of a value in a message."""


class CountingKeys(SendingKeys):
    """The part of an explorer that goes on from counts to searches."""

    counting: CountsController
    handing_over: CopyController

    def action_facets(self) -> None:
        """To the facets; from there, they are closed."""
        facets = self.panes.facets
        if facets.has_focus:
            self._close_facets()
            return
        if self.panes.table.cursor_column is CHANGES:
            column = facets.column.title
            notify_information(
                self, f"Changes cannot be counted: these are the values of {column}."
            )
        self.open_counted(facets)
        expect_focus(facets)
        self._go_to(facets)

    def action_timeline(self) -> None:
        """To the timeline; from there, it is closed."""
        timeline = self.panes.timeline
        if timeline.has_focus:
            self.remove_class(TIMELINE_OPEN)
            self._go_to(self.panes.table)
            return
        self.open_counted(timeline)
        expect_focus(timeline)
        self._go_to(timeline)

    def action_preview(self) -> None:
        """Show what the search sends, in the place of the facets."""
        if not self.previewing.is_open:
            self.remove_class(FACETS_OPEN)
        super().action_preview()

    def open_counted(self, pane: Widget) -> None:
        """Open one of the panes that count, if that is what it is."""
        if pane is self.panes.facets:
            self.previewing.close()
            if self._facets_cover:
                self.remove_class(BUILDER_OPEN, RECORD_OPEN)
            self.add_class(FACETS_OPEN)
            self.counting.catch_up(at_once=True)
        elif pane is self.panes.timeline:
            self.close_what_covers()
            self.remove_class(BUILDER_OPEN, RECORD_OPEN)
            self.add_class(TIMELINE_OPEN)
            self.counting.catch_up(at_once=True)

    def uncover_builder(self) -> None:
        """Close the facets where they stand in the place of the builder."""
        if self.has_class("-narrow") or self.has_class("-short"):
            self.remove_class(FACETS_OPEN)

    def close_what_covers(self) -> bool:
        """Close what lies over the results; whether there was anything."""
        if self.counting.facets_are_open and self._facets_cover:
            self.remove_class(FACETS_OPEN)
            return True
        return super().close_what_covers()

    @property
    def _facets_cover(self) -> bool:
        return self.has_class("-narrow")

    def _close_facets(self) -> None:
        self.remove_class(FACETS_OPEN)
        self._go_to(self.panes.table)

    @on(Facets.Left)
    def _facets_left(self) -> None:
        self._close_facets()

    @on(Facets.ColumnChanged)
    def _facet_column_changed(self) -> None:
        self.counting.catch_up(at_once=True)

    @on(Facets.Wanted)
    def _value_wanted(self, message: Facets.Wanted) -> None:
        if not message.value:
            notify_warning(self, "The API cannot search for what is empty. Take another value.")
            return
        pivot = self.pivoting.of_value(message.key, message.column.field, message.value)
        if pivot is not None and pivot.plan is not None:
            self.begin(pivot.plan, words=pivot.words)

    @on(Facets.FilterWanted)
    def _value_filter_wanted(self, message: Facets.FilterWanted) -> None:
        terms = filter_term(message.column.field, message.value)
        if not terms:
            notify_warning(
                self, "The quick filter cannot look for what is empty. Take another value."
            )
            return
        self.sifting.filter_further(terms)
        shown = shortened(message.value, _ROOM) or EMPTY
        notify_information(
            self,
            f"Of the loaded records, those with {shown} in {message.column.title}. In the table, "
            "esc shows all again.",
        )
        if self.close_what_covers():
            self._go_to(self.to_table())

    @on(Facets.CopyWanted)
    def _facets_copy_wanted(self, message: Facets.CopyWanted) -> None:
        sheet = message.sheet
        what = f"{len(sheet):,} values of {sheet.column.title}"
        self.handing_over.copy_text(sheet.as_text(), what, ".txt")

    # The timeline

    @on(Timeline.Wanted)
    def _timeline_wanted(self) -> None:
        self.counting.catch_up(at_once=True)

    @on(Timeline.ZoomWanted)
    def _zoom_wanted(self, message: Timeline.ZoomWanted) -> None:
        try:
            plan = self.pivoting.within(message.start, message.end)
        except UsageError as error:
            notify_warning(self, error.sentence())
            return
        self.begin(plan, words=short_span_words(message.start, message.end))
        self._go_to(self.panes.timeline)

    @on(Timeline.OutWanted)
    def _out_wanted(self) -> None:
        if self.searching.trail.has(-1):
            self.action_trail_back()
            self._go_to(self.panes.timeline)

    @on(Timeline.FirstWanted)
    def _first_wanted(self, message: Timeline.FirstWanted) -> None:
        self.counting.find_first(message.start, message.end)

    @on(Timeline.Left)
    def _timeline_left(self) -> None:
        self._go_to(self.panes.table)

    def to_table(self) -> Widget:
        """Lay the table open, with nothing over it; returns it."""
        raise NotImplementedError
