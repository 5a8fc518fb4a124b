"""Journal of one input on its way to one server: the state of each batch, in a result file.

Each change is on the disk before anything is done about it. Whatever ends the program, the file
tells which records were not sent, which were accepted or refused, and of which nobody knows; and it
tells that of the records, whatever input they stand in next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec.structs import replace

from netwrix_tui import clock
from netwrix_tui.records.new_record import MOST_RECORDS
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.batches import Batch, cut
from netwrix_tui.writing.history import Changes, History, Standing, changes
from netwrix_tui.writing.record_identity import RecordIdentity
from netwrix_tui.writing.result_file import ResultFile, read_history
from netwrix_tui.writing.result_lines import BatchState, Line

__all__ = ["BatchState", "Journal", "Purpose"]

_NOT_SENT = Standing(BatchState.PENDING)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What is written, and where to.

    ``sizes`` are the bytes of each record as sent, ``server`` is the server's identity, ``digest``
    what the first version of result files called the whole input by.
    """

    identities: Sequence[RecordIdentity]
    sizes: Sequence[int]
    server: str
    account: str
    wire: WireFormat
    digest: str = ""
    most_records: int = MOST_RECORDS


class Journal:
    """What is known of an input's records, in batches. Holds its result file until it is closed.

    Records that were accepted or are in doubt make batches as they were sent; the rest is cut anew,
    and what was refused once does not go together with what was not.
    """

    def __init__(self, file: ResultFile, purpose: Purpose, history: History) -> None:
        self.path = file.path
        self.purpose = purpose
        self._file = file
        self._history = history
        self._last_sending = history.last_sending
        known = [history.standings.get(one.id) for one in purpose.identities]
        self.is_new = not any(known)
        """Whether none of the records was ever sent there."""
        self.trouble = ""
        """What is to be said about the file itself; mostly nothing."""
        self._input = _input_digest(purpose.identities)
        self._is_begun = False
        self.batches: list[Batch] = []
        self._standings: dict[int, Standing] = {}
        for standing, rows in _grouped(known, purpose):
            self.batches.append(Batch(len(self.batches) + 1, rows))
            self._standings[len(self.batches)] = standing

    @classmethod
    def open(cls, path: Path, purpose: Purpose, others: Iterable[Path] = ()) -> Self:
        """Make the result file, or go on with the one there is.

        ``others`` are files that may know some of the records, too. Raises UsageError where one of
        them cannot be read, or where the file itself belongs to another server, is in use, or
        cannot be written.
        """
        given = {one.id: one.core for one in purpose.identities}
        history = History(given)
        target = purpose.server, purpose.digest, purpose.identities
        file = ResultFile.open(path, *target, history)
        try:
            for other in others:
                told = History(given)
                old = read_history(other, *target, told)
                if old and history.standings.keys().isdisjoint(told.standings):
                    last = history.last_sending
                    old = [replace(line, sending=line.sending + last) for line in old]
                    file.append(old)
                    history.take(old)
                else:
                    history.join(told, other)
        except BaseException:
            file.close()
            raise
        return cls(file, purpose, history)

    @property
    def is_same_input(self) -> bool:
        """Whether the last run that sent anything had these records, in whatever order."""
        return self._history.last_input == self._input

    def changes(self) -> Changes:
        """How the input differs from what the server was given before."""
        given = self.purpose.identities
        standings = self._history.standings
        unknown = {row for row, one in enumerate(given) if one.id not in standings}
        return changes(self._history, given, unknown)

    def state(self, batch: Batch) -> BatchState:
        """Where a batch stands."""
        return self._standings[batch.number].state

    def why(self, batch: Batch) -> str:
        """What is noted beside its state: why it was refused, how it was found."""
        return self._standings[batch.number].why

    def since(self, batch: Batch) -> str:
        """When it came into its state, as ISO 8601 in UTC; empty where it is pending."""
        at = self._standings[batch.number].at
        return f"{at.partition('.')[0]}Z" if "." in at else at

    def told_by(self, batch: Batch) -> Path | None:
        """The file that tells of it, where it is not this one."""
        return self._standings[batch.number].elsewhere

    def note(self, batch: Batch, state: BatchState, why: str = "") -> None:
        """Give a batch a state; on the disk when this returns. Raises UsageError."""
        now = clock.now().isoformat(timespec="microseconds").replace("+00:00", "Z")
        lines: list[Line] = []
        before = self._standings[batch.number]
        sending = 0 if before.elsewhere else before.sending
        some = batch.of(self.purpose.identities)
        ids = tuple(one.id for one in some)
        if state is BatchState.SENT and before.state is not state:
            if not self._is_begun:
                lines.append(Line(at=now, input=self._input))
            sending = self._last_sending + 1
            lines.append(
                Line(
                    at=now,
                    state=state,
                    sending=sending,
                    account=self.purpose.account,
                    records=ids,
                    cores=tuple(one.core for one in some),
                )
            )
        else:
            is_whole = self._history.sizes.get(sending) == len(ids)
            rest = () if is_whole else ids
            lines.append(Line(at=now, state=state, sending=sending, why=why, records=rest))
        self._file.append(lines)
        if sending > self._last_sending:
            self._is_begun, self._last_sending = True, sending
            self._history.sizes[sending] = len(ids)
        self._standings[batch.number] = Standing(state, now, why, sending)

    def of_state(self, *states: BatchState) -> list[Batch]:
        """The batches that stand so, in their order."""
        return [batch for batch in self.batches if self.state(batch) in states]

    def records_of(self, *states: BatchState) -> int:
        """How many records those batches have."""
        return sum(map(len, self.of_state(*states)))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _grouped(
    known: Sequence[Standing | None], purpose: Purpose
) -> list[tuple[Standing, tuple[int, ...]]]:
    """The rows of each batch, and where they stand; in the order of their first rows."""
    groups: dict[Standing, list[int]] = {}
    for row, standing in enumerate(known):
        if standing is None or standing.state is BatchState.PENDING:
            standing = _NOT_SENT
        groups.setdefault(standing, []).append(row)
    batches: list[tuple[Standing, tuple[int, ...]]] = []
    for standing, rows in groups.items():
        if standing.state in (BatchState.ACCEPTED, BatchState.SENT):
            batches.append((standing, tuple(rows)))
        else:
            pieces = cut(rows, purpose.sizes, purpose.wire, purpose.most_records)
            batches += [(standing, piece) for piece in pieces]
    return sorted(batches, key=lambda batch: batch[1][0])


def _input_digest(identities: Sequence[RecordIdentity]) -> str:
    """What tells these records from others, in whatever order they are."""
    whole = blake2b(digest_size=16)
    for id_ in sorted(one.id for one in identities):
        whole.update(f"{id_}\n".encode())
    return whole.hexdigest()
