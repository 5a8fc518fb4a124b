"""Sequences: at least N of A, then B, by the same account or from the same workstation, within T.

B is found at a moment when at least N of A lie between T before it and it; those of A that led to
one are not counted for a later one. Of one moment, A counts as before B. A record that is both
counts as B first. Accounts and workstations are told apart without regard to case; a record that
does not tell its own, or calls it unknown, belongs to no sequence, nor does one without a time.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from netwrix_tui.records.folded import folded
from netwrix_tui.records.record import Row
from netwrix_tui.records.sequence_pattern import Same, SequencePattern
from netwrix_tui.results.columnstore.timestamps import UNKNOWN
from netwrix_tui.results.summaries.sheet import Sheet, SheetColumn, Value, number, time
from netwrix_tui.results.view.cooperative_steps import Steps

_NOBODY = frozenset({"", "unknown"})
_AT_ONCE = 256
"""Accounts or workstations that are looked through between two pauses."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sequence: so many of A from ``first`` to ``last``, by ``accounts`` different accounts.

    ``value`` is what they have in common. B is ``then``, at ``moment``. Times are in microseconds
    since 1970.
    """

    value: str
    count: int
    accounts: int
    first: int
    last: int
    moment: int
    then: Row


class SequenceTally:
    """Records that are A or B, a few bytes each; of those that are B, their rows."""

    def __init__(self, pattern: SequencePattern) -> None:
        self.pattern = pattern
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._events: list[array[int]] = []
        """For each number: moment, account, and place among the rows of B or a negative kind."""
        self._firsts: array[int] = array("I")
        self._accounts: dict[str, int] = {}
        self._rows: list[Row] = []
        self.records = 0
        """How many records were A or B."""

    def note(self, row: Row, moment: int, *, is_first: bool, is_then: bool) -> None:
        """A record, which is A, B, or both."""
        name: str = getattr(row, self.pattern.same.field)
        key = folded(name).strip()
        if moment == UNKNOWN or key in _NOBODY or not (is_first or is_then):
            return
        self.records += 1
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._names)
            self._names.append(name)
            self._events.append(array("q"))
            self._firsts.append(0)
        place = -1
        if is_then:
            place = len(self._rows)
            self._rows.append(row)
        account = self._accounts.setdefault(folded(row.who), len(self._accounts))
        # Three numbers: they sort by moment, and of one moment A before B.
        kind = 2 * place + is_first if is_then else -1
        self._events[number].extend((moment, kind, account))
        self._firsts[number] += is_first

    def found(self) -> Steps[list[Found]]:
        """All sequences, the latest first."""
        results: list[Found] = []
        for at, events in enumerate(self._events):
            # Most have too few of A, and are not even sorted.
            if self._firsts[at] >= self.pattern.minimum:
                results.extend(self._within(self._names[at], events))
            if not at % _AT_ONCE:
                yield
        results.sort(key=lambda each: (-each.moment, each.value.casefold()))
        return results

    def _within(self, name: str, events: array[int]) -> Iterator[Found]:
        pattern, width = self.pattern, self.pattern.within // timedelta(microseconds=1)
        before: deque[tuple[int, int]] = deque()
        three = zip(events[::3], events[1::3], events[2::3], strict=True)
        for moment, kind, account in sorted(three):
            while before and before[0][0] < moment - width:
                before.popleft()
            if kind >= 0 and len(before) >= pattern.minimum:
                yield Found(
                    name, len(before), len({by for _, by in before}),
                    before[0][0], before[-1][0], moment, self._rows[kind // 2],
                )  # fmt: skip
                before.clear()
            if kind < 0 or kind % 2:
                before.append((moment, account))


def sequence_sheet(found: list[Found], same: Same) -> Sheet:
    """A row for each sequence: what is common, how many of A, and B."""
    columns = (
        SheetColumn(same.value, same.value),
        number("count", "Count"),
        number("distinct_who", "Accounts"),
        time("first", "First"),
        time("last", "Last"),
        time("then", "Then"),
        SheetColumn("then_who", "Who then"),
        SheetColumn("then_action", "Action"),
        SheetColumn("then_what", "What"),
        SheetColumn("then_workstation", "From"),
        SheetColumn("then_rid", "RID"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            each.value, each.count, each.accounts, each.first, each.last, each.moment,
            each.then.who, each.then.action, each.then.what, each.then.workstation, each.then.rid,
        )
        for each in found
    ]  # fmt: skip
    return Sheet(columns, rows)
