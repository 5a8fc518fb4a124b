"""Search parameters against the data set: which indices match, newest first.

What the documentation leaves open is decided here as the project's reference on the API says. When
and RID narrow the indices by bisection and look-up. Names are judged once each, and the columns of
codes are scanned. What, details and RIDs are made last, only for what is left.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from netwrix_tui.demo.blocks import BLOCK, Block
from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.demo.events import KINDS
from netwrix_tui.demo.rid import rid_of
from netwrix_tui.records.case_fold import fold_case
from netwrix_tui.records.conditions import RECORD_TEXTS, SCENE_TEXTS, Condition, Hours
from netwrix_tui.records.filters import Operator
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import BEGINNING, spans_of
from netwrix_tui.records.when import instant

_MADE_AT_ONCE = 128
"""So many records are made between two breaths where What or details have to be looked at."""

_Column = Callable[[Block], Sequence[int]]
_Judged = tuple[_Column, bytes]
"""A column of codes, and for each code whether it may stand there."""

_Range = tuple[int, int]


class Search:
    """One search over the data set, as of ``now`` (seconds since the epoch).

    ``plan`` is the monitoring plan to which the searching account is restricted, if it is. For
    records that arrived after the data set was made, relative times end at ``arriving``.
    """

    def __init__(
        self,
        dataset: Dataset,
        parameters: SearchParameters,
        now: int,
        plan: str | None = None,
        *,
        arriving: int = 0,
    ) -> None:
        self._dataset = dataset
        self._plan = plan
        groups = {
            fold_case(g.account): frozenset(map(fold_case, g.members))
            for g in dataset.company.groups
        }
        names = dict.fromkeys(f.name for f in parameters.filters)
        self._hours = [Hours.of(f) for f in parameters.named("WorkingHours")]
        self._conditions = {
            name: Condition.of(parameters.named(name), groups)
            for name in names
            if name not in ("When", "WorkingHours")
        }
        self._scene_conditions = [
            (SCENE_TEXTS[name], condition)
            for name, condition in self._conditions.items()
            if name in SCENE_TEXTS
        ]
        self._judged = list(self._judge())
        self._ranges = self._narrow(parameters, now)
        self._spans = spans_of(parameters.named("When"), max(now, arriving))

    def chunks(self, start: int) -> Iterator[list[int]]:
        """The matching indices from ``start`` on, in order; a chunk takes a few milliseconds.

        Chunks may be empty: whoever asks gets a chance to do something else in between.
        """
        for first, last in self._ranges:
            position = max(first, start)
            while position < last:
                end = min(last, self._block_end(position))
                yield from self._chunks_within(position, end)
                position = end

    def finds(self, record: ActivityRecord) -> bool:
        """Whether a record matches that is not in the data set."""
        moment = instant(record.when)
        second = int(moment.timestamp()) if moment is not None else BEGINNING
        in_time = any(first <= second <= last for first, last in self._spans)
        return in_time and self._record_matches(record)

    def _block_end(self, index: int) -> int:
        base = self._dataset.base_of(index)
        return max(self._dataset.index_of_base((base // BLOCK + 1) * BLOCK), index + 1)

    def _chunks_within(self, first: int, last: int) -> Iterator[list[int]]:
        """Chunks within one block of drawn records, with the scripted ones between them."""
        dataset = self._dataset
        scripted = [
            i
            for i in dataset.scripted_between(first, last)
            if self._record_matches(dataset.record(i))
        ]
        bases = self._scan(dataset.base_of(first), dataset.base_of(last))
        step = _MADE_AT_ONCE if self._has_late_conditions() else BLOCK
        for at in range(0, max(len(bases), 1), step):
            found = [b for b in bases[at : at + step] if self._late_holds(b)]
            indices = [dataset.index_of_base(base) for base in found]
            if at + step < len(bases):
                edge = bisect_right(scripted, dataset.index_of_base(bases[at + step - 1]))
                scripted, due = scripted[edge:], scripted[:edge]
            else:
                due = scripted
            yield sorted(indices + due) if due else indices

    def _scan(self, first: int, last: int) -> Sequence[int]:
        if first >= last:
            return ()
        bases: Sequence[int] = range(first, last)
        if not self._judged:
            return bases
        block = self._dataset.block(first)
        offset = block.first
        for column, allowed in self._judged:
            codes = column(block)
            bases = [b for b in bases if allowed[codes[b - offset]]]
            if not bases:
                break
        return bases

    def _has_late_conditions(self) -> bool:
        return bool(self._scene_conditions or self._hours or "RID" in self._conditions)

    def _late_holds(self, base: int) -> bool:
        dataset = self._dataset
        if self._hours:
            second = dataset.base_second(base)
            if not all(hours.holds(second) for hours in self._hours):
                return False
        by_rid = self._conditions.get("RID")
        if by_rid is not None:
            index = dataset.index_of_base(base)
            if not by_rid.holds((rid_of(index, dataset.moment_ms(index), dataset.seed),)):
                return False
        if self._scene_conditions:
            what, details = dataset.scene(base)
            return all(c.holds(texts(what, details)) for texts, c in self._scene_conditions)
        return True

    def _record_matches(self, record: ActivityRecord) -> bool:
        """The same question for a whole record. Scripted records are few; this need not be fast."""
        if self._plan is not None and record.monitoring_plan != self._plan:
            return False
        moment = instant(record.when)
        if moment is None or not all(h.holds(int(moment.timestamp())) for h in self._hours):
            return False
        return all(
            condition.holds((RECORD_TEXTS[name](record),))
            for name, condition in self._conditions.items()
            if name in RECORD_TEXTS
        ) and all(c.holds(t(record.what, record.details)) for t, c in self._scene_conditions)

    def _judge(self) -> Iterator[_Judged]:
        """Every condition on names, with a verdict on each name."""
        company, dataset = self._dataset.company, self._dataset
        places, kinds = company.places, KINDS
        if self._plan is not None:
            yield lambda block: block.places, bytes(p.plan == self._plan for p in places)
        names: dict[str, tuple[_Column, Iterable[str]]] = {
            "Action": (lambda block: block.kinds, (k.action for k in kinds)),
            "DataSource": (lambda block: block.kinds, (k.source for k in kinds)),
            "ObjectType": (lambda block: block.kinds, dataset.object_types),
            "Who": (lambda block: block.actors, (a.name for a in company.actors)),
            "Where": (lambda block: block.places, (p.where for p in places)),
            "Item": (lambda block: block.places, (p.item for p in places)),
            "MonitoringPlan": (lambda block: block.places, (p.plan for p in places)),
            "Workstation": (lambda block: block.stations, company.stations),
        }
        for name, (column, texts) in names.items():
            condition = self._conditions.get(name)
            if condition is not None:
                yield column, bytes(condition.holds((text,)) for text in texts)

    def _narrow(self, parameters: SearchParameters, now: int) -> list[_Range]:
        """The ranges of indices that When and RID leave, in order."""
        dataset = self._dataset
        ranges = [
            (dataset.first_before(last + 1), dataset.first_before(first))
            for first, last in reversed(spans_of(parameters.named("When"), now))
        ]
        wanted = [f for f in parameters.named("RID") if not f.operator.is_negative]
        if not wanted or any(f.operator is not Operator.EQUALS for f in wanted):
            return ranges
        found = {dataset.index_of(f.value) for f in wanted if isinstance(f.value, str)}
        return [
            (index, index + 1)
            for index in sorted(i for i in found if i is not None)
            if any(first <= index < last for first, last in ranges)
        ]
