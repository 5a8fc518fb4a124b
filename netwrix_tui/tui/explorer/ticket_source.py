"""Ticket source: what a ticket text says of the search that is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from netwrix_tui.case.facts import Outcome, SearchFacts
from netwrix_tui.case.kept_search import KeptSearch
from netwrix_tui.clock import now
from netwrix_tui.records.query import line_of
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.sentence import sentence
from netwrix_tui.results.export.ticket_head import TicketHead
from netwrix_tui.results.following.live_follow import live_follow_of
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
    step = search.trail.current
    kept = step.kept if step is not None and isinstance(step.kept, KeptSearch) else None
    searched = now() if loaded is None else loaded.began
    head = TicketHead(
        search=sentence(search.parameters or SearchParameters(), zone),
        query=line_of(search.plan, zone),
        server=session.server,
        account=session.account,
        # Of a search that was kept, when it was asked, not when its file was read.
        searched=searched if kept is None else kept.facts.started,
        written=now(),
        zone=zone,
        of="none" if loaded is None else _of(loaded),
    )
    if not session.is_offline:
        return head
    head = replace(head, case=session.title, captured=session.captured)
    if kept is None or loaded is None:
        return head
    if not kept.facts.of_case:
        # A case may be of several servers and accounts.
        head = replace(head, server=kept.source.server, account=kept.source.account)
    return replace(head, of=_of_case(loaded, kept.facts, session.records_in_case))


def _of_case(loaded: LoadedSearch, facts: SearchFacts, in_case: str) -> str:
    """The same in a case: what the search was given then, or what the case has."""
    count, is_whole = len(loaded.store), loaded.status.phase is PagerPhase.END
    if not is_whole:
        return f"{count:,} loaded so far from the case"
    if facts.of_case:
        return f"all {count:,} that were found in the case of {in_case}"
    if facts.outcome is Outcome.DRAINED:
        return f"all {count:,} that the search found"
    return f"{count:,} captured, the server had more"


def _of(loaded: LoadedSearch) -> str:
    """Of how many records, and whether the server has more of them."""
    count, doubles = len(loaded.store), loaded.store.duplicates
    live = live_follow_of(loaded)
    if live is not None and not live.state.is_over:
        words = f"{count:,} loaded so far, followed as they arrive"
    elif loaded.status.phase is PagerPhase.END:
        words = f"all {count:,} that the search found"
    elif loaded.status.phase is PagerPhase.MORE:
        words = f"{count:,} loaded, more available"
    else:
        words = f"{count:,} loaded so far"
    if doubles:
        words += f", {doubles:,} {'duplicate' if doubles == 1 else 'duplicates'} left out"
    return words
