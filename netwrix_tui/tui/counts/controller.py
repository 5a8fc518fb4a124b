"""Controller of facets and timeline: open, close, filter by a value, search in a span of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from textual.widget import Widget

from netwrix_tui.errors import UsageError
from netwrix_tui.records import pivots
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.export.ticket import EMPTY, counts_ticket
from netwrix_tui.results.export.ticket_format import TicketFormat
from netwrix_tui.results.export.ticket_head import TicketHead
from netwrix_tui.results.view.undone_rows import FindUndone, nothing_undone
from netwrix_tui.tui.counts.count_worker import CountWorker, OpenPanes
from netwrix_tui.tui.counts.facet_lines import FacetLines, filter_term
from netwrix_tui.tui.counts.facets import Facets
from netwrix_tui.tui.counts.source_counts import SourceCounts
from netwrix_tui.tui.counts.timeline import Timeline
from netwrix_tui.tui.counts.timeline_lines import short_span_words
from netwrix_tui.tui.dialogs.choose_ticket_format import ChooseTicketFormat
from netwrix_tui.tui.dialogs.notifications import notify_information, notify_warning
from netwrix_tui.tui.session.screen_host import BeginSearch, ScreenHost
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.table_columns import ONLY_READ, Column
from netwrix_tui.tui.terminal.typed_ahead import expect_focus

_ROOM = 40
"""Cells of a value in a message."""


class CountPanes(OpenPanes, Protocol):
    """Layout of the panes that count, and of what lies over the results."""

    def open_facets(self) -> None:
        """Put the facets pane on the screen."""

    def close_facets(self) -> None:
        """Take it away, and give the results the focus."""

    def open_timeline(self) -> None:
        """Put the timeline on the screen."""

    def close_timeline(self) -> None:
        """Take it away, and give the results the focus."""

    def close_covering(self) -> bool:
        """Close what lies over the results; whether there was anything."""

    def lay_table_open(self) -> None:
        """Take away what is open over the table, and give it the focus."""

    def focus(self, pane: Widget) -> None:
        """Give a pane the focus, at once where it is on the screen."""


class CountsController:
    """Controller of facets and timeline."""

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        facets: Facets,
        timeline: Timeline,
        panes: CountPanes,
        *,
        plan: Callable[[], SearchPlan],
        begin: BeginSearch,
        filter_further: Callable[[str], None],
        copy_text: Callable[[str, str, str], None],
        head: Callable[[], TicketHead],
        back: Callable[[], bool],
        source: SourceCounts | None = None,
        find_undone: FindUndone = nothing_undone,
    ) -> None:
        """``plan`` is that of the search that is shown; ``filter_further`` adds terms to the quick
        filter; ``copy_text`` takes a text, what it is, and the ending of its file; ``head`` makes
        what stands on top of a ticket; ``back`` goes to the search before, False without one;
        ``source`` and ``find_undone`` are those of :class:`CountWorker`.
        """
        self._host = host
        self._table = table
        self._facets = facets
        self._timeline = timeline
        self._panes = panes
        self._plan = plan
        self._begin = begin
        self._filter_further = filter_further
        self.copy_text = copy_text
        self._head = head
        self._back = back
        self.counting = CountWorker(host, table, facets, timeline, panes, source, find_undone)
        self.catch_up = self.counting.catch_up
        """Counts what the table shows now, in the panes that are open."""

    # Facets

    def toggle_facets(self) -> None:
        """To the facets; from there, they are closed."""
        facets = self._facets
        if facets.has_focus:
            self._panes.close_facets()
            return
        under = self._table.cursor_column
        if under in ONLY_READ:
            column = facets.column.title
            notify_information(
                self._host, f"{under.title} cannot be counted: these are the values of {column}."
            )
        self.open(facets)
        self._enter(facets)

    def filter_value(self, column: Column, value: str) -> None:
        """Show only the loaded records that have a value."""
        terms = filter_term(column.field, value)
        if not terms:
            words = "The quick filter cannot look for what is empty. Take another value."
            notify_warning(self._host, words)
            return
        self._filter_further(terms)
        shown = shortened(value, _ROOM) or EMPTY
        notify_information(
            self._host,
            f"Of the loaded records, those with {shown} in {column.title}. In the table, esc "
            "shows all again.",
        )
        if self._panes.close_covering():
            self._panes.lay_table_open()

    def copy_list(self, lines: FacetLines, *, choose: bool = False) -> None:
        """Send the values of a column, each with its count, to the clipboard as a ticket."""
        number = "1 value" if len(lines) == 1 else f"{len(lines):,} values"
        what = f"{number} of {lines.column.title}"
        line = self._table.view.quick_filter.line if lines.is_filtered else ""
        head = replace(self._head(), quick_filter=line)

        def copy(ticket_format: TicketFormat | None) -> None:
            if ticket_format is not None:
                column, heading = lines.column.title, lines.whole_heading
                text = counts_ticket(head, column, heading, lines.counted, ticket_format)
                self.copy_text(text, what, ticket_format.extension)

        if choose:
            self._host.app.push_screen(ChooseTicketFormat(what), copy)
        else:
            copy(TicketFormat.TEXT)

    # The timeline

    def toggle_timeline(self) -> None:
        """To the timeline; from there, it is closed."""
        if self._timeline.has_focus:
            self._panes.close_timeline()
            return
        self.open(self._timeline)
        self._enter(self._timeline)

    def zoom(self, start: datetime, end: datetime) -> None:
        """Search within a span of time; ``end`` is no part of it."""
        try:
            plan = pivots.within(self._plan(), start, end)
        except UsageError as error:
            notify_warning(self._host, error.sentence())
            return
        self._begin(plan, words=short_span_words(start, end))
        self._panes.focus(self._timeline)

    def zoom_out(self) -> None:
        """Back to the search before, the focus still on the timeline."""
        if self._back():
            self._panes.focus(self._timeline)

    def find_first(self, start: datetime, end: datetime) -> None:
        """Put the table's cursor on the first record shown of a span; ``end`` is no part of it."""
        self.counting.find_first(start, end)

    # Both

    def open(self, pane: Facets | Timeline) -> None:
        """Put a pane on the screen, with what the table shows now."""
        if pane is self._facets:
            self._panes.open_facets()
        else:
            self._panes.open_timeline()
        self.catch_up(at_once=True)

    def _enter(self, pane: Widget) -> None:
        expect_focus(pane)
        self._panes.focus(pane)
