"""Which records are A, and which are B: of a stream, and of a store by its codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.records.conditions import Condition
from netwrix_tui.records.filters import ANYWHERE, Filter, Operator
from netwrix_tui.records.record_matching import RecordTest, asks_for_groups, unknown_filters
from netwrix_tui.records.row_fields import TEXT_FIELDS
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.sequence_pattern import SequencePattern
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.columnstore.timestamps import UNKNOWN, timestamp_of
from netwrix_tui.results.summaries.sequences import SequenceTally
from netwrix_tui.results.view.cooperative_steps import Steps, slices

_AT_ONCE = 4_096


def check_part(parameters: SearchParameters) -> None:
    """Raises UsageError where a record alone does not tell whether it is found by these filters."""
    if any(f.name == ANYWHERE for f in parameters.filters):
        raise UsageError(
            "A word that is looked for anywhere is no part of a sequence.",
            next_step="Name its field, as what:word.",
        )
    if asks_for_groups(parameters):
        raise UsageError(
            "A record does not say who is in a group.",
            next_step="Put the group into the search around the sequence.",
        )
    unknown = unknown_filters(parameters)
    if unknown:
        raise UsageError(f"Only the server knows what the filter {unknown[0]} means.")


class StreamTest:
    """Tests received records by a pattern. Raises UsageError where it cannot."""

    def __init__(self, pattern: SequencePattern, now: int) -> None:
        self._parts = []
        for part in (pattern.first, pattern.then):
            check_part(part)
            self._parts.append(RecordTest(part, now))
        self.tally = SequenceTally(pattern)

    def add(self, records: Sequence[ReceivedRecord]) -> None:
        """Note those that are A or B."""
        for record in records:
            is_first, is_then = (_holds(test, record) for test in self._parts)
            if is_first or is_then:
                moment = timestamp_of(record.row.when)
                moment = UNKNOWN if moment is None else moment
                self.tally.note(record.row, moment, is_first=is_first, is_then=is_then)


def _holds(test: RecordTest, record: ReceivedRecord) -> bool:
    if not test.row_holds(record.row):
        return False
    if not test.needs_details:
        return True
    try:
        return test.details_hold(record.record())
    except NetwrixTuiError:  # damaged: its changes cannot be read
        return False


def sequences_of(
    store: Store, rows: Sequence[int], pattern: SequencePattern, now: int
) -> Steps[SequenceTally]:
    """The records of these rows that are A or B. On any thread. Raises UsageError at once."""
    for part in (pattern.first, pattern.then):
        check_part(part)
    return _sequences_of(store, rows, pattern, now)


def _sequences_of(
    store: Store, rows: Sequence[int], pattern: SequencePattern, now: int
) -> Steps[SequenceTally]:
    tally = SequenceTally(pattern)
    is_a, is_b = (_row_test(store, part, now) for part in (pattern.first, pattern.then))
    for start, end in slices(0, len(rows), _AT_ONCE):
        for row in rows[start:end]:
            is_first, is_then = is_a(row), is_b(row)
            if is_first or is_then:
                moment = store.timestamps[row]
                tally.note(store.row(row), moment, is_first=is_first, is_then=is_then)
        yield
    return tally


def _row_test(store: Store, parameters: SearchParameters, now: int) -> Callable[[int], bool]:
    """Whether a row of the store is found: by its codes, each value looked at once."""
    names = dict.fromkeys(f.name for f in parameters.filters)
    quick = [
        (
            store.column(TEXT_FIELDS[name]),
            Condition.of(parameters.named(name), {}),
            dict[int, bool](),
        )
        for name in names
        if name in TEXT_FIELDS and not any(_is_group(f.operator) for f in parameters.named(name))
    ]
    rest = [name for name in names if name not in TEXT_FIELDS]
    whole = RecordTest(parameters, now) if rest else None

    def holds(row: int) -> bool:
        for column, condition, known in quick:
            code = column.codes[row]
            if code not in known:
                known[code] = condition.holds((column[row],))
            if not known[code]:
                return False
        if whole is None:
            return True
        if not whole.row_holds(store.row(row)):
            return False
        if not whole.needs_details:
            return True
        try:
            return whole.details_hold(store.record(row))
        except NetwrixTuiError:  # damaged, or a disk that fails: its changes cannot be read
            return False

    return holds


def _is_group(operator: Operator) -> bool:
    return operator in (Operator.IN_GROUP, Operator.NOT_IN_GROUP)


def around(search: SearchParameters, pattern: SequencePattern) -> SearchParameters:
    """The search narrowed to what may be A or B, as far as the API can say that.

    A field of which both parts name values, and the search none, may have the values of either.
    """
    taken = {f.name for f in search.filters}
    shared: list[Filter] = []
    for name in dict.fromkeys(f.name for f in pattern.first.filters):
        both = (*pattern.first.named(name), *pattern.then.named(name))
        is_in_each = bool(pattern.first.named(name)) and bool(pattern.then.named(name))
        is_positive = not any(f.operator.is_negative for f in both)
        if is_in_each and is_positive and name in TEXT_FIELDS and name not in taken:
            shared.extend(dict.fromkeys(both))
    return search.with_(*shared)
