"""Beginning of a search: what the worker is told, for a new one and for one that is kept."""

from __future__ import annotations

from collections.abc import Callable

from netwrix_tui.case.kept_search import KeptSearch
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.worker import ApiWorker, Wrap
from netwrix_tui.results.view.sorting import SortKeys
from netwrix_tui.tui.explorer.request_options import RequestOptions


def begun_search(
    worker: ApiWorker,
    options: RequestOptions,
    plan: SearchPlan,
    changed: Callable[[], None],
    kept: KeptSearch | None,
    order: SortKeys,
) -> LoadedSearch:
    """A new search, which is kept where anything is; with an order, the source sorts it."""
    return worker.search(
        plan.parameters(), changed,
        in_slices=options.newest_first, wire=options.wire, keeper=kept,
        moment=kept.facts.started if kept is not None else None, order=order,
    )  # fmt: skip


def gone_on_with(
    worker: ApiWorker,
    plan: SearchPlan,
    changed: Callable[[], None],
    kept: KeptSearch,
    fetch: Wrap,
) -> LoadedSearch:
    """A search that is kept: the pages in its file come before those of the source."""
    facts = kept.facts
    return worker.search(
        plan.parameters(), changed,
        in_slices=facts.in_slices, wire=facts.wire, keeper=kept, fetch=fetch, moment=facts.started,
    )  # fmt: skip
