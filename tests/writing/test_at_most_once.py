"""However an input is edited between runs, and however they end: each record is there once at most.

The runs go through result files and the state directory as the command's do; the server answers in
every way, and the program is killed at every place.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.records.new_record import NewRecord
from netwrix_tui.records.record import Detail
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.batches import encoded_sizes
from netwrix_tui.writing.journal import BatchState, Journal
from netwrix_tui.writing.opening import open_journal
from netwrix_tui.writing.reconcile import look_for_records
from netwrix_tui.writing.record_identity import content
from netwrix_tui.writing.sources import SourcedRecord, SourceLocation
from netwrix_tui.writing.validation import checked
from netwrix_tui.writing.write_report import before, summary, warnings
from tests.writing.recording import Fate, Killed, RecordingServer

SPELLINGS = ("https://127.0.0.1", "localhost:9699", "http://[::1]", "LOCALHOST.", "127.1")
RESULTS = (None, "one", "two")


def a_record(number: int, form: int) -> NewRecord:
    """A record and its forms: what an admin mends in a file, and what spells the same otherwise."""
    return NewRecord(
        who="CORP\\jane",
        action="Modified",
        what=f"x{number}",
        when="2026-11-05T14:30:00Z" if number % 2 else "2026-11-05T15:30:00+01:00",
        where="h" if form < 3 else "h2",
        object_type="File",
        item="erp" if form == 1 else "",
        details=(Detail("Size", None, None, "7" if form == 2 else ""),),
    )


records = st.builds(a_record, st.integers(0, 5), st.integers(0, 3))
inputs = st.lists(records, min_size=1, max_size=12)


@dataclass(frozen=True)
class Run:
    """One command: how its input differs from the one before, and what it meets."""

    dropped: tuple[int, ...]
    added: tuple[tuple[int, NewRecord], ...]
    order: int
    most: int
    wire: WireFormat
    spelling: str
    result: str | None
    fates: tuple[Fate, ...]
    checks: bool

    def edited(self, old: Sequence[NewRecord]) -> list[NewRecord]:
        """The input of this run, out of that of the last one."""
        new = [record for row, record in enumerate(old) if row not in self.dropped]
        for place, record in self.added:
            new.insert(place, record)
        turn = self.order % max(len(new), 1)
        return new[turn:] + new[:turn] or list(old)


runs = st.builds(
    Run,
    dropped=st.lists(st.integers(0, 12), max_size=3).map(tuple),
    added=st.lists(st.tuples(st.integers(0, 12), records), max_size=3).map(tuple),
    order=st.integers(0, 4),
    most=st.integers(1, 5),
    wire=st.sampled_from(WireFormat),
    spelling=st.sampled_from(SPELLINGS),
    result=st.sampled_from(RESULTS),
    fates=st.lists(st.sampled_from(Fate), max_size=5).map(tuple),
    checks=st.booleans(),
)


class Office:
    """A machine with a state directory, and a server that it writes to."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.server = RecordingServer()

    def run(self, given_: Sequence[NewRecord], run: Run) -> None:
        """Write an input, as the command does with --yes."""
        sourced = [
            SourcedRecord(SourceLocation("f", n), record) for n, record in enumerate(given_, 1)
        ]
        named = None if run.result is None else self._directory / run.result
        self.server.fates = list(run.fates)
        with open_journal(
            checked(sourced, run.wire), encoded_sizes(given_, run.wire), run.wire,
            Connection(run.spelling, "a", Secret("b")), named=named, most_records=run.most,
        ) as journal:  # fmt: skip
            assert sorted(row for batch in journal.batches for row in batch.rows) == list(
                range(len(given_))
            )
            change = journal.changes()
            assert change.replaced <= change.changed
            assert bool(before(journal)) is not (journal.is_new and not change.changed)
            list(warnings(journal))
            try:
                asyncio.run(self._through(given_, journal, run))
            except Killed:
                return
            assert summary(journal)
            # Nothing is called accepted that is not there.
            accepted = [r for b in journal.of_state(BatchState.ACCEPTED) for r in b.of(given_)]
            assert not Counter(map(content, accepted)) - self.server.times

    async def _through(self, given_: Sequence[NewRecord], journal: Journal, run: Run) -> None:
        from netwrix_tui.writing.send_batches import send_batches

        if run.checks:
            accepted = [r for b in journal.of_state(BatchState.ACCEPTED) for r in b.of(given_)]
            for batch in journal.of_state(BatchState.SENT):
                arrival = await look_for_records(self.server, batch.of(given_), accepted)
                if arrival.is_whole:
                    journal.note(batch, BatchState.ACCEPTED, str(arrival))
                    accepted += batch.of(given_)
                elif arrival.is_none:
                    journal.note(batch, BatchState.PENDING)
        await send_batches(self.server, given_, journal, on_change=lambda _: None)


HEALTHY = Run((), (), 0, 1000, WireFormat.JSON, "localhost", None, (), False)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=inputs, story=st.lists(runs, min_size=2, max_size=6))
def test_each_record_is_there_once_at_most(first: list[NewRecord], story: list[Run]) -> None:
    with (
        tempfile.TemporaryDirectory() as place,
        patch.dict("os.environ", {"NETWRIX_TUI_STATE": f"{place}/state"}),
    ):
        office = Office(Path(place))
        wanted: Counter[str] = Counter()
        given_ = first
        for run in story:
            given_ = run.edited(given_)
            wanted |= Counter(map(content, given_))
            office.run(given_, run)
            assert not office.server.times - wanted
        # What is neither in doubt nor there is sent by a run that nothing befalls.
        office.run(given_, HEALTHY)
        assert not office.server.times - wanted
        sure = office.server.times
        office.run(given_, HEALTHY)
        assert office.server.times == sure
