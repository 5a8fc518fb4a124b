"""What a result file tells about the records of one input, and about what they replace."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from netwrix_tui.writing.identity import RecordIdentity
from netwrix_tui.writing.result_lines import BatchState, Line

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one record stands, since when and why; ``sending`` is the one it went out in last.

    ``elsewhere`` is the file that says so, where it is not the one that is written to.
    """

    state: BatchState
    at: str = ""
    why: str = ""
    sending: int = 0
    elsewhere: Path | None = None


@dataclass(slots=True)
class History:
    """Takes a file's lines in, and keeps what concerns the records of an input: its memory is
    that of the input, however long the file has grown.
    """

    given: dict[str, str]
    """The input: the core of each record, by its ID, in their order."""
    standings: dict[str, Standing] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    """How many records each sending had, also those that this input has not."""
    near: list[tuple[str, ...]] = field(default_factory=list)
    """The sendings that some of these records were in, whole."""
    alike: dict[str, set[str]] = field(default_factory=dict)
    """By core, records with the core of one of these that this input has not."""
    last_input: str = ""
    _cores: frozenset[str] = frozenset()
    _sent: dict[int, list[str]] = field(default_factory=dict)
    _states: dict[str, BatchState] = field(default_factory=dict)
    """Of records that this input has not, as far as they are near or alike."""
    _others: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._cores = frozenset(self.given.values())

    @property
    def last_sending(self) -> int:
        """The number of the last sending."""
        return max(self.sizes, default=0)

    def take(self, lines: Iterable[Line]) -> None:
        """Read on."""
        for line in lines:
            if line.input:
                self.last_input = line.input
            elif line.state is BatchState.SENT and line.records:
                self._take_sending(line)
            elif line.state is not None:
                self._take_outcome(line, line.state)

    def join(self, other: History, path: Path) -> None:
        """Add what another file tells of the same input. Of two states the later one holds; what
        was accepted once stays so.
        """
        for id_, standing in other.standings.items():
            mine = self.standings.get(id_)
            if mine is None or _rank(standing) > _rank(mine):
                self.standings[id_] = replace(standing, elsewhere=path)
        self.near += other.near
        for core, ids in other.alike.items():
            self.alike.setdefault(core, set()).update(ids)
        self._states = {**other._states, **self._states}

    def state_of_other(self, id_: str) -> BatchState | None:
        """Where a record stands that is near or alike."""
        return self._states.get(id_)

    def _take_sending(self, line: Line) -> None:
        self.sizes[line.sending] = len(line.records)
        ours = [id_ for id_ in line.records if id_ in self.given]
        others = {
            id_: core
            for id_, core in zip(line.records, line.cores, strict=False)
            if id_ not in self.given and (ours or core in self._cores)
        }
        for id_, core in others.items():
            if core in self._cores:
                self.alike.setdefault(core, set()).add(id_)
        if ours and others:
            self.near.append(line.records)
        self._sent[line.sending] = ours
        self._others[line.sending] = list(others)
        self._states.update(dict.fromkeys(others, BatchState.SENT))
        standing = Standing(BatchState.SENT, line.at, line.why, line.sending)
        self.standings.update(dict.fromkeys(ours, standing))

    def _take_outcome(self, line: Line, state: BatchState) -> None:
        standing = Standing(state, line.at, line.why, line.sending)
        ours = line.records or self._sent.get(line.sending, ())
        self.standings.update((id_, standing) for id_ in ours if id_ in self.given)
        others = line.records or self._others.get(line.sending, ())
        self._states.update((id_, state) for id_ in others if id_ in self._states)


def _rank(standing: Standing) -> tuple[bool, str]:
    return standing.state is BatchState.ACCEPTED, standing.at


@dataclass(frozen=True, slots=True)
class Changes:
    """How an input differs from what its server was given before, in records.

    ``replaced`` counts those of the changed ones whose earlier form is there, or may be.
    """

    new: int
    changed: int
    replaced: int


def changes(history: History, given: Sequence[RecordIdentity], unknown: Collection[int]) -> Changes:
    """What of the unknown rows is new, and what was sent before in another form.

    Another form is one that agrees in what happened, to whom and where, or that stood between the
    same two records, where as many stood as do now; a form that is still in the input is not
    another.
    """
    others: dict[int, str] = {}
    used: set[str] = set()
    for row in sorted(unknown):
        alike = history.alike.get(given[row].core, set()) - used
        if alike:
            others[row] = min(alike)
            used.add(others[row])
    sent = ((id_, id_ in history.given) for records in history.near for id_ in records)
    missing = dict(_gaps(sent))
    now = ((row, row not in unknown) for row in range(len(given)))
    for (before, behind), rows in _gaps(now):
        anchors = tuple("" if row is None else given[row].id for row in (before, behind))
        gone = missing.get((anchors[0] or None, anchors[1] or None), [])
        if len(gone) == len(rows):
            others.update(
                (row, id_) for row, id_ in zip(rows, gone, strict=True) if row not in others
            )
    states = [history.state_of_other(id_) for id_ in others.values()]
    replaced = sum(state in (BatchState.ACCEPTED, BatchState.SENT) for state in states)
    return Changes(len(unknown) - len(others), len(others), replaced)


def _gaps(
    sequence: Iterable[tuple[T, bool]],
) -> Iterator[tuple[tuple[T | None, T | None], list[T]]]:
    """What stands together between two that are known, with these two; None is an end."""
    before: T | None = None
    gap: list[T] = []
    for one, is_known in sequence:
        if not is_known:
            gap.append(one)
            continue
        if gap:
            yield (before, one), gap
        before, gap = one, []
    if gap and before is not None:
        yield (before, None), gap
