"""The filter Server: which of several servers a search is for. Pure; it is never sent."""

from __future__ import annotations

from collections.abc import Sequence

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import UsageError
from netwrix_tui.records.filters import SERVER
from netwrix_tui.records.search import SearchParameters


def without_servers(parameters: SearchParameters) -> SearchParameters:
    """The search as each server gets it."""
    return parameters.without(*parameters.named(SERVER))


def chosen_servers(parameters: SearchParameters, names: Sequence[str]) -> list[str]:
    """Those of these servers that a search is for, in their order.

    One that is named suffices, and none that is excluded is asked; small and capital letters are
    alike. Raises UsageError where that leaves none, or names one that is not there.
    """
    wanted: set[str] = set()
    excluded: set[str] = set()
    known = {name.casefold(): name for name in names}
    for condition in parameters.named(SERVER):
        name = known.get(str(condition.value).casefold())
        if name is None:
            raise UsageError(
                f"No server that is asked is called {condition.value}.",
                next_step=f"{did_you_mean(str(condition.value), names)}"
                f"There are: {', '.join(names)}.",
            )
        (excluded if condition.operator.is_negative else wanted).add(name)
    chosen = [name for name in names if (not wanted or name in wanted) and name not in excluded]
    if not chosen:
        raise UsageError(
            "The filter Server leaves no server to ask.",
            next_step=f"There are: {', '.join(names)}.",
        )
    return chosen


def require_one_server(parameters: SearchParameters) -> SearchParameters:
    """The search, where a single server is asked. Raises UsageError for the filter Server."""
    if parameters.named(SERVER):
        raise UsageError(
            "The filter Server chooses among several servers, and one is asked here.",
            next_step="Take it out; netwrix-tui corp dmz asks the servers of two profiles.",
        )
    return parameters
