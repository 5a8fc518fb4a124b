"""A search plan: what the user means, with the filters that are switched off for the moment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import Timeframe


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One filter of a plan, switched on or off."""

    filter: Filter
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """The filters of a search in the order in which they were added. Immutable."""

    entries: tuple[PlanEntry, ...] = field(default=())

    @classmethod
    def initial(cls) -> SearchPlan:
        """The search that the explorer starts with: the last seven days."""
        return cls.of(Filter("When", Operator.EQUALS, Timeframe.LAST_SEVEN_DAYS))

    @classmethod
    def of(cls, *filters: Filter) -> SearchPlan:
        """A plan of the given filters, all switched on."""
        return cls(tuple(PlanEntry(f) for f in filters))

    def add(self, new: Filter) -> SearchPlan:
        """The plan with one more filter; one that stands there already is switched on."""
        for index, entry in enumerate(self.entries):
            if entry.filter == new:
                return self._with_entry(index, PlanEntry(new))
        return SearchPlan((*self.entries, PlanEntry(new)))

    def change(self, index: int, new: Filter) -> SearchPlan:
        """The plan with the filter at ``index`` replaced and switched on.

        Where another entry says the same already, that one goes.
        """
        changed = enumerate(self._with_entry(index, PlanEntry(new)).entries)
        return SearchPlan(tuple(e for i, e in changed if i == index or e.filter != new))

    def toggle(self, index: int) -> SearchPlan:
        """The plan with the filter at ``index`` switched off, or on again."""
        entry = self.entries[index]
        return self._with_entry(index, replace(entry, enabled=not entry.enabled))

    def remove(self, index: int) -> SearchPlan:
        """The plan without the filter at ``index``."""
        return SearchPlan(self.entries[:index] + self.entries[index + 1 :])

    def parameters(self) -> SearchParameters:
        """What is sent: the filters that are switched on."""
        return SearchParameters().with_(*(e.filter for e in self.entries if e.enabled))

    def _with_entry(self, index: int, entry: PlanEntry) -> SearchPlan:
        entries = list(self.entries)
        entries[index] = entry
        return SearchPlan(tuple(entries))
