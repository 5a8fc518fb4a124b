"""Search for the records of a group: what the API can say, and words for the quick filter.

What neither can say is told in sentences, and the search finds more than the group then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from netwrix_tui.errors import UsageError
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.pivots import within
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.row_fields import FILTER_OF
from netwrix_tui.records.when import instant
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.summaries.group_keys import (
    DAY,
    DOMAIN,
    EXTENSION,
    FOLDER,
    HOUR,
    GroupKey,
    KeyKind,
)

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class GroupSearch:
    """A plan, terms for the quick filter over what it finds, and what is to be said about both."""

    plan: SearchPlan
    terms: str = ""
    said: tuple[str, ...] = ()


@dataclass(slots=True)
class _Making:
    """A search on its way: each key narrows it by what it can."""

    plan: SearchPlan
    zone: ShownZone
    terms: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def only(self, name: str, value: str) -> None:
        """Exactly this value: whatever else the search asks of the filter holds for it."""
        condition = Filter(name, Operator.EQUALS, value)
        rest = (e for e in self.plan.entries if e.filter.name != name or not e.enabled)
        self.plan = SearchPlan(tuple(rest)).add(condition)

    def any_of(self, name: str, *conditions: Filter) -> bool:
        """One of these conditions; False where the search asks the filter for something already.

        Values of one filter are alternatives: one more would find more, not less.
        """
        asked = (e.filter for e in self.plan.entries if e.enabled and e.filter.name == name)
        if any(not f.operator.is_negative for f in asked):
            return False
        for condition in conditions:
            self.plan = self.plan.add(condition)
        return True

    def between(self, start: datetime, end: datetime) -> None:
        """From a moment up to another, which is no part of it."""
        self.plan = within(self.plan, start, end)

    def shown(self, column: str, text: str) -> None:
        """Only those of the loaded whose column holds a text."""
        if '"' in text or not text.strip():
            self.said.append(f"Nothing can look for “{text}” alone.")
        else:
            self.terms.append(f'{column}:"{text}"')


def group_search(
    plan: SearchPlan,
    keys: Sequence[GroupKey],
    values: Sequence[str],
    zone: ShownZone,
    *,
    several: bool = False,
) -> GroupSearch:
    """The search of a plan, narrowed to the group with these values.

    ``several`` is True where several servers are asked: a single one need not be named.
    """
    making = _Making(plan, zone)
    # Whole values first: they take the place of what the search asks of their filter.
    pairs = sorted(zip(keys, values, strict=True), key=lambda pair: pair[0].kind.value)
    for key, value in pairs:
        if key.kind is KeyKind.SERVER and not several:
            continue
        if not value:
            making.said.append(f"{key.title} is empty in this group: that cannot be searched for.")
            continue
        try:
            _narrow(making, key, value)
        except (UsageError, ValueError, OverflowError, OSError) as error:
            why = error.what if isinstance(error, UsageError) else "no calendar has this time."
            making.said.append(f"{key.title} is left out: {why}")
    return GroupSearch(making.plan, " ".join(making.terms), tuple(making.said))


def _narrow(making: _Making, key: GroupKey, value: str) -> None:
    if key.kind in (KeyKind.COLUMN, KeyKind.SERVER) or key.field == "rid":
        making.only(FILTER_OF[key.field], value)
    elif key is DOMAIN:
        begins = Filter("Who", Operator.STARTS_WITH, f"{value}\\")
        ends = Filter("Who", Operator.ENDS_WITH, f"@{value}")
        if not making.any_of("Who", begins, ends):
            making.shown("who", value)
    elif key is FOLDER:
        inside = value + ("/" if "/" in value and "\\" not in value else "\\")
        if making.any_of("What", Filter("What", Operator.STARTS_WITH, inside)):
            making.said.append("What lies deeper in the folder comes, too.")
        else:
            making.shown("what", inside)
    elif key is EXTENSION:
        ending = f".{value}"
        if not making.any_of("What", Filter("What", Operator.ENDS_WITH, ending)):
            making.shown("what", ending)
    elif key is DAY:
        day = date.fromisoformat(value)
        start, end = (
            datetime.combine(d, time.min, making.zone.tzinfo)
            for d in (day, day + timedelta(days=1))
        )
        making.between(start, end)
    elif key is HOUR:
        # The API knows one offset for its hours; the quick filter knows that of each day.
        making.shown("when", f" {value}:")
    elif key.kind is KeyKind.TIME:
        making.shown("when", value.lower())
    else:
        moment = instant(value)
        if moment is None:
            raise UsageError("this is no time.")
        whole = moment.replace(microsecond=0)
        making.between(whole, whole + _SECOND)
