"""The panes of an explorer, for the parts of the program that work on them."""

from __future__ import annotations

from dataclasses import dataclass

from netwrix_tui.tui.counts.facets import Facets
from netwrix_tui.tui.counts.timeline import Timeline
from netwrix_tui.tui.explorer.breadcrumbs import Breadcrumbs
from netwrix_tui.tui.explorer.notice import Notice
from netwrix_tui.tui.explorer.status_line import StatusLine
from netwrix_tui.tui.explorer.top_bar import TopBar
from netwrix_tui.tui.record.record_viewer import RecordViewer
from netwrix_tui.tui.search.body_preview import BodyPreview
from netwrix_tui.tui.search.query_line import QueryLine
from netwrix_tui.tui.search.search_builder import SearchBuilder
from netwrix_tui.tui.search.sentence_line import SentenceLine
from netwrix_tui.tui.table.quick_filter_line import QuickFilterLine
from netwrix_tui.tui.table.results_table import ResultsTable


@dataclass(frozen=True, slots=True)
class Panes:
    """From top to bottom. ``table.store`` holds the records, ``table.zone`` is the zone shown."""

    top_bar: TopBar
    sentence: SentenceLine
    query: QueryLine
    crumbs: Breadcrumbs
    builder: SearchBuilder
    preview: BodyPreview
    facets: Facets
    status: StatusLine
    timeline: Timeline
    table: ResultsTable
    quick_filter: QuickFilterLine
    notice: Notice
    viewer: RecordViewer
