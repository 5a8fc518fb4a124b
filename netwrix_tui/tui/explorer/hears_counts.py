"""What the panes that count tell the explorer: values and times that are wanted."""

from __future__ import annotations

from textual import on

from netwrix_tui.tui.counts.controller import CountsController
from netwrix_tui.tui.counts.facets import Facets
from netwrix_tui.tui.counts.timeline import Timeline
from netwrix_tui.tui.explorer.pane_layout import PaneLayout
from netwrix_tui.tui.terminal.low_latency_screen import LowLatencyScreen


class HearsCounts(LowLatencyScreen[None]):
    """Part of the explorer's screen: hands over what facets and timeline tell."""

    counts: CountsController
    panes: PaneLayout

    @on(Facets.Dismissed)
    def _facets_dismissed(self) -> None:
        self.panes.close_facets()

    @on(Facets.ColumnChanged)
    @on(Timeline.BucketsRequested)
    def _counts_requested(self) -> None:
        self.counts.catch_up(at_once=True)

    @on(Facets.ValueRequested)
    def _value_requested(self, message: Facets.ValueRequested) -> None:
        self.counts.search_value(message.kind, message.column, message.value)

    @on(Facets.FilterRequested)
    def _value_filter_requested(self, message: Facets.FilterRequested) -> None:
        self.counts.filter_value(message.column, message.value)

    @on(Facets.ListCopyRequested)
    def _list_copy_requested(self, message: Facets.ListCopyRequested) -> None:
        self.counts.copy_list(message.sheet)

    @on(Timeline.ZoomRequested)
    def _zoom_requested(self, message: Timeline.ZoomRequested) -> None:
        self.counts.zoom(message.start, message.end)

    @on(Timeline.ZoomOutRequested)
    def _zoom_out_requested(self) -> None:
        self.counts.zoom_out()

    @on(Timeline.FirstRecordRequested)
    def _first_requested(self, message: Timeline.FirstRecordRequested) -> None:
        self.counts.find_first(message.start, message.end)
