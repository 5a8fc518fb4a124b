"""Sort by the source: of all that matches, not of what is loaded."""

from __future__ import annotations

from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.record_source import SORTABLE
from netwrix_tui.results.view.sorting import SortKeys
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.table.results_table import ResultsTable


def sorted_by_source(search: CurrentSearch, table: ResultsTable, keys: SortKeys) -> bool:
    """Have the source sort the current search, which begins anew; without keys, no more.

    False where the source does not sort, or where all is here and can be sorted here.
    """
    loaded = search.loaded
    if loaded is None or not search.session.counts or table.view.quick_filter:
        return False
    if not loaded.order and (not keys or search.phase is PagerPhase.END):
        return False
    if not SORTABLE.issuperset(key.field for key in keys):
        return False
    search.start(search.plan, again=True, order=keys)
    return True
