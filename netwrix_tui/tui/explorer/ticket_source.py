"""Ticket source: what a ticket text says of the search that is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from netwrix_tui.clock import now
from netwrix_tui.records.query import line_of
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.sentence import sentence
from netwrix_tui.results.export.ticket_head import TicketHead
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.table.results_table import ResultsTable


def ticket_source(search: CurrentSearch, table: ResultsTable) -> Callable[[], TicketHead]:
    """Makes the head of a ticket of what is on the screen then."""
    return partial(_head, search, table)


def _head(search: CurrentSearch, table: ResultsTable) -> TicketHead:
    """How many records go into the ticket is still to be said."""
    loaded, zone, session = search.loaded, table.zone, search.session
    return TicketHead(
        search=sentence(search.parameters or SearchParameters(), zone),
        query=line_of(search.plan, zone),
        server=session.server,
        account=session.account,
        searched=now() if loaded is None else loaded.began,
        written=now(),
        zone=zone,
        of="none" if loaded is None else _of(loaded),
    )


def _of(loaded: LoadedSearch) -> str:
    """Of how many records, and whether the server has more of them."""
    count, doubles = len(loaded.store), loaded.store.duplicates
    if loaded.live is not None and not loaded.live.state.is_over:
        words = f"{count:,} loaded so far, followed as they arrive"
    elif loaded.status.phase is PagerPhase.END:
        words = f"all {count:,} that the search found"
    elif loaded.status.phase is PagerPhase.MORE:
        words = f"{count:,} loaded, more available"
    else:
        words = f"{count:,} loaded so far"
    if doubles:
        words += f", {doubles:,} {'double' if doubles == 1 else 'doubles'} left out"
    return words
