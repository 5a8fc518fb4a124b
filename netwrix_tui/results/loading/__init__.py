"""Pages by continuation marks: the worker thread, the pager, time slices, chained searches.

:class:`RecordSource` is the door at which records come in: whatever has its three methods can be
explored.
"""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = [
    "ApiWorker", "LoadedSearch", "PagerPhase", "RecordSource", "ResumePoint", "SearchFetcher",
]  # fmt: skip

__getattr__ = doors(
    __name__,
    loaded_search="LoadedSearch", pager="PagerPhase", record_source="RecordSource",
    resume_point="ResumePoint", search_fetcher="SearchFetcher", worker="ApiWorker",
)  # fmt: skip
