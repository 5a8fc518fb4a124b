"""What stands in the place of the records where a search has none."""

from __future__ import annotations

from collections.abc import Callable

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.doubts import absence, doubts
from netwrix_tui.records.sentence import sentence
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.session.session import Session


def empty_state(
    loaded: LoadedSearch, session: Session, zone: ShownZone, way: Callable[[NetwrixTuiError], str]
) -> str:
    """Why a search has no records on the screen; ``way`` names the way on after an error."""
    status = loaded.status
    if loaded.live is not None and not loaded.live.state.is_over:
        return "No records yet. New ones appear here as they arrive; F pauses, esc ends that."
    if status.phase is PagerPhase.FAILED and status.error is not None:
        return f"{status.error.sentence()}\n\n{way(status.error)}"
    if status.phase is PagerPhase.END:
        words = sentence(loaded.parameters, zone)
        filters = loaded.parameters.filters
        slips = " ".join(filter(None, [*doubts(filters), absence(filters)]))
        account = session.account
        if session.settings is not None:  # the demo's own may read everything
            account += ", who may not be allowed to review more monitoring plans"
        return (
            f"No records.{' ' if slips else ''}{slips}\n\n"
            f"The search was: {words}, on {session.server} as {account}."
        )
    if status.phase is PagerPhase.LOADING:
        return f"Asking {session.server} for the first records …"
    return "Nothing was loaded. F5 searches."
