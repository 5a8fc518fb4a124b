"""A search decided over single records, by what its filters mean. Pure.

What the documentation leaves open is decided as the demo server decides it. Membership of groups
is nowhere in a record: whoever asks for it has to know the groups.
"""

from __future__ import annotations

from netwrix_tui.errors import UsageError
from netwrix_tui.records.conditions import RECORD_TEXTS, SCENE_TEXTS, Condition, Groups, Hours
from netwrix_tui.records.filters import Operator
from netwrix_tui.records.record import ActivityRecord, Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import BEGINNING, END, spans_of
from netwrix_tui.records.weekly_hours import WeeklyHours
from netwrix_tui.records.weekly_test import WeeklyTest, weekly_tests
from netwrix_tui.records.when import instant

_IN_ROW = {
    "Who": "who", "Action": "action", "Where": "where", "DataSource": "data_source",
    "ObjectType": "object_type", "Workstation": "workstation", "Item": "item",
    "MonitoringPlan": "monitoring_plan", "RID": "rid", "What": "what",
}  # fmt: skip
_IN_DETAILS = ("Detail", "Before", "After")
_EVERYTHING = [(BEGINNING, END)]


def asks_for_groups(parameters: SearchParameters) -> bool:
    """True where some filter asks whether an account is in a group."""
    groups = (Operator.IN_GROUP, Operator.NOT_IN_GROUP)
    return any(f.operator in groups for f in parameters.filters)


def unknown_filters(parameters: SearchParameters) -> list[str]:
    """The filters that this knows no meaning of."""
    known = {*RECORD_TEXTS, *SCENE_TEXTS, "When", "WorkingHours"}
    return sorted({f.name for f in parameters.filters} - known)


def check_answerable(parameters: SearchParameters, source: str) -> None:
    """Raise UsageError where kept records cannot answer a search, and say why.

    ``source`` is what holds them: ``a case``, ``an archive``.
    """
    if asks_for_groups(parameters):
        raise UsageError(
            f"The members of a group are not in {source}: the records do not name them.",
            next_step="Ask the server itself (F9), or name the accounts.",
        )
    unknown = unknown_filters(parameters)
    if unknown:
        raise UsageError(
            f"Only the server knows what the filter {unknown[0]} means.",
            next_step="Ask the server itself (F9), or leave it out.",
        )


class RecordTest:
    """One search, which knows of any record whether it is found. Raises TypeError for "anywhere".

    ``now`` is what relative times are of, in seconds since the epoch.
    """

    def __init__(
        self, parameters: SearchParameters, now: int, groups: Groups | None = None
    ) -> None:
        self._spans = spans_of(parameters.named("When"), now)
        self._hours: list[Hours | WeeklyTest] = [
            Hours.of(f)
            for f in parameters.named("WorkingHours")
            if not isinstance(f.value, WeeklyHours)
        ]
        self._hours += weekly_tests(parameters)
        names = dict.fromkeys(f.name for f in parameters.filters)
        conditions = {
            name: Condition.of(parameters.named(name), groups or {})
            for name in names
            if name not in ("When", "WorkingHours")
        }
        self._row_conditions = [
            (_IN_ROW[name], condition) for name, condition in conditions.items() if name in _IN_ROW
        ]
        self._details = [
            (SCENE_TEXTS[name], condition)
            for name, condition in conditions.items()
            if name in _IN_DETAILS
        ]
        self.needs_details = bool(self._details)
        """True where a row alone does not decide."""

    def row_holds(self, row: Row) -> bool:
        """Whether a row meets all that a row can say of it."""
        for field, condition in self._row_conditions:
            if not condition.holds((getattr(row, field),)):
                return False
        return self._time_holds(row.when)

    def details_hold(self, record: ActivityRecord) -> bool:
        """Whether the changes of a record meet what is asked of them."""
        return all(c.holds(texts(record.what, record.details)) for texts, c in self._details)

    def _time_holds(self, when: str) -> bool:
        if self._spans == _EVERYTHING and not self._hours:
            return True
        moment = instant(when)
        if moment is None:
            return False
        second = moment.timestamp()
        if not any(first <= second <= last for first, last in self._spans):
            return False
        return all(hours.holds(int(second)) for hours in self._hours)
