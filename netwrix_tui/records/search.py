"""Search parameters: an immutable set of filters, as the server gets them."""

from __future__ import annotations

from dataclasses import dataclass

from netwrix_tui.records.filters import Filter


@dataclass(frozen=True, slots=True)
class SearchParameters:
    """What to search for. Without any filter it means every record (the endpoint ``enum``).

    Different filters combine with AND. Entries of one filter with Equals, Contains, StartsWith,
    EndsWith or InGroup combine with OR; those with a negative operator all have to hold
    ("Search Parameters" in the vendor's documentation).
    """

    filters: tuple[Filter, ...] = ()

    def with_(self, *filters: Filter) -> SearchParameters:
        """These parameters and further filters; what is there already is not repeated."""
        new = [f for f in dict.fromkeys(filters) if f not in self.filters]
        return SearchParameters((*self.filters, *new))

    def without(self, *filters: Filter) -> SearchParameters:
        """These parameters without the given filters."""
        return SearchParameters(tuple(f for f in self.filters if f not in filters))

    def named(self, name: str) -> tuple[Filter, ...]:
        """The entries of one filter, in order."""
        return tuple(f for f in self.filters if f.name == name)
