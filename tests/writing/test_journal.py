"""The result file: what stands in it whatever ends the program, and whose it is."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from netwrix_tui.errors import UsageError
from netwrix_tui.records.new_record import NewRecord
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.journal import BatchState, Journal, Purpose
from netwrix_tui.writing.record_identity import identities
from tests.posix import is_private

SERVER = "nwx01:9699"


def record(number: int, **fields: str) -> NewRecord:
    texts = {"what": f"x{number}", "when": "2026-11-05T14:30:00Z", "who": "a", **fields}
    return NewRecord(action="Read", where="h", object_type="File", **texts)


def purpose(records: Sequence[NewRecord], most: int = 10, server: str = SERVER) -> Purpose:
    return Purpose(
        identities(records),
        [9] * len(records),
        server,
        "CORP\\svc",
        WireFormat.JSON,
        "digest",
        most,
    )


RECORDS = [record(number) for number in range(27)]
PURPOSE = purpose(RECORDS)


def test_states_last(tmp_path: Path) -> None:
    path = tmp_path / "new" / "result"
    with Journal.open(path, PURPOSE) as journal:
        first, second, third = journal.batches
        assert journal.is_new
        journal.note(first, BatchState.SENT)
        journal.note(first, BatchState.ACCEPTED)
        journal.note(second, BatchState.SENT)
        journal.note(second, BatchState.SENT, "504")
        journal.note(third, BatchState.SENT)
        journal.note(third, BatchState.REFUSED, "no plan\nnowhere")
    assert is_private(path)
    with Journal.open(path, PURPOSE) as journal:
        assert not journal.is_new
        assert journal.is_same_input
        assert [journal.state(batch) for batch in journal.batches] == [
            BatchState.ACCEPTED,
            BatchState.SENT,
            BatchState.REFUSED,
        ]
        assert [journal.why(batch) for batch in journal.batches] == ["", "504", "no plan\nnowhere"]
        assert journal.records_of(BatchState.ACCEPTED, BatchState.REFUSED) == 17
        assert journal.since(journal.batches[1]).endswith("Z")
        assert "." not in journal.since(journal.batches[1])


def test_what_is_known_stays_known_in_any_other_input(tmp_path: Path) -> None:
    path = tmp_path / "result"
    with Journal.open(path, PURPOSE) as journal:
        first, second, _ = journal.batches
        journal.note(first, BatchState.SENT)
        journal.note(first, BatchState.ACCEPTED)
        journal.note(second, BatchState.SENT)
    grown = [record(90), *reversed(RECORDS[5:15]), RECORDS[5], record(91)]
    with Journal.open(path, purpose(grown)) as journal:
        rows = {state: journal.of_state(state) for state in BatchState}
        (accepted,) = rows[BatchState.ACCEPTED]
        (doubtful,) = rows[BatchState.SENT]
        assert accepted.rows == (6, 7, 8, 9, 10)
        assert doubtful.rows == (1, 2, 3, 4, 5)
        assert [batch.rows for batch in rows[BatchState.PENDING]] == [(0, 11, 12)]
        journal.note(doubtful, BatchState.ACCEPTED)
    with Journal.open(path, PURPOSE) as journal:  # the others of its sending stay in doubt
        assert journal.records_of(BatchState.ACCEPTED) == 15
        assert journal.records_of(BatchState.SENT) == 5


def test_what_was_refused_is_cut_apart_from_what_was_not(tmp_path: Path) -> None:
    path = tmp_path / "result"
    with Journal.open(path, PURPOSE) as journal:
        second = journal.batches[1]
        journal.note(second, BatchState.SENT)
        journal.note(second, BatchState.REFUSED, "no plan")
    mended = [*RECORDS[:14], record(14, item="mended"), *RECORDS[15:]]
    with Journal.open(path, purpose(mended)) as journal:
        (refused,) = journal.of_state(BatchState.REFUSED)
        assert refused.rows == (10, 11, 12, 13, 15, 16, 17, 18, 19)
        assert str(refused) == "batch 2 (9 records between 11 and 20)"
        fresh = journal.of_state(BatchState.PENDING)
        assert [row for batch in fresh for row in batch.rows] == [*range(10), 14, *range(20, 27)]


@pytest.mark.parametrize("cut", range(1, 2200, 61))
def test_wherever_it_was_cut_off_it_says_no_more_than_it_knows(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "result"
    with Journal.open(path, PURPOSE) as journal:
        for state in (BatchState.SENT, BatchState.ACCEPTED):
            journal.note(journal.batches[0], state)
    whole = path.read_bytes()
    path.write_bytes(whole[:cut])
    lines = whole[:cut].count(b"\n")
    with Journal.open(path, PURPOSE) as journal:
        expected = [*[BatchState.PENDING] * 3, BatchState.SENT, BatchState.ACCEPTED]
        assert journal.state(journal.batches[0]) is expected[lines]
        journal.note(journal.batches[1], BatchState.SENT)
    with Journal.open(path, PURPOSE) as journal:
        assert journal.state(journal.batches[1]) is BatchState.SENT


def test_it_is_no_other_servers(tmp_path: Path) -> None:
    path = tmp_path / "result"
    Journal.open(path, PURPOSE).close()
    with pytest.raises(UsageError, match="another server"):
        Journal.open(path, purpose(RECORDS, server="b:9699"))


@pytest.mark.parametrize(
    "text",
    [b"[]", b'{"Who": "a"}\n', b"notes of mine", b"\xff\n", b"\n", b'{"server": 7}\n', b"{}\n"],
)
def test_no_other_file_is_touched(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "mine"
    path.write_bytes(text)
    with pytest.raises(UsageError, match="no result file of this program"):
        Journal.open(path, PURPOSE)
    assert path.read_bytes() == text


def test_a_newer_versions_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "result"
    path.write_text('{"server":"nwx01:9699","version":3}\n')
    with pytest.raises(UsageError, match="another version"):
        Journal.open(path, PURPOSE)


def test_one_run_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "result"
    with Journal.open(path, PURPOSE), pytest.raises(UsageError, match="another run"):
        Journal.open(path, PURPOSE)
    Journal.open(path, PURPOSE).close()


def test_a_run_with_another_file_waits_for_one_that_has_these_records(tmp_path: Path) -> None:
    path, other = tmp_path / "result", tmp_path / "other"
    with Journal.open(path, PURPOSE) as journal:
        Journal.open(other, PURPOSE, [path]).close()
        journal.note(journal.batches[0], BatchState.SENT)
        with pytest.raises(UsageError, match="another run is writing these records"):
            Journal.open(other, PURPOSE, [path])
        Journal.open(other, purpose([record(77)]), [path]).close()


def test_a_disk_without_room_stops_it_and_leaves_no_half_a_line(tmp_path: Path) -> None:
    path = tmp_path / "result"
    journal = Journal.open(path, PURPOSE)
    file = journal._file._file
    ours, full = os.dup(file.fileno()), os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, file.fileno())
    os.close(full)
    with pytest.raises(UsageError, match="cannot be written"):
        journal.note(journal.batches[0], BatchState.SENT)
    assert journal.state(journal.batches[0]) is BatchState.PENDING
    os.dup2(ours, file.fileno())
    os.close(ours)
    journal.note(journal.batches[0], BatchState.SENT)
    journal.close()
    with Journal.open(path, PURPOSE) as journal:
        assert journal.state(journal.batches[0]) is BatchState.SENT


FIRST = b"".join(
    json.dumps(line).encode() + b"\n"
    for line in (
        {
            "input": "digest", "server": "https://NWX01.:9699/netwrix/api/v1/activity_records/",
            "account": "b", "wire": "json", "batches": [10, 10, 7], "version": 1,
        },
        {"batch": 1, "state": "sent", "at": "2026-11-05T14:30:00Z"},
        {"batch": 1, "state": "accepted", "at": "2026-11-05T14:30:01Z"},
        {"batch": 2, "state": "sent", "at": "2026-11-05T14:30:01Z"},
        {"batch": 3, "state": "sent", "at": "2026-11-05T14:30:02Z"},
        {"batch": 3, "state": "refused", "at": "2026-11-05T14:30:03Z", "why": "no plan"},
    )
)  # fmt: skip
"""A file of the first version, for the records above at the server above."""


@pytest.mark.parametrize("as_other", [True, False])
def test_a_file_of_the_first_version_goes_on(tmp_path: Path, as_other: bool) -> None:
    path, own = tmp_path / "first", tmp_path / "own"
    path.write_bytes(FIRST)

    def opened(what: Purpose) -> Journal:
        return Journal.open(own, what, [path]) if as_other else Journal.open(path, what)

    for _ in range(2):
        with opened(PURPOSE) as journal:
            assert [journal.state(batch) for batch in journal.batches] == [
                BatchState.ACCEPTED,
                BatchState.SENT,
                BatchState.REFUSED,
            ]
    # From then on it is known of the records, whatever they stand in.
    with opened(replace(purpose([*RECORDS[5:], record(4, item="new")]), digest="other")) as journal:
        assert journal.records_of(BatchState.ACCEPTED) == 5
        assert journal.records_of(BatchState.SENT) == 10
        assert journal.changes().changed == 1


def test_a_file_of_the_first_version_knows_no_other_input(tmp_path: Path) -> None:
    path = tmp_path / "first"
    path.write_bytes(FIRST)
    other = replace(PURPOSE, digest="other")
    with pytest.raises(UsageError, match="belongs to other records"):
        Journal.open(path, other)
    assert path.read_bytes() == FIRST
    with Journal.open(tmp_path / "own", other, [path]) as journal:
        assert journal.is_new
